"""How long a passport must count: beyond the day of departure, by the rule in force (jobs.ValidityRule)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.choices import Counted, Paper
from jobs.models import ValidityRule
from portal.lib.dates import add_months, long_date, today_in
from registrations.forecast import rules_of


def why_too_short(case, expires_on):
    """A sentence, "" when it counts long enough: beyond the planned departure, or beyond today while none is planned."""
    today = today_in(case.office.zone)
    departure = case.planned_departure_on or today
    if expires_on <= departure:
        return _("It has run out by %(day)s.") % {"day": long_date(departure)}
    rules = list(ValidityRule.objects.in_force(today).filter(paper=Paper.PASSPORT).order_by("pk"))
    beyond = next(
        (rule for rule in rules_of(Paper.PASSPORT, rules, case.scheme) if rule.counted == Counted.AFTER_DEPARTURE), None
    )
    if beyond is None or expires_on >= add_months(departure, beyond.months):
        return ""
    text = ngettext(
        "It ends on %(day)s; it must count for %(count)d month beyond the day of departure.",
        "It ends on %(day)s; it must count for %(count)d months beyond the day of departure.",
        beyond.months,
    )
    return text % {"day": long_date(expires_on), "count": beyond.months}
