"""Believable events that nobody holds, to try pages and measure them; all marked as demo, never in production.

The first ones are those of the demo officers and show each state, and the very first is the one of the demo steward. The
same seed gives the same events, a larger number adds to them, and what is there already stays as it is. They are dated
around the day they are made.
"""

import random
from datetime import UTC, datetime, time, timedelta
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils.translation import gettext as _

from jobs.names import title_key
from outreach import demo_sign_ups
from outreach import demo_words as words
from outreach.choices import Category, Kind, LetterKind, MaterialKind, Mode, PartyRole
from outreach.copying import copy_new
from outreach.models import (
    CountLine,
    Event,
    EventStep,
    EventStepReason,
    HeadCount,
    Letter,
    Material,
    Party,
    Session,
    SignUp,
    Speaker,
    Venue,
)
from outreach.workflow import OWES_REPORT, STEPS, TOOK_PLACE, State
from portal.accounts.demo import EVENT, email_of
from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.lib import codes
from portal.lib.dates import WIB, today_in
from portal.lib.importing import NotReady, keys_for
from portal.places.models import Office, Village

_BATCH = 5000
_OF_DEMO_OFFICES = 60  # so many first ones; of the others one in three
_WITH_SIGN_UPS = 200  # of so many first ones somebody wants to come
_SIGN_UPS_KEPT = 60  # days after which those of a real one would be emptied soon
_PEOPLE = {
    # Planner and who checks the report, by the kind of office.
    Office.Kind.REGENCY_LABOUR: (Role.REGENCY_OFFICER, Role.REGENCY_HEAD),
    Office.Kind.BP3MI: (Role.BP3MI_OFFICER, Role.BP3MI_HEAD),
    Office.Kind.PROVINCE_LABOUR: (Role.PROVINCE_OFFICER, Role.MINISTRY_ADMIN),
}


@transaction.atomic
def seed_events(count, seed):
    """Make ``count`` demo events with all they have; returns how many are new.

    Raises ImproperlyConfigured outside of laptop mode, NotReady without demo accounts.
    """
    if not settings.LAPTOP:
        raise ImproperlyConfigured("Demo events are for a laptop only.")
    created = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('seed_demo'))")
        ground = _Ground(cursor, seed)
        for start in range(0, count, _BATCH):
            rows = [ground.event(index) for index in range(start, min(start + _BATCH, count))]
            known = set(
                Event.objects.filter(number__in=[row["number"] for row in rows]).values_list("number", flat=True)
            )
            fresh = [row for row in rows if row["number"] not in known]
            ground.write(fresh)
            created += len(fresh)
        cursor.execute("ANALYZE outreach_event, outreach_session, outreach_party, outreach_venue, outreach_headcount")
    return created


