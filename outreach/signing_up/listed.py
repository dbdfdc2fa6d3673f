"""The list of who signed up for a session, ready to print for the offices of its event."""

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outreach.models import SignUp
from outreach.signing_up.reading import in_short
from portal.lib.dates import short_moment

ROWS = 50
# What the address asks for: nothing for the seats.
STATES = {
    "": [SignUp.State.SEATED, SignUp.State.CAME],
    "tunggu": [SignUp.State.WAITING],
    "batal": [SignUp.State.CANCELLED],
}
LOOKS = {
    SignUp.State.SEATED: "info",
    SignUp.State.WAITING: "turn",
    SignUp.State.CANCELLED: "off",
    SignUp.State.CAME: "ok",
}


def page_of(session, what, after=""):
    """(at most ROWS rows, the key of the last when more follow): in the order in which they signed up."""
    rows = SignUp.objects.filter(session=session, state__in=STATES[what]).select_related("district", "contact")
    if after:
        rows = rows.filter(pk__gt=after)
    found = list(rows.order_by("pk")[: ROWS + 1])
    shown = found[:ROWS]
    return [_row(row, session) for row in shown], shown[-1].pk if len(found) > ROWS else ""


def _row(row, session):
    needs = [
        _("wheelchair") if row.needs_wheelchair else "",
        _("sign language") if row.needs_sign_language else "",
        _("responsible: %(name)s") % {"name": row.guardian} if row.guardian else "",
    ]
    return {
        "pk": row.pk,
        "seat": row.seats,
        "name": row.name or _("no longer kept"),
        "names": row.names.splitlines(),
        "people": row.people,
        "from": ", ".join(filter(None, [str(row.district or row.place), row.institution])),
        "needs": ", ".join(filter(None, needs)),
        "look": LOOKS[row.state],
        "state": row.get_state_display(),
        "since": short_moment(row.created_at, session.zone),
        "is_reached": row.contact_id is not None,
        "is_standing": row.is_standing and row.emptied_at is None,
    }


def sessions_of(event, sessions, place):
    """Those to choose from; [] where there is one."""
    if len(sessions) < 2:
        return []
    return [
        {"label": in_short(one), "address": f"?sesi={number}", "is_current": number == place}
        for number, one in enumerate(sessions, start=1)
    ]


def tabs_of(session, place, what):
    """The three lists of a session with how many people stand in each."""
    counted = _counts(session)
    labels = {"": _("With a seat"), "tunggu": _("Waiting list"), "batal": _("Given back")}
    return [
        {
            "label": label,
            "count": counted[key],
            "address": f"?sesi={place}&isi={key}" if key else f"?sesi={place}",
            "is_current": key == what,
        }
        for key, label in labels.items()
    ]


def _counts(session):
    found = {} if session is None else _people_by_state(session)
    return {key: sum(found.get(state, 0) for state in states) for key, states in STATES.items()}


def _people_by_state(session):
    rows = SignUp.objects.filter(session=session).order_by().values_list("state")
    return dict(rows.annotate(Sum("people")))


def figures_of(session):
    """For components/key_figures.html; [] without a session."""
    if session is None:
        return []
    standing = Q(state__in=STATES[""])
    found = SignUp.objects.filter(session=session).aggregate(
        wheelchairs=Count("pk", filter=standing & Q(needs_wheelchair=True)),
        signs=Count("pk", filter=standing & Q(needs_sign_language=True)),
        groups=Count("pk", filter=standing & Q(people__gt=1)),
        waiting=Sum("people", filter=Q(state=SignUp.State.WAITING), default=0),
    )
    seats = _("of %(seats)d") % {"seats": session.capacity} if session.capacity is not None else _("no limit")
    groups = ngettext("%(count)d group among them", "%(count)d groups among them", found["groups"])
    note = f"{seats}, {groups % {'count': found['groups']}}" if found["groups"] else seats
    return [
        {"term": _("Seats taken"), "value": session.seated, "note": note},
        {"term": _("Waiting"), "value": found["waiting"]},
        {"term": _("Wheelchair"), "value": found["wheelchairs"]},
        {"term": _("Sign language"), "value": found["signs"]},
    ]
