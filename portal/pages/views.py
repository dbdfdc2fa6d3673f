"""The three pages people come home to: everybody's front page, one's own, and the staff's."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from jobs import countries, search
from jobs.choices import Shelf
from jobs.models import Vacancy
from jobs.permissions import CHECKERS, RULE_KEEPERS
from outreach.public import reading as events
from outreach.public.cards import cards_of as event_cards
from portal.accounts.consent.reading import agreed_by
from portal.accounts.consent.services import new_notice_for
from portal.accounts.decorators import person_page, staff_page
from portal.accounts.roles import COUNTER_ROLES, OFFICER_ROLES, STAFF_ROLES, Role
from portal.accounts.second_factor import second_factor_of
from portal.accounts.staff_room.grants import ROOM_ROLES
from portal.lib.dates import WIB, long_date, now_in, short_moment, today_in
from portal.lib.phone import as_dialled
from portal.lib.public import public_page
from portal.mailroom.permissions import READERS, WRITERS
from portal.pages import periodic
from portal.pages.unread import own_unread
from portal.pages.work import waiting_for
from portal.places.working_days import calendar_warning
from registrations.own.reading import is_left_with_nothing, path_of
from registrations.permissions import ASSISTANTS, DESK_ROLES, REVIEWERS
from registrations.placements.path.cards import home_of, shown_at_home
from registrations.placements.path.papers import reached_among
from registrations.placements.permissions import AT_HOME, SEES_PROBLEMS
from registrations.placements.permissions import READERS as PLACEMENT_READERS
from registrations.placements.programmes.permissions import ROOM_ROLES as PROGRAMME_ROLES
from registrations.placements.programmes.reading import cards_of

DESTINATIONS_ON_HOME = 6
EVENTS_ON_HOME = 2


def _stations():
    """The whole line: six stations in the order of the law, then work and home."""
    way_out = [
        (_("Register and be checked"), _("KTP, KK, diploma, status, JKN.")),
        (_("Apply and be selected"), _("At Disnaker or LTSA.")),
        (_("Placement agreement"), _("With a written cost table.")),
        (_("Health, skill, passport"), _("After the agreement.")),
        (_("Social security and visa"), _("A work visa, not a tourist's.")),
        (_("Orientation, then departure"), _("With the work contract in your hand.")),
    ]
    return [
        *({"title": title, "text": text, "state": "all"} for title, text in way_out),
        {"title": _("At work"), "text": _("Report to the Indonesian mission."), "state": "on", "symbol": "build"},
        {"title": _("Back home"), "text": _("Registered as a returned worker."), "state": "on", "symbol": "home"},
    ]


@public_page
def home(request):
    now = now_in(WIB)
    day = now.date()
    destinations = [row for row in countries.overview(day) if not row.law.is_closed]
    counted = search.counts(search.Wish(), Shelf.OPEN, day)
    coming = event_cards(events.next_ones(day, EVENTS_ON_HOME), day)
    context = {
        "checked": counted.checked,
        "published": counted.published,
        "destinations": destinations[:DESTINATIONS_ON_HOME],
        "stations": _stations(),
        "counted_at": short_moment(now, WIB),
        "events": coming,
        "demo_data": Vacancy.objects.any_demo() or any(card.event.is_demo for card in coming),
    }
    return render(request, "pages/home.html", context)


@person_page
def person_home(request):
    """The path of whoever registers; without one the account.

    At most 12 queries at any history, one more on the first look of a day at an office.
    """
    cases = SimpleLazyObject(lambda: shown_at_home(request.user))
    path = path_of(request.user, lambda registration: reached_among(cases, registration))
    return _home_of_path(request, path, cases) if path else _home_of_account(request)


def _home_of_path(request, path, cases):
    # Who is on the path and has a role as well is rare: only then is asked whether it is locked.
    locked = request.user.memberships.locked_today() if request.memberships else []
    sign_ups = cards_of(request.user)
    path |= home_of(cases) | {"sign_ups": sign_ups}
    if any(card["is_under_way"] for card in sign_ups):
        path["withdraw"] = ""  # registrations/placements/holding.py refuses it
    context = {
        "path": path,
        "locked_roles": [str(membership) for membership in locked],
        "new_notice": path["new_notice"],
        "unread": own_unread(request),
    }
    return render(request, "registrations/own/path.html", context)


def _home_of_account(request):
    context = {
        "phone": as_dialled(request.user.phone) if request.user.phone else "",
        "second_factor": second_factor_of(request.user),
        "locked_roles": [str(membership) for membership in request.user.memberships.locked_today()],
        "agreed": agreed_by(request.user),
        "is_left_with_nothing": is_left_with_nothing(request.user),
        "new_notice": new_notice_for(request.user),
        "unread": own_unread(request),
    }
    return render(request, "pages/person_home.html", context)


@staff_page(*STAFF_ROLES)
def staff_home(request):
    acting = request.acting.membership
    runs = periodic.runs() if request.acting.role == Role.MINISTRY_ADMIN else []
    return render(
        request,
        "pages/staff_home.html",
        {
            "acting": acting,
            "until": long_date(acting.valid_to) if acting.valid_to else _("no end set"),
            "other_memberships": [own for own in request.memberships if own.pk != acting.pk],
            "second_factor": second_factor_of(request.user),
            "waiting": waiting_for(request.acting),
            "calendar_warning": calendar_warning(today_in(acting.office.zone)),
            "checks_files": request.acting.role in DESK_ROLES,
            "heads_files": request.acting.role == Role.BP3MI_HEAD,
            "reads_placements": request.acting.role in PLACEMENT_READERS,
            "sees_problems": request.acting.role in SEES_PROBLEMS,
            "records_returns": request.acting.role in AT_HOME,
            "holds_orientations": request.acting.role in REVIEWERS,
            "holds_programmes": request.acting.role in PROGRAMME_ROLES,
            "checks_vacancies": request.acting.role in CHECKERS,
            "keeps_rules": request.acting.role in RULE_KEEPERS,
            "has_counter": request.acting.role in COUNTER_ROLES,
            "may_assist": request.acting.role in ASSISTANTS,
            "has_inbox": request.acting.role in OFFICER_ROLES,
            "keeps_members": request.acting.role in ROOM_ROLES,
            "writes_to_many": request.acting.role in WRITERS,
            "reads_log": request.acting.role in READERS,
            "runs": runs,
            "failed_runs": periodic.failures(runs),
            "backlog": periodic.messages() if request.acting.role == Role.MINISTRY_ADMIN else "",
            "admin_address": reverse("admin:index") if request.user.is_staff else "",
        },
    )