class _Ground:
    """What all demo events stand on: the demo offices with who works there, other labour offices, venues."""

    def __init__(self, cursor, seed):
        self.cursor, self.seed, self.today = cursor, seed, today_in(WIB)
        members = Membership.objects.filter(user__is_demo=True).select_related("user", "office__province")
        by_role = {
            member.role: member for member in members.order_by("pk") if member.user.email == email_of(member.role)
        }
        self.people = {
            kind: tuple(by_role.get(role) for role in roles) for kind, roles in _PEOPLE.items() if roles[0] in by_role
        }
        self.offices = [planner.office for planner, _checker in self.people.values()]
        if Office.Kind.REGENCY_LABOUR not in self.people:
            raise NotReady(_("There are no demo accounts yet. Please run manage.py seed_demo_accounts first."))
        labour = Office.objects.in_force(self.today).filter(kind=Office.Kind.REGENCY_LABOUR)
        self.others = list(labour.select_related("province").order_by("code"))
        self.villages = cache(_villages_of)
        self.venues = {}

    def event(self, index):
        """One event as a dict; all is drawn from seed and index alone."""
        draw = random.Random(f"{self.seed}-{index}-event")  # noqa: S311
        letters = "".join(draw.choices(codes.ALPHABET, k=codes.RANDOM_LENGTH))
        is_first = index == 0 and self.seed == 1
        office = self.offices[0] if is_first else self._office(draw, index)
        state, _share, ahead = draw.choices(words.FATES, weights=[fate[1] for fate in words.FATES])[0]
        if index < len(words.FIRST):
            state = words.FIRST[index]
            ahead = next(fate[2] for fate in words.FATES if fate[0] == state)
        subject = words.SUBJECTS[0 if is_first else draw.randrange(len(words.SUBJECTS))]
        day = self.today + timedelta(days=2 if is_first else draw.randint(*ahead))
        return {
            "draw": draw, "office": office, "state": state, "day": day, "subject": subject, "index": index,
            "number": EVENT if is_first else codes.spell(codes.EVENT, letters),
            "villages": draw.sample(near, min(2, len(near))) if (near := self._near(office)) else [],
            "is_full": index == 1 or (state == State.PLANNED and draw.random() < 0.2),
        }  # fmt: skip

    def _office(self, draw, index):
        if index < _OF_DEMO_OFFICES or draw.random() < 1 / 3 or not self.others:
            return draw.choices(self.offices, weights=(5, 3, 1)[: len(self.offices)])[0]
        return draw.choice(self.others)

    def _near(self, office):
        """Villages where the office would hold something: of its regency, else of its province."""
        return self.villages("district__regency", office.regency_id) or self.villages(
            "district__regency__province", office.province_id
        )

    def write(self, rows):
        keys = keys_for(self.cursor, Event, len(rows))
        for row, key in zip(rows, keys, strict=True):
            row["key"] = key
        self._make_venues(rows)
        for row in rows:
            self._draw_sessions(row)
        for row, key in zip(self._all(rows, "sessions"), self._keys(Session, rows, "sessions"), strict=True):
            row["id"] = key
        copy_new(self.cursor, Event, (self._event(row) for row in rows))
        copy_new(self.cursor, Session, self._all(rows, "sessions"))
        copy_new(self.cursor, Party, (party for row in rows for party in _parties(row, self.offices)))
        tickets = ((session, facts) for row in rows for session, facts in row["sign_ups"])
        copy_new(self.cursor, SignUp, ({"session_id": session["id"]} | facts for session, facts in tickets))
        self._write_history(rows)
        self._write_lines(rows)
        self._write_counts([row for row in rows if row["state"] in TOOK_PLACE])

    def _all(self, rows, part):
        return [one for row in rows for one in row[part]]

    def _keys(self, model, rows, part):
        return keys_for(self.cursor, model, len(self._all(rows, part)))

    def _make_venues(self, rows):
        """Each village has one venue of its own kind, which all its events share."""
        wanted = {village.code: village for row in rows for village in row["villages"]}
        wanted = {code: village for code, village in wanted.items() if code not in self.venues}
        drawn = {code: _venue(village) for code, village in wanted.items()}
        there = Venue.objects.filter(village__in=drawn, name__in=[venue["name"] for venue in drawn.values()])
        known = dict(there.order_by("-pk").values_list("village", "pk"))
        missing = [code for code in drawn if code not in known]
        known |= dict(zip(missing, keys_for(self.cursor, Venue, len(missing)), strict=True))
        copy_new(self.cursor, Venue, ({"id": known[code]} | drawn[code] for code in missing))
        self.venues |= {code: (key, drawn[code]) for code, key in known.items()}

    def _draw_sessions(self, row):
        """One session, sometimes two: at two venues on one day, or at one venue on two days. Online there is no venue."""
        draw, kind = row["draw"], row["subject"][0]
        zone = row["office"].zone
        spots = [(row["day"], village) for village in row["villages"][:1]]
        if kind == Kind.WEBINAR or not spots:
            spots = [(row["day"], None)]
        elif draw.random() < 0.25:
            spots.append((row["day"], row["villages"][-1]))
        elif draw.random() < 0.15:
            spots.append((row["day"] + timedelta(days=1), row["villages"][0]))
        row["begun"] = _at(min(row["day"], self.today) - timedelta(days=21))
        row["ended"] = _at(max(day for day, _village in spots))
        row["takes_sign_ups"] = row["is_full"] or row["index"] == 0 or draw.random() < 0.7
        hour, sessions = draw.choice((8, 9, 9, 13)), []
        for place, (day, village) in enumerate(spots):
            # The second one of a day follows in the afternoon.
            later = 5 if place and day == row["day"] else 0
            begins = datetime.combine(day, time(hour + later), tzinfo=zone).astimezone(UTC)
            key, venue = self.venues[village.code] if village else (None, None)
            capacity = draw.choice((20, 40, 60, 100)) if row["takes_sign_ups"] else None
            sessions.append(
                {
                    "id": None, "event_id": row["key"], "venue_id": key, "held_on": day, "begins_at": begins,
                    "ends_at": begins + timedelta(hours=3), "time_zone": zone.key, "capacity": capacity,
                    "seated": 0, "last_seat": 0,
                    "link": "" if venue else "https://webinar.contoh.invalid/kegiatan",
                }
            )  # fmt: skip
        row["sessions"], row["sign_ups"] = sessions, []
        if row["index"] < _WITH_SIGN_UPS and row["day"] > self.today - timedelta(days=_SIGN_UPS_KEPT):
            for place, session in enumerate(sessions):
                found, session["seated"] = demo_sign_ups.draw(row, session, place)
                session["last_seat"] = session["seated"]
                row["sign_ups"] += [(session, facts) for facts in found]

    def _event(self, row):
        kind, title, title_en, audience, topics = row["subject"]
        draw, villages, days = row["draw"], row["villages"], [session["held_on"] for session in row["sessions"]]
        place = villages[0].name if villages else row["office"].city
        made = row["begun"]
        title = title.format(place=place)
        used = [
            village
            for village in villages
            if any(s["venue_id"] == self.venues[village.code][0] for s in row["sessions"])
        ]
        planner, checker = self.people.get(row["office"].kind, (None, None))
        steps = words.STEPS_TO[row["state"]]
        row["planner"], row["checker"] = planner, checker
        return {
            "id": row["key"], "number": row["number"], "state": row["state"].value, "version": len(steps) + 1,
            "state_since": _taken_at(row, steps[-1]) if steps else made, "created_at": made, "updated_at": made, "is_demo": True, "title": title,
            "title_en": title_en.format(place=place), "title_key": title_key(title), "kind": kind.value,
            "mode": Mode.DARING.value if kind == Kind.WEBINAR else Mode.LURING.value,
            "purpose": "Warga tahu jalur resmi, biaya dan tempat mengadu sebelum memutuskan.",
            "audience": [one.value for one in audience], "topics": [one.value for one in topics],
            "countries": sorted(draw.sample(words.COUNTRIES, draw.randint(0, 3))),
            "has_consultation": kind == Kind.KONSULTASI or draw.choice((True, False, None)),
            "has_sign_language": draw.choice((True, None, None, None)), "expects_minors": Category.PUPIL in audience,
            "takes_sign_ups": row["takes_sign_ups"], "starts_on": min(days), "ends_on": max(days),
            "areas": sorted({code for village in used for code in _areas(village.code)}),
            "reported_by_id": planner and planner.user_id if "hand_in" in steps and "return" not in steps else None,
            "checked_by_id": checker and checker.user_id if "check" in steps else None,
        }  # fmt: skip

    def _write_history(self, rows):
        """The steps that led to each state, taken by the demo people of the office; elsewhere by this command."""
        steps = []
        for row in rows:
            for version, event in enumerate(words.STEPS_TO[row["state"]], 1):
                by = row["checker"] if event in {"check", "return"} else row["planner"]
                source = State.DRAFT if version == 1 else STEPS[words.STEPS_TO[row["state"]][version - 2]].target
                steps.append(
                    {
                        "id": None, "event_of_id": row["key"], "event": event, "source": source.value,
                        "target": STEPS[event].target.value, "version": version, "user_id": by and by.user_id,
                        "role": by.role if by else "", "office_id": by and by.office_id,
                        "system": "" if by else "seed_demo",
                        "taken_at": _taken_at(row, event),
                    }
                )  # fmt: skip
        for step, key in zip(steps, keys_for(self.cursor, EventStep, len(steps)), strict=True):
            step["id"] = key
        copy_new(self.cursor, EventStep, steps)
        copy_new(
            self.cursor,
            EventStepReason,
            ({"step_id": s["id"], "text": words.REASONS[s["event"]]} for s in steps if s["event"] in words.REASONS),
        )

    def _write_lines(self, rows):
        """Who speaks, what is handed out, the letter it rests on."""
        speakers, materials, letters = [], [], []
        for row in rows:
            draw, key = row["draw"], row["key"]
            for name in draw.sample(words.SPEAKERS, draw.randint(0, 3)):
                confirmed = row["begun"].date() if draw.random() < 0.7 else None
                speakers.append(
                    {
                        "event_id": key, "name": name, "institution": row["office"].name,
                        "position": draw.choice(words.POSITIONS), "topics": [row["subject"][4][0].value],
                        "minutes": draw.choice((20, 30, 45)), "confirmed_on": confirmed,
                    }
                )  # fmt: skip
            if draw.random() < 0.6:
                copies = draw.randint(30, 200) if row["state"] in TOOK_PLACE else None
                materials.append(
                    {"event_id": key, "kind": MaterialKind.LEAFLET.value, "title": "Jalur resmi, langkah demi langkah",
                     "language": "id", "copies": copies}
                )  # fmt: skip
            if draw.random() < 0.5:
                letters.append(
                    {"event_id": key, "kind": LetterKind.ASSIGNMENT.value, "number": f"CONTOH/{row['index']}/ST",
                     "dated_on": row["begun"].date()}
                )  # fmt: skip
        copy_new(self.cursor, Speaker, speakers)
        copy_new(self.cursor, Material, materials)
        copy_new(self.cursor, Letter, letters)

    def _write_counts(self, rows):
        """Of the whole event or of each session; complete once the report is handed in, in parts or not at all before."""
        counts = []
        for row in rows:
            draw, is_owed = row["draw"], row["state"] in OWES_REPORT
            if is_owed and draw.random() < 0.4:
                continue
            sessions = row["sessions"] if draw.random() < 0.5 else [None]
            for session in sessions:
                counts.append((row, _count(draw, row["key"], session, is_whole=not is_owed)))
        keys = keys_for(self.cursor, HeadCount, len(counts))
        copy_new(self.cursor, HeadCount, ({"id": key} | count for key, (_row, count) in zip(keys, counts, strict=True)))
        copy_new(
            self.cursor,
            CountLine,
            (
                {"count_id": key} | line
                for key, (row, count) in zip(keys, counts, strict=True)
                if row["state"] not in OWES_REPORT
                for line in _lines(row, count)
            ),
        )


