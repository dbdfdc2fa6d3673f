"""Register again: what of an earlier way is carried over, what has to be new, and whether it is time for it."""

from enum import Enum

from django.utils.translation import gettext as _

from jobs import papers as papers_table
from jobs.choices import Paper
from portal.lib.dates import WIB, long_date, short_date, today_in
from registrations import above
from registrations.models import Document
from registrations.placements.home.experience import worked
from registrations.placements.models import Placement
from registrations.placements.models.paper import OF_ONE_JOB
from registrations.placements.models.promised import PROMISED
from registrations.placements.workflow import HOME_AGAIN, OPEN
from registrations.workflow import STEPS, UNDECIDED
from registrations.workflow import State as RegistrationState

SHOWN_OF_NIK = 4  # its last digits
# They belong to the work that is over, whatever day stands on them.
_OF_ONE_WORK = OF_ONE_JOB | {Paper.E_CARD, Paper.RECOMMENDATION}


class Way(Enum):
    UNDER_WAY = "under_way"  # it is with the office, or being filled in
    RENEW = "renew"
    ANEW = "anew"


def way_on(registration):
    """The Way for somebody with this newest registration, None for nobody's."""
    if registration is None:
        return Way.ANEW
    if registration.state in UNDECIDED | {RegistrationState.DRAFT}:
        return Way.UNDER_WAY
    if registration.state not in STEPS["renew"].sources or _was_folded(registration):
        return Way.ANEW
    return Way.RENEW


def _was_folded(registration):
    """Put together with another file of the same person: that one goes on, not this."""
    last = registration.history.order_by("-pk").first()
    return registration.state == RegistrationState.CLOSED and last is not None and last.event == "fold"


def against(registration):
    """A sentence: why a registration that could be renewed need not, or may not be now; "" when nothing does."""
    if closed := above.against(above.BEGIN, registration.candidate):
        return closed
    cases = Placement.objects.filter(candidate=registration.candidate_id)
    if cases.filter(state__in=sorted(OPEN)).exists():
        return _("You have an application under way. Finish or withdraw it first.")
    if registration.state == RegistrationState.VERIFIED and not _is_from_before(registration, cases):
        return _("Your registration is checked already. You can apply to a vacancy at once.")
    return ""


def _is_from_before(registration, cases):
    """Whether it was checked before somebody came home."""
    back = cases.filter(state__in=sorted(HOME_AGAIN)).order_by("-pk").first()
    if back is None:
        return False
    step = back.history.filter(event__in=["come_home", "deport"]).order_by("-pk").first()
    came_at = step.taken_at if step else back.state_since
    return registration.state_since <= came_at


def page_of(registration):
    """What the page prints: ``carried`` and ``new`` as facts, ``against`` a sentence or ""."""
    way, person = way_on(registration), registration and registration.candidate
    if person is None:
        return {"way": way, "against": "", "carried": [], "work": [], "valid": [], "new": []}
    if closed := above.against(above.BEGIN, person):
        return {"way": way, "against": closed}
    valid, over = _papers(person, registration)
    return {
        "way": way,
        "against": against(registration) if way == Way.RENEW else "",
        "carried": [{"term": term, "value": value} for term, value in _identity(person) if value],
        "work": [worked(case) for case in _ended(person)],
        "valid": valid,
        "new": over,
        "number": registration.number,
    }


def _identity(person):
    return (
        (_("Name"), person.name),
        (_("Born"), long_date(person.birth_date) if person.birth_date else ""),
        (_("NIK"), f"… {person.nik[-SHOWN_OF_NIK:]}" if person.nik else ""),
        (_("Village"), person.village),
    )


def _ended(person):
    cases = Placement.objects.filter(candidate=person, state__in=sorted(HOME_AGAIN)).order_by("-pk")
    return cases.select_related(*PROMISED, "destination__country", "office__province", "candidate")


def _papers(person, registration):
    """(those that count today, those that don't) of the accepted papers that are no matter of one work alone."""
    today = today_in(registration.office.zone if registration.office else WIB)
    accepted = Document.objects.current().filter(candidate=person, state=Document.State.ACCEPTED)
    accepted = accepted.exclude(paper__in=sorted(_OF_ONE_WORK))
    rows = [(one.last_day, _paper(one)) for one in accepted.with_last_day(today).order_by("paper")]
    counts = [row for last, row in rows if last is None or last >= today]
    return counts, [row for last, row in rows if last is not None and last < today]


def _paper(document):
    named, until = papers_table.name(Paper(document.paper)), document.last_day
    return {
        "paper": document.paper,
        "name": named.name,
        "until": _("counts until %(day)s") % {"day": short_date(until)} if until else "",
    }
