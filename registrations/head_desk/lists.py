"""What waits for the head of an office, list by list, and which returned files nobody hears of."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.search import capped_count
from portal.accounts.models import Membership
from portal.lib.dates import today_in
from registrations.choices import FlagKind
from registrations.desk import queue
from registrations.models import Call, Flag, Registration
from registrations.models.registration import HELD, OFFICERS_TURN
from registrations.permissions import REVIEWERS
from registrations.workflow import OPEN, State

# Days after a file was returned, without a word from the person. After the first seven they are reminded
# (registrations/notifications.py); then somebody calls; then the head decides what to do.
CALL_AFTER, HEAD_AFTER = 14, 21
# Whoever was told is called again when a week brought nothing; nobody is called twice a day without an answer.
CALL_AGAIN = timedelta(days=7)
HEARD, ENDS_CALLING = [Call.Outcome.TOLD, Call.Outcome.PASSED_ON], [Call.Outcome.WRONG_NUMBER, Call.Outcome.GIVES_UP]
ROWS = 10
MOST_TO_DEAL = 50
MOST_TO_CALL = 25


@dataclass(frozen=True)
class Waiting:
    code: str
    title: str
    count: object  # a CappedCount
    rows: list


def silent(found, days):
    """Returned files of ``found`` of which nothing was heard for so many days, longest first."""
    since = timezone.now() - timedelta(days=days)
    return found.filter(state=State.RETURNED, state_since__lt=since).order_by("state_since", "pk")


def waiting_for_head(by):
    """Title, number and the first rows of each list; what the head began alone is left to another person."""
    return [_list(by, *one) for one in _lists(by)]


def _list(by, code, title, found):
    late_before = queue.latest_start(by)
    files = list(with_calls(queue.with_row_details(found))[:ROWS])
    return Waiting(
        code=code,
        title=str(title),
        count=capped_count(found),
        rows=[queue.row(one, by, late_before) for one in files],
    )


def _lists(by):
    own = Registration.objects.at_desk(by)
    in_review = own.filter(state=State.IN_REVIEW).order_by("state_since", "pk")
    standing = Flag.objects.standing().filter(registration=OuterRef("pk"))
    ended_on_hold = Exists(standing.filter(kind=FlagKind.HELD_BEFORE))
    flagged = own.filter(Exists(standing), Q(state__in=sorted(OPEN - {State.DRAFT})) | ended_on_hold)
    proposed = in_review.filter(rejection_proposed_by__isnull=False).exclude(rejection_proposed_by=by.user)
    second = in_review.filter(needs_second_pair=True, first_by__isnull=False).exclude(first_by=by.user)
    return [
        ("tolak", _("Rejections proposed"), proposed),
        ("tahan", _("Holds to release"), own.filter(HELD).order_by("state_since", "pk")),
        ("kedua", _("Waiting for a second officer"), second),
        (
            "tanda",
            _("Standing flags"),
            flagged.order_by("state_since", "pk"),
        ),
        ("sepi", _("Silent for %(days)s days after the return") % {"days": HEAD_AFTER}, silent(own, HEAD_AFTER)),
    ]


def to_deal(by):
    """Files that could be dealt out, longest waiting first."""
    found = Registration.objects.at_desk(by).filter(OFFICERS_TURN).order_by("state_since", "pk")
    return queue.with_row_details(found)[:MOST_TO_DEAL]


def officers_of(by):
    """Who checks files in this office, each with ``dealt``: how many are dealt out to them and still open."""
    here = Membership.objects.filter(office=by.office_id, role__in=REVIEWERS, ended_at=None).select_related("user")
    dealt = Registration.objects.at_desk(by).filter(OFFICERS_TURN).exclude(assigned_to=None)
    counts = dict(dealt.order_by().values_list("assigned_to").annotate(Count("pk")))
    members = [member for member in here.order_by("user__name", "pk") if member.is_current()]
    for member in members:
        member.dealt = counts.get(member.pk, 0)
    return members


def due_to_call(by):
    """Files whose people should be called today: silent for two weeks, and not called in vain or well just now."""
    midnight = datetime.combine(today_in(by.zone), time.min, tzinfo=by.zone)
    calls = Call.objects.filter(registration=OuterRef("pk"), made_at__gt=OuterRef("state_since"))
    is_done = Q(outcome__in=ENDS_CALLING) | Q(made_at__gte=midnight)
    is_done |= Q(outcome__in=HEARD, made_at__gte=timezone.now() - CALL_AGAIN)
    return silent(Registration.objects.at_desk(by), CALL_AFTER).exclude(Exists(calls.filter(is_done)))


def to_call(by):
    """Of ``due_to_call`` the first, with their phones, the calls since the return and what was asked of them."""
    return with_calls(
        due_to_call(by).select_related("candidate__user").prefetch_related("candidate__phones", "points__words")
    )[:MOST_TO_CALL]


def with_calls(found):
    """Each with ``calls_made`` since it was returned, the oldest first, in one more query."""
    made = Call.objects.filter(made_at__gt=F("registration__state_since")).select_related("made_by__user")
    return found.prefetch_related(Prefetch("calls", queryset=made.order_by("pk"), to_attr="calls_made"))
