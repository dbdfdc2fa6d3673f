"""What waits for a staff member, in the order in which somebody stands there: the head of the page of their work."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.check_room.queue import STATES, Tab, next_for
from jobs.models import RuleDraft, Vacancy
from jobs.permissions import CHECKERS, OPENERS, RULE_KEEPERS
from jobs.search import capped_count
from outreach.permissions import PLANNERS
from outreach.plan.lists import Tab as EventTab
from outreach.plan.lists import not_ready
from outreach.plan.lists import of_tab as of_event_tab
from portal.accounts.counter.services import ready_to_print
from portal.accounts.models import ClaimCode
from portal.accounts.roles import COUNTER_ROLES, OFFICER_ROLES, Role
from portal.accounts.staff_room.grants import ROOM_ROLES
from portal.accounts.staff_room.listed import has_to_review, standing_of_review, to_confirm
from portal.lib.dates import today_in
from portal.messaging.models import Message
from registrations.desk.queue import Tab as FileTab
from registrations.desk.queue import of_tab
from registrations.duplicates.workflow import State as DoubtState
from registrations.head_desk.lists import HEAD_AFTER, due_to_call, silent
from registrations.models import DataRequest, Registration, Suspicion
from registrations.permissions import DESK_ROLES, REVIEWERS
from registrations.placements.abroad import desk as problems_abroad
from registrations.placements.concerns.permissions import READERS as CONCERN_READERS
from registrations.placements.contracts.reading import flags_of
from registrations.placements.control.services import ROLES as CONTROL_ROLES
from registrations.placements.control.services import visible_to as findings_for
from registrations.placements.home import reading as returns
from registrations.placements.judging.reading import waiting_for as papers_waiting_for
from registrations.placements.models import Concern, DeathDoubt, Placement
from registrations.placements.opp.waiting import standing as standing_requests
from registrations.placements.permissions import READERS as PLACEMENT_READERS
from registrations.placements.permissions import SEES_PROBLEMS
from registrations.placements.programmes.listed import to_publish
from registrations.placements.programmes.permissions import PUBLISHERS
from registrations.placements.recording.board import ON_BOARD
from registrations.placements.workflow import State as PlacementState


def waiting_for(by):
    """Rows of ``title`` and ``address``; none when nobody and nothing waits for ``by``, an Acting of the staff."""
    rows = _of_concerns(by) + _of_cards(by) + _of_contracts(by) + _of_deaths(by)
    if by.role in COUNTER_ROLES:
        rows += _of_counter(by)
    if by.role in ROOM_ROLES:
        rows += _of_staff_room(by, by.membership.office)
    rows += (
        _of_people_abroad(by) + _of_placements(by) + _of_programmes(by) + _of_files(by) + _of_questions_about_data(by)
    )
    return rows + _of_vacancies(by) + _of_rules(by) + _of_events(by) + _of_inbox(by) + _of_person(by)


def _of_concerns(by):
    """First of all: somebody says that something is wrong."""
    if by.role not in CONCERN_READERS:
        return []
    count = Concern.objects.visible_to(by).open().count()
    words = ngettext(
        "%(count)s person says that something is wrong", "%(count)s people say that something is wrong", count
    )
    return [{"title": words % {"count": count}, "address": reverse("concerns:all")}] if count else []


def _of_cards(by):
    if by.role not in CONTROL_ROLES:
        return []
    count = findings_for(by).filter(settled_at=None).count()
    words = ngettext("%(count)s card differs from its clearance", "%(count)s cards differ from their clearances", count)
    return [{"title": words % {"count": count}, "address": reverse("control:findings")}] if count else []


def _of_contracts(by):
    if by.role not in REVIEWERS:
        return []
    count = flags_of(by).count()
    words = ngettext("%(count)s work contract to look at", "%(count)s work contracts to look at", count)
    return [{"title": words % {"count": count}, "address": reverse("contracts:flags")}] if count else []


def _of_deaths(by):
    """For the head: who was recorded as dead and, as another officer says, lives."""
    if by.role != Role.BP3MI_HEAD:
        return []
    cases = Placement.objects.visible_to(by).filter(state=PlacementState.DECEASED)
    doubts = DeathDoubt.objects.standing().filter(step__placement__in=cases).exclude(step__user=by.user)
    title = _("A death that may be a mistake waits for you: %(number)s")
    numbers = doubts.order_by("pk").values_list("step__placement__number", flat=True)[:3]
    return [{"title": title % {"number": one}, "address": reverse("recording:case", args=[one])} for one in numbers]


def _of_person(by):
    unread = Message.objects.of_person(by.user).unread().count()
    words = ngettext("%(count)s new message to you", "%(count)s new messages to you", unread)
    return [{"title": words % {"count": unread}, "address": reverse("inbox:own")}] if unread else []


def _of_inbox(by):
    if by.role not in OFFICER_ROLES:
        return []
    unread = Message.objects.of_office(by.office_id).unread().count()
    words = ngettext("%(count)s new message to the office", "%(count)s new messages to the office", unread)
    return [{"title": words % {"count": unread}, "address": reverse("office_inbox:all")}] if unread else []


def _of_files(by):
    """For a head what waits for a decision; for officers what is theirs and what is the office's turn."""
    if by.role not in DESK_ROLES:
        return []
    own, desk = Registration.objects.at_desk(by), reverse("desk:files")
    mine, turn = (capped_count(of_tab(own, tab, by)) for tab in (FileTab.MINE, FileTab.TURN))
    rows = [
        (_("Files in your hands: %(count)s"), mine, f"{desk}?{urlencode({'tab': FileTab.MINE.value})}"),
        (_("Registrations that wait for the office: %(count)s"), turn, desk),
    ]
    doubts = capped_count(Suspicion.objects.visible_to(by).filter(state=DoubtState.OPEN))
    if by.role in REVIEWERS:
        calls = capped_count(due_to_call(by))
        rows.append((_("People to call, silent for two weeks: %(count)s"), calls, reverse("head_desk:calls")))
    unrecorded = capped_count(own.without_number())
    rows.append((_("Verified, without a number in SISKOP2MI: %(count)s"), unrecorded, reverse("official:queue")))
    rows.append((_("Files that may be of one person: %(count)s"), doubts, reverse("duplicates:pairs")))
    if by.role == Role.BP3MI_HEAD:
        to_decide = capped_count(of_tab(own, FileTab.HEAD, by))
        waiting = reverse("head_desk:waiting")
        rows.insert(0, (_("Files that wait for the head: %(count)s"), to_decide, waiting))
        long_silent = capped_count(silent(own, HEAD_AFTER))
        rows.insert(1, (_("Files silent for three weeks: %(count)s"), long_silent, f"{waiting}#sepi"))
    return [{"title": title % {"count": count}, "address": address} for title, count, address in rows if count]


