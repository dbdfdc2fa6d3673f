"""Lists of cases to take along as a file: what the page showed, told to each person on it."""

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from portal.lib.dates import today_in
from portal.lib.tabular import as_plain_text
from registrations.lists import exporting
from registrations.models import Candidate
from registrations.placements.boards import departing
from registrations.placements.models import HomeNeed, Placement
from registrations.placements.models.home_need import Topic
from registrations.placements.models.promised import PROMISED
from registrations.placements.recording.board import ON_BOARD
from registrations.placements.stations import column_of
from registrations.placements.workflow import HOME_AGAIN

FIELDS = ("name", "state", "destination", "e_card_number", "planned_departure_on")
_BATCH = 1000


def of_board(by, wish):
    """What the board shows for ``wish``, longest waiting first."""
    states = [wish.tahap] if wish.tahap else [one for one in ON_BOARD if wish.stasiun in {"", column_of(one)}]
    found = wish.narrowed(others(by)).filter(state__in=states)
    return found.order_by("late_after" if wish.telat else "state_since", "pk")


def of_day(by, day):
    return departing.leaving(others(by), day).order_by("planned_carrier", "planned_port", "candidate__name", "pk")


def of_returnees(by):
    return others(by).filter(state__in=sorted(HOME_AGAIN)).order_by("-state_since", "-pk")


def others(by):
    """Cases that ``by`` may see, none of them the own one."""
    own = Candidate.objects.filter(user=by.user_id)
    found = Placement.objects.visible_to(by).exclude(candidate__in=own.values("pk"))
    return found.exclude(candidate__in=own.exclude(merged_into=None).values("merged_into"))


@transaction.atomic
def take(by, found, *, purpose):
    """Keys of the cases in the order of their sheet, once the audit and each person's list say that they were taken.

    Raises ActRefused where nobody or too many stand on it.
    """
    pairs = exporting.bounded(found.values_list("pk", "registration"))
    files = list({file for _key, file in pairs})
    exporting.note_taken(by, files, purpose=purpose, action="placements.exported", fields=FIELDS)
    return [key for key, _file in pairs]


def rows_of(by, keys):
    """Lists of cells, of which a spreadsheet runs none; what ``by`` may no longer see by then stays out."""
    yield [
        _("number"), _("name"), _("state"), _("since"), _("days"), _("late since"), _("country"), _("work"), _("company"),
        _("scheme"), _("regency"), _("number of the E-KPMI"), _("day of departure"), _("flight or ship"),
        _("airport, harbour or border post"), _("needs"),
    ]  # fmt: skip
    cases = _with_needs(Placement.objects.visible_to(by)).select_related(
        *PROMISED, "candidate", "destination__country", "regency", "vacancy__placement_company"
    )
    for start in range(0, len(keys), _BATCH):
        part = keys[start : start + _BATCH]
        found = cases.in_bulk(part)
        for case in (found[key] for key in part if key in found):
            yield [as_plain_text(str(cell)) for cell in _cells(case, by.zone)]


def _with_needs(cases):
    """Each with ``wanted``: the HomeNeeds that the person said yes to."""
    wanted = HomeNeed.objects.filter(answer=HomeNeed.Answer.YES).order_by("pk")
    return cases.prefetch_related(Prefetch("home_needs", queryset=wanted, to_attr="wanted"))


def _cells(case, zone):
    since, today = case.state_since.astimezone(zone).date(), today_in(zone)
    company = case.vacancy.placement_company if case.vacancy else None
    return (
        case.number,
        case.candidate.name,
        case.get_state_display(),
        since,
        (today - since).days,
        case.late_after if case.late_after and case.late_after < today else "",
        case.destination,
        case.work,
        company or "",
        case.get_scheme_display(),
        case.regency or "",
        case.e_card_number,
        case.planned_departure_on or "",
        case.planned_carrier,
        case.planned_port,
        # Of health nothing leaves the house on a sheet.
        ", ".join(str(need.get_topic_display()) for need in case.wanted if need.topic != Topic.HEALTH),
    )
