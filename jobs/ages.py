"""From which age somebody may go: the rules in force and the order, whichever asks for more."""

from jobs.models import AgeRule


def rules_in_force(day):
    """All age rules of ``day`` in one query: a list asks once, not for each of its rows."""
    return list(AgeRule.objects.in_force(day).select_related("checked_in").order_by("pk"))


def youngest(vacancy, rules):
    """Completed years asked for at least, by ``rules`` (of ``rules_in_force``) or the order; None: neither says any."""
    by_rule = [rule.min_age for rule in rules if rule.fits(vacancy)]
    return max([*by_rule, vacancy.age_min] if vacancy.age_min else by_rule, default=None)