def _of_people_abroad(by):
    """Problems abroad before anything else; for a village clerk who of the village came home and is not recorded yet."""
    if by.role == Role.VILLAGE_CLERK:
        home = capped_count(returns.visible_to(by).exclude(state=PlacementState.PURNA))
        title, address = _("People of your village who came home: %(count)s"), reverse("home:cases")
        return [{"title": title % {"count": home}, "address": address}] if home else []
    if by.role not in SEES_PROBLEMS:
        return []
    problems, in_danger = problems_abroad.counted(by)
    title = _("Problems abroad: %(count)s, in danger now: %(danger)s")
    facts = {"count": problems, "danger": in_danger}
    return [{"title": title % facts, "address": reverse("abroad:cases")}] if problems else []


def _of_placements(by):
    """Who leaves today, who waits for the orientation, the last check or an answer, who came home, and what is late."""
    if by.role not in PLACEMENT_READERS:
        return []
    day, cases, rows = today_in(by.zone), Placement.objects.visible_to(by), []
    if by.role in REVIEWERS:
        leaving = cases.filter(state=PlacementState.READY, planned_departure_on=day)
        address = reverse("boards:departures")
        rows.append((_("Departures of today to be recorded: %(count)s"), capped_count(leaving), address))
        requests = capped_count(standing_requests(by))
        rows.append((_("People who wait for a day of the orientation: %(count)s"), requests, reverse("opp:requests")))
        papers = capped_count(papers_waiting_for(by))
        rows.append((_("Papers of placements to look at: %(count)s"), papers, reverse("judging:waiting")))
        signed = capped_count(cases.filter(state=PlacementState.CONTRACTED))
        address = reverse("recording:board") + f"?tahap={PlacementState.CONTRACTED}"
        rows.append((_("Signed contracts that wait for the last check and the card: %(count)s"), signed, address))
    applied = capped_count(cases.filter(state=PlacementState.APPLIED))
    address = reverse("recording:board") + f"?tahap={PlacementState.APPLIED}"
    rows.append((_("Applications that wait for an answer: %(count)s"), applied, address))
    returned = capped_count(returns.visible_to(by).exclude(state=PlacementState.PURNA))
    rows.append((_("People who came home and are not recorded yet: %(count)s"), returned, reverse("home:cases")))
    late = capped_count(cases.filter(state__in=ON_BOARD, late_after__lt=day))
    rows.append((_("Placements that are late: %(count)s"), late, reverse("recording:board") + "?telat=1"))
    return [{"title": title % {"count": count}, "address": address} for title, count, address in rows if count]


