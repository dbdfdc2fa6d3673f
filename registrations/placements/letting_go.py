"""What becomes of somebody's way once it is kept no longer (docs/privacy.md): words and numbers are emptied, what was done stays
countable. A row that the audit keeps is kept again as it is left.
"""

from collections import namedtuple
from datetime import timedelta

from django.conf import settings
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from portal.accounts.acting import Acting
from portal.audit import kept
from registrations.models import Candidate
from registrations.placements import models
from registrations.placements.models import Placement
from registrations.placements.workflow import ABROAD, AFTER_ABROAD, BEFORE_DEPARTURE

# A table: its way to the placement ("" the placement itself), columns that become "", columns that the database wants to hold
# something, which become a dash and the row's key, columns that become null, and whether the audit holds a digest of its rows.
Table = namedtuple("Table", "model way columns dashed nulls is_kept", defaults=((), (), True))

CONCERNS = (
    Table(models.ConcernWords, "concern__placement", ("text",), is_kept=False),
    Table(models.ConcernAnswer, "step__concern__placement", ("text",)),
)
PROBLEMS = (
    Table(models.CaseAbroad, "step__placement", ("safe_words",)),
    Table(models.CaseNote, "case__step__placement", ("text",), is_kept=False),
)
REASONS = Table(models.PlacementStepReason, "step__placement", ("text",))
OFFER = Table(
    models.OwnOffer,
    "placement",
    ("employer_address", "employer_contact", "sending_company", "sending_permit", "about_money"),
    is_kept=False,
)
OF_CASES = (
    *CONCERNS,
    *PROBLEMS,
    REASONS,
    OFFER,
    Table(models.OnBehalf, "step__placement", ("name",)),
    Table(models.ReEntry, "placement", ("about_changes",), is_kept=False),
    Table(models.Agreement, "step__placement", (), ("number",)),
    Table(models.Competence, "step__placement", ("issuer",), ("number",)),
    Table(models.PassportSeen, "step__placement", ("number",)),
    Table(models.Insurance, "step__placement", ("number",)),
    Table(models.Visa, "step__placement", ("number",)),
    Table(models.OppAttendance, "step__placement", (), ("certificate_number",)),
    Table(models.WorkContract, "step__placement", ("explanation",)),
    Table(models.Departure, "step__placement", ("port", "carrier")),
    Table(models.Arrival, "step__placement", ("mission",)),
    Table(models.Extension, "step__placement", ("mission", "act_number")),
    Table(models.DeathDoubt, "step__placement", ("paper",)),
    Table(models.HomeComing, "step__placement", ("port", "why")),
    Table(models.Placement, "", ("planned_carrier", "planned_port"), is_kept=False),
)
# What a certificate of experience says: as long as the name is kept.
WITH_THE_NAME = (
    Table(models.OwnOffer, "placement", ("title", "employer_name", "city"), is_kept=False),
    Table(models.WorkContract, "step__placement", ("place",)),
    Table(models.ContractDifference, "contract__step__placement", ("promised", "signed")),
)


def needed():
    """Keys of the people whose way is under way, or who went abroad by one that ended less than the period ago."""
    since = timezone.now() - timedelta(days=settings.REGISTRATION_PLACED_DAYS)
    under_way = Q(state__in=sorted(BEFORE_DEPARTURE | ABROAD))
    gone = Q(state__in=sorted(AFTER_ABROAD), state_since__gte=since)
    cases = Placement.objects.filter(under_way | gone)
    # After a merge the two may differ for a while.
    own, by_registration = (cases.filter(**{way: OuterRef("pk")}) for way in ("candidate", "registration__candidate"))
    return Candidate.objects.filter(Exists(own) | Exists(by_registration)).values("pk")


def let_go(people):
    """Empty what the ways of ``people`` (keys of Candidate) say of them; for the transaction that lets them go."""
    cases = Placement.objects.filter(Q(candidate__in=people) | Q(registration__candidate__in=people))
    cases = list(cases.values_list("pk", flat=True))
    for table in (*OF_CASES, *WITH_THE_NAME):
        empty(table, list(holding(table, cases).values_list("pk", flat=True)))
    forget_needs(cases)
    models.TestResult.objects.filter(sign_up__candidate__in=people).delete()
    models.ExperienceSheet.objects.filter(placement__in=cases).delete()


def forget_needs(cases):
    """What somebody needed at home, and who helped, goes whole; returns how many needs."""
    models.Referral.objects.filter(placement__in=cases).delete()
    return models.HomeNeed.objects.filter(placement__in=cases).delete()[0]


def holding(table, cases=None):
    """Rows of ``table`` that are not emptied yet and belong to ``cases`` (a queryset or keys), None for all."""
    rows = table.model.objects.all()
    if cases is not None:
        rows = rows.filter(**{f"{table.way}__in" if table.way else "pk__in": cases})
    if table.model is models.ContractDifference:
        rows = rows.filter(term=models.Term.PLACE)  # all the others are figures
    if table.model is models.CaseNote:
        rows = rows.filter(kind=models.CaseNote.Kind.SAID)  # the others are a code
    says = [~Q(**{one: ""}) for one in table.columns]
    says += [~Q(**{one: ""}) & ~Q(**{f"{one}__startswith": "-"}) for one in table.dashed]
    found = Q()
    for one in says:
        found |= one
    return rows.filter(found)


def empty(table, keys):
    """Empty these rows, in the caller's transaction."""
    if not keys:
        return
    values = dict.fromkeys(table.columns, "") | dict.fromkeys(table.nulls)
    for one in table.dashed:
        values[one] = Concat(Value("-"), Cast(F("pk"), CharField()))
    rows = table.model.objects.filter(pk__in=keys)
    rows.update(**values)
    if table.is_kept:
        kept.keep(Acting.for_system("apply_retention"), *rows.only("pk"))
