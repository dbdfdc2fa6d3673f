"""Cards and clearances that differ: each kind is one question to the database, however many cases there are."""

from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast, TruncDate

from portal.audit.kept import ROW_KEPT
from portal.audit.models import Entry
from portal.lib.dates import WIB
from registrations.placements.models import CardList, ControlFinding, ListedCard, Placement, PlacementStep
from registrations.placements.recording.table import CLEARING
from registrations.placements.workflow import ANSWERING, CLEARED_ONCE, PREPARING, TAKES_BACK, State

Kind = ControlFinding.Kind
_UNDOES = [event for event, lost in TAKES_BACK.items() if State.READY in lost]


def beyond():
    """Cases that were cleared, or should have been, each with the step that cleared it last (key, user, office), what undid that."""
    history = PlacementStep.objects.filter(placement=OuterRef("pk")).order_by("-pk")
    cleared = history.filter(event__in=CLEARING)
    return Placement.objects.filter(state__in=sorted(CLEARED_ONCE)).annotate(
        cleared_in=Subquery(cleared.values("pk")[:1]),
        cleared_there_by=Subquery(cleared.values("user")[:1]),
        cleared_at_office=Subquery(cleared.values("office")[:1]),
        undone_in=Subquery(history.filter(event__in=_UNDOES).values("pk")[:1]),
    )


def differing_cases():
    """{Kind: queryset of Placement} of what the cases themselves show."""
    cases = beyond()
    known = cases.exclude(cleared_in=None)
    return {
        Kind.NOT_CLEARED: cases.filter(Q(cleared_in=None) | Q(undone_in__gt=F("cleared_in"))),
        Kind.ANOTHER_CLEARED: known.exclude(cleared_by=F("cleared_there_by")),
        Kind.SAME_PERSON: known.filter(Q(cleared_there_by=F("verified_by")) | Exists(_prepared_by_same())),
        Kind.OTHER_OFFICE: known.exclude(cleared_at_office=F("office")),
        Kind.NOT_SEALED: known.exclude(_is_sealed()),
        Kind.NOT_ON_LIST: _missing_on_lists(known),
    }


def _prepared_by_same():
    rests_on = Q(event__in=PREPARING) | Q(event__in=ANSWERING, office__isnull=False)
    steps = PlacementStep.objects.filter(rests_on, placement=OuterRef("pk"), pk__lt=OuterRef("cleared_in"))
    return steps.filter(user=OuterRef("cleared_there_by"))


def _is_sealed():
    entries = Entry.objects.filter(action=ROW_KEPT, subject_kind=PlacementStep._meta.label_lower)
    return Exists(entries.filter(subject_id=Cast(OuterRef("cleared_in"), CharField())))


def _missing_on_lists(cases):
    """Cleared on a day that a kept list of the office, or of all offices, covers, and on none of them."""
    cleared_at = PlacementStep.objects.filter(pk=OuterRef("cleared_in")).values(day=TruncDate("taken_at", tzinfo=WIB))
    lists = CardList.objects.filter(
        Q(office=None) | Q(office=OuterRef("office")),
        kept_at__isnull=False,
        issued_from__lte=OuterRef("cleared_on"),
        issued_until__gte=OuterRef("cleared_on"),
    )
    listed = ListedCard.objects.filter(card_list__kept_at__isnull=False, number=OuterRef("e_card_number"))
    return cases.annotate(cleared_on=Subquery(cleared_at)).filter(Exists(lists)).exclude(Exists(listed))


def differing_cards():
    """{Kind: queryset of ListedCard} of what only the official lists show."""
    cards = ListedCard.objects.filter(card_list__kept_at__isnull=False)
    bearer = Placement.objects.filter(e_card_number=OuterRef("number"))
    cleared = PlacementStep.objects.filter(placement__e_card_number=OuterRef("number"), event__in=CLEARING)
    return {
        Kind.CARD_UNKNOWN: cards.exclude(Exists(bearer)),
        Kind.CARD_NOT_CLEARED: cards.filter(Exists(bearer)).exclude(Exists(cleared)),
    }
