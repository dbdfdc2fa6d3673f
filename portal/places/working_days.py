"""The clock of every office: working days, with national holidays, joint leave and regional holidays taken out.

Duties of "3x24 jam" don't come here: they run round the clock, holidays included (UU 27/2022 Pasal 46), so
they are a moment plus ``timedelta(hours=72)``.
"""

from datetime import timedelta

from django.utils.translation import gettext as _

from portal.places.models import Holiday

SATURDAY = 5
# The decree for the next year is usually out by October; from here on its absence is worth a warning.
WARN_FROM_MONTH = 11


def working_days(office, start, n):
    """The date ``n`` working days after ``start``; the day after ``start`` is the first that can count.

    ``office``: an Office, whose own and whose province's holidays count too; None counts national ones only.
    ``n`` = 0 gives ``start`` itself, a free day or not. Raises ValueError for a negative ``n``. Beyond the
    years of the calendar only weekends are free: see ``calendar_warning``.
    """
    if n < 0:
        raise ValueError("working days are counted forward only")
    free = set(Holiday.objects.observed_by(office).filter(day__gt=start).values_list("day", flat=True))
    day = start
    while n:
        day += timedelta(days=1)
        n -= day.weekday() < SATURDAY and day not in free
    return day


def working_days_before(office, day, n):
    """The first date from which ``n`` working days are not over before ``day``: what began earlier is past its limit.

    The mirror of ``working_days``: of all dates whose ``working_days(office, date, n)`` is ``day`` or later, the earliest.
    Raises ValueError for a negative ``n``.
    """
    if n < 0:
        raise ValueError("working days are counted backward only")
    span = timedelta(days=2 * n + 60)  # more free days than that in a row are no office
    near = Holiday.objects.observed_by(office).filter(day__range=(day - span, day + span))
    free = set(near.values_list("day", flat=True))

    def is_free(one):
        return one.weekday() >= SATURDAY or one in free

    while is_free(day):
        day += timedelta(days=1)
    while n:
        n -= not is_free(day)
        day -= timedelta(days=1)
    while is_free(day):
        day -= timedelta(days=1)
    return day


def calendar_warning(today):
    """A sentence for staff when the calendar can't be relied on for the coming weeks, else "".

    From 1 November the next year must be there and checked against its decree; the running year always.
    Shown on the staff's home page and in the readiness details. It is no system check: a check would need
    the database, and would make a deployment fail on 1 November for want of a decree.
    """
    years = [today.year, today.year + 1] if today.month >= WARN_FROM_MONTH else [today.year]
    national = Holiday.objects.in_force().filter(kind=Holiday.Kind.NATIONAL, day__year__in=years)
    checked = {}
    for day, is_checked in national.values_list("day", "checked"):
        checked[day.year] = checked.get(day.year, True) and is_checked
    missing = [str(year) for year in years if year not in checked]
    unchecked = [str(year) for year in years if checked.get(year) is False]
    sentences = []
    if missing:
        sentences.append(_("The working-day calendar has no holidays for %(years)s.") % {"years": ", ".join(missing)})
    if unchecked:
        sentences.append(
            _("The holidays of %(years)s have not been checked against the joint decree.")
            % {"years": ", ".join(unchecked)}
        )
    return " ".join(sentences)
