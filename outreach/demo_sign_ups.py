"""Who signed up for demo events: a full session has a waiting list, a group has its seats side by side."""

from datetime import timedelta

from outreach.models import SignUp
from outreach.signing_up.seats import LETTERS
from outreach.workflow import TOOK_PLACE, State
from portal.lib import codes
from portal.lib.sealed import seal

_FIRST = ("Maria", "Yohanes", "Siti", "Ahmad", "Kadek", "Fransiska", "Budi", "Dewi", "Petrus", "Rina", "Yosef", "Nur")
_GROUP, _WAITING = 12, 5
_NAME = SignUp._meta.get_field("name").purpose


def draw(row, session, place):
    """Sign-ups for a session as dicts without its key, and what they leave in it: ``seated`` and ``last_seat``.

    ``place``: of the session in its event, from 0. An event that was only drafted or called off has none.
    """
    chance, capacity = row["draw"], session["capacity"]
    if not capacity or row["state"] in {State.DRAFT, State.CANCELLED}:
        return [], 0
    wanted = capacity if row["is_full"] else chance.randint(0, capacity * 4 // 5)
    found, seated = [], 0
    while seated < wanted:
        people = _GROUP if wanted - seated > _GROUP and chance.random() < 0.1 else 1
        seat = f"{LETTERS[place]}-{seated + 1:03}"
        came = row["state"] in TOOK_PLACE and chance.random() < 0.8
        found.append(_sign_up(row, SignUp.State.CAME if came else SignUp.State.SEATED, people, seat))
        seated += people
    if row["is_full"]:
        found += [_sign_up(row, SignUp.State.WAITING, 1, "") for _place in range(_WAITING)]
    return found, seated


def _sign_up(row, state, people, seat):
    chance, district = row["draw"], row["villages"][0].district_id if row["villages"] else None
    letters = "".join(chance.choices(codes.ALPHABET, k=codes.KINDS[codes.TICKET]))
    return {
        "code": codes.spell(codes.TICKET, letters), "state": state.value, "people": people, "seat": seat,
        "name": seal(_NAME, f"{chance.choice(_FIRST)} Contoh".encode()), "names": b"", "guardian": b"",
        "district_id": district, "institution": "SMK Contoh" if people > 1 else "",
        "needs_wheelchair": people == 1 and chance.random() < 0.03, "is_demo": True,
        "created_at": row["begun"] + timedelta(hours=chance.randint(30, 400)),
    }  # fmt: skip
