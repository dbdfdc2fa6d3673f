"""Whether the law lets somebody go to a country for a job there, and what says that it does not."""

from django.db.models import Q
from django.utils.translation import gettext as _

from jobs.choices import EmployerKind, RuleAction
from jobs.law import sentence_of
from jobs.models import PlacementRule
from portal.lib.language import as_sentence, in_page_language


def why_closed(destination, occupation, day, kind=EmployerKind.CORPORATE):
    """A sentence with its ground, "" where a rule in force on ``day`` opens the country and none closes it.

    ``kind``: of the employer. The same question as jobs.models.country_is_open, of a case that is kept nowhere yet.
    """
    rules = PlacementRule.objects.in_force(day).filter(destination=destination).select_related("occupation")
    rules = rules.filter(employer_kind__in=["", kind])
    rules = list(rules.filter(Q(occupation=None) | Q(occupation=occupation)).order_by("pk"))
    stops = [rule for rule in rules if rule.action != RuleAction.OPEN]
    if stops:
        basis = as_sentence(in_page_language(stops[0].legal_basis, stops[0].legal_basis_en))
        return f"{sentence_of(stops[0])} {basis}"
    return "" if rules else _("Indonesia has not opened this country for this work yet, so nobody may be sent there.")
