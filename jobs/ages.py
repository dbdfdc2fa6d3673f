"""From which age somebody may go: the rules in force and the order, whichever asks for more."""

from django.db.models import OuterRef, Q, Subquery

from jobs.models import AgeRule


def rules_in_force(day):
    """All age rules of ``day`` in one query: a list asks once, not for each of its rows."""
    return list(AgeRule.objects.in_force(day).select_related("checked_in").order_by("pk"))


def youngest(vacancy, rules):
    """Completed years asked for at least, by ``rules`` (of ``rules_in_force``) or the order; None: neither says any."""
    by_rule = [rule.min_age for rule in rules if rule.fits(vacancy)]
    return max([*by_rule, vacancy.age_min] if vacancy.age_min else by_rule, default=None)


def youngest_by_rule(day):
    """The same by the rules alone, as an expression for each row of a query of vacancies."""
    fitting = AgeRule.objects.in_force(day).filter(
        Q(destination=None) | Q(destination=OuterRef("destination")),
        Q(employer_kind="") | Q(employer_kind=OuterRef("employer_kind")),
        Q(occupation=None) | Q(occupation=OuterRef("occupation")),
    )
    return Subquery(fitting.order_by("-min_age").values("min_age")[:1])