def _villages_of(column, code):
    """Two villages of each district of an area, so that names vary; none without a code."""
    if not code:
        return []
    found = Village.objects.current().filter(**{column: code}, code__regex=r"\.[12]00[13]$")
    return list(found.select_related("district__regency").order_by("code"))


def _areas(village):
    return [village[:length] for length in (2, 5, 8, 13)]


def _at(day):
    return datetime.combine(day, time(2), tzinfo=UTC)


def _taken_at(row, step):
    """When a step was taken: the first ones before the day, the report some days after it."""
    after = {"publish": ("begun", 1), "cancel": ("begun", 5), "hold": ("ended", 0), "hand_in": ("ended", 3)}
    since, days = after.get(step, ("ended", 4))
    return row[since] + timedelta(days=days)


def _venue(village):
    draw = random.Random(village.code)  # noqa: S311
    name, kind, step_free, toilet, seats = draw.choice(words.VENUES)
    province, regency, district, code = _areas(village.code)
    return {
        "name": name.format(
            village=village.name, district=village.district.name, regency=village.district.regency.name.split(" ", 1)[-1]
        ),
        "kind": kind.value, "province_id": province, "regency_id": regency, "district_id": district, "village_id": code,
        "address": f"Dusun Contoh, {village.name}", "seats": seats, "has_step_free_way": step_free,
        "has_wheelchair_toilet": toilet, "access_note": "" if step_free is not False else "Tiga anak tangga di pintu depan.",
    }  # fmt: skip