def _of_programmes(by):
    """Results of a test, for a second person."""
    count = len(to_publish(by)) if by.role in PUBLISHERS else 0
    title, address = _("Results of a test to be published: %(count)s"), reverse("programme_room:batches")
    return [{"title": title % {"count": count}, "address": address}] if count else []


def _of_questions_about_data(by):
    asked = DataRequest.objects.open().visible_to(by).count()
    words = ngettext(
        "%(count)s person asks to change their data", "%(count)s people ask to change their data", asked
    ) % {"count": asked}
    return [{"title": words, "address": reverse("own_desk:requests")}] if asked else []


def _of_vacancies(by):
    """What lies at each stop that ``by`` may work at; for those who open, without what they checked themselves."""
    if by.role not in CHECKERS:
        return []
    stops = []
    if by.role in OPENERS:
        stops.append((_("Vacancies to be opened: %(count)s"), Tab.TO_OPEN, next_for(by, Tab.TO_OPEN)))
    stops.append(
        (_("Vacancies being checked: %(count)s"), Tab.TURN, Vacancy.objects.filter(state__in=STATES[Tab.TURN]))
    )
    counted = [(title, tab, capped_count(vacancies)) for title, tab, vacancies in stops]
    queue = reverse("check_room:queue")
    return [
        {"title": title % {"count": count}, "address": f"{queue}?{urlencode({'tab': tab.value})}"}
        for title, tab, count in counted
        if count.exact
    ]


def _of_rules(by):
    """Drafts of rules that wait for a second person, for whoever could be it."""
    if by.role not in RULE_KEEPERS:
        return []
    waiting = capped_count(RuleDraft.objects.filter(state=RuleDraft.State.WAITING).exclude(drafted_by=by.user_id))
    title = _("Rules that wait for a second person: %(count)s") % {"count": waiting}
    return [{"title": title, "address": reverse("rules_room:rules")}] if waiting.exact else []


def _of_events(by):
    """Events that are over and not reported, and those of the next days that lack a place or a speaker's word."""
    if by.role not in PLANNERS:
        return []
    listed = reverse("event_plan:events")
    owed = capped_count(of_event_tab(by, EventTab.TO_REPORT))
    soon = capped_count(not_ready(by))
    rows = [
        (_("Events not reported yet: %(count)s"), owed, f"{listed}?{urlencode({'tab': EventTab.TO_REPORT.value})}"),
        (_("Events of the next 7 days that lack something: %(count)s"), soon, listed),
    ]
    return [{"title": title % {"count": count}, "address": address} for title, count, address in rows if count.exact]


def _of_counter(by):
    queue = reverse("counter:waiting")
    others = ClaimCode.objects.waiting().visible_to(by).exclude(requested_by=by.user).count()
    words = ngettext(
        "%(count)s person waits for a second officer", "%(count)s people wait for a second officer", others
    )
    ready = ready_to_print(by).count()
    printed = ngettext("%(count)s code is ready to print", "%(count)s codes are ready to print", ready)
    return [
        {"title": title % {"count": count}, "address": queue}
        for title, count in ((words, others), (printed, ready))
        if count
    ]


def _of_staff_room(by, office):
    taken = len(to_confirm(by, office))
    words = ngettext("%(count)s person took an invitation", "%(count)s people took an invitation", taken)
    rows = [{"title": words % {"count": taken}, "address": reverse("staff:office_members", args=[office.code])}]
    review = standing_of_review(office) if has_to_review(by, office) else None
    return [
        *(rows if taken else []),
        *([{"title": review["text"], "address": reverse("staff:review", args=[office.code])}] if review else []),
    ]
