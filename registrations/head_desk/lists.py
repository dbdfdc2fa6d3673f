"""What waits for the head of an office, list by list, and which returned files nobody hears of."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.search import capped_count
from portal.accounts.models import Membership
from registrations.desk import queue
from registrations.models import Flag, Registration
from registrations.models.registration import OFFICERS_TURN
from registrations.permissions import REVIEWERS
from registrations.workflow import OPEN, State

# Days after a file was returned, without a word from the person. After the first seven they are reminded
# (registrations/notifications.py); then somebody calls; then the head decides what to do.
CALL_AFTER, HEAD_AFTER = 14, 21
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
    late_before = queue.latest_start(by)
    lists = _lists(by)
    return [
        Waiting(
            code=code,
            title=str(title),
            count=capped_count(found),
            rows=[queue.row(one, by, late_before) for one in queue.with_row_details(found)[:ROWS]],
        )
        for code, title, found in lists
    ]


def _lists(by):
    own = Registration.objects.at_desk(by)
    in_review = own.filter(state=State.IN_REVIEW).order_by("state_since", "pk")
    standing = Flag.objects.standing().filter(registration=OuterRef("pk"))
    proposed = in_review.filter(rejection_proposed_by__isnull=False).exclude(rejection_proposed_by=by.user)
    second = in_review.filter(needs_second_pair=True, first_by__isnull=False).exclude(first_by=by.user)
    return [
        ("tolak", _("Rejections proposed"), proposed),
        ("tahan", _("Holds to release"), own.filter(state=State.ON_HOLD).order_by("state_since", "pk")),
        ("kedua", _("Waiting for a second officer"), second),
        (
            "tanda",
            _("Standing flags"),
            own.filter(Exists(standing), state__in=sorted(OPEN - {State.DRAFT})).order_by("state_since", "pk"),
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


def to_call(by):
    """Files whose people are called: silent for two weeks, with their phones."""
    found = silent(Registration.objects.at_desk(by), CALL_AFTER)
    return found.select_related("candidate__user").prefetch_related("candidate__phones")[:MOST_TO_CALL]