def _parties(row, demo_offices):
    """The organiser; sometimes another demo office with it, and a partner known by name."""
    draw, office, key = row["draw"], row["office"], row["key"]
    nobody = {"event_id": key, "kind": "", "name": ""}
    yield nobody | {"role": PartyRole.ORGANISER.value, "office_id": office.pk}
    others = [other for other in demo_offices if other != office]
    if others and draw.random() < 0.35:
        yield nobody | {"role": PartyRole.CO_ORGANISER.value, "office_id": draw.choice(others).pk}
    if draw.random() < 0.4:
        name, kind = draw.choice(words.PARTNERS)
        yield nobody | {"role": PartyRole.PARTNER.value, "office_id": None, "kind": kind.value, "name": name}


def _count(draw, event, session, *, is_whole):
    """How many came. ``is_whole``: by sex and age, too."""
    total = draw.randint(15, 160)
    female = draw.randint(0, total) if is_whole else None
    young = draw.randint(0, total // 4) if is_whole else None
    return {
        "event_id": event, "session_id": session and session["id"], "total": total, "female": female,
        "male": total - female if is_whole else None, "sex_unknown": 0 if is_whole else None, "under_18": young,
        "aged_18_34": total - young if is_whole else None, "aged_35_up": 0 if is_whole else None,
        "age_unknown": 0 if is_whole else None, "with_disability": draw.randint(0, 3) if is_whole else None,
    }  # fmt: skip


def _lines(row, count):
    """The people of a count by whom the event was for, and sometimes by campus, as 13 of them at one event are usual."""
    draw, audience, left = row["draw"], row["subject"][3], count["total"]
    for place, category in enumerate(audience, 1):
        part = left if place == len(audience) else draw.randint(0, left)
        left -= part
        yield {"category": category.value, "institution": "", "total": part}
    if Category.STUDENT in audience:
        for campus in words.CAMPUSES[: draw.randint(2, 13)]:
            yield {"category": "", "institution": campus, "total": draw.randint(1, 9)}
