"""How the facts of a vacancy read: prepared here, so that templates only print (a list shows many)."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from jobs.choices import Education, EmployerKind, WagePeriod
from jobs.workflow import TO_CHECK, State
from portal.lib import money
from portal.lib.dates import long_date, short_date

# A vacancy that closes within this many days is marked.
SOON_DAYS = 10
MONTHS_PER_YEAR = 12
_FORBIDDEN = {State.SUSPENDED, State.REVOKED}
_ENDED = {State.CLOSED, State.EXPIRED}


@dataclass(frozen=True)
class Pay:
    main: str  # the large line; an estimate in rupiah when a rate is known
    detail: str  # the contract's own currency, or the period


def validity(first, last):
    """From when to when something holds, as a sentence; None: the source names no such day."""
    if first and last:
        return _("From %(first)s to %(last)s.") % {"first": long_date(first), "last": long_date(last)}
    if last:
        return _("Valid until %(day)s.") % {"day": long_date(last)}
    if first:
        return _("From %(first)s, end not stated.") % {"first": long_date(first)}
    return _("Valid until: not stated.")


def pay(vacancy, rupiah):
    """None when the source states no pay. ``rupiah``: for one unit of its currency, None: no rate, so no estimate."""
    if vacancy.wage_amount_min is None and vacancy.wage_amount_max is None:
        return None
    stated = money.amount_range(vacancy.wage_amount_min, vacancy.wage_amount_max, vacancy.currency)
    period = str(WagePeriod(vacancy.wage_period).label) if vacancy.wage_period else ""
    if rupiah is None:
        return Pay(stated, period)
    lowest = vacancy.wage_amount_min if vacancy.wage_amount_min is not None else vacancy.wage_amount_max
    return Pay(money.rupiah_estimate(lowest, rupiah), f"{stated} {period}")


def is_demo(vacancy, rates):
    """Whether something of it is invented: the vacancy itself, or the rate of its estimate. ``rates`` as for ``pay``."""
    rate = rates.get(vacancy.currency)
    return vacancy.is_demo or bool(rate and rate.is_demo)


def closing(vacancy, day):
    """(text, css) of the closing date, or None when the source names none."""
    if vacancy.closes_on is None:
        return None
    is_soon = day <= vacancy.closes_on <= day + timedelta(days=SOON_DAYS)
    return short_date(vacancy.closes_on), "soon" if is_soon else ""


def contract(vacancy):
    """``3 tahun``, ``18 bulan`` or "" when not stated."""
    months = vacancy.contract_months
    if not months:
        return ""
    if months % MONTHS_PER_YEAR:
        return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
    years = months // MONTHS_PER_YEAR
    return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}


def places(vacancy):
    """How many people are sought, with the split by sex where the source gives it; "" when not stated."""
    split = [
        text % {"count": money.number(count)}
        for count, text in ((vacancy.quota_male, _("%(count)s men")), (vacancy.quota_female, _("%(count)s women")))
        if count
    ]
    total = money.number(vacancy.quota_total) if vacancy.quota_total else ""
    if total and split:
        return f"{total} ({', '.join(split)})"
    return total or ", ".join(split)


def ground_of_places(vacancy):
    """Who says how many places there are. How many are taken nobody records here, so none are called left."""
    if vacancy.is_fully_checked:
        says = _("by the permit") if vacancy.permit_id else _("by the checked order")
    else:
        says = _("by the source")
    return _("%(by_whom)s; how many are taken is not recorded here") % {"by_whom": says}


def ages(vacancy):
    values = {"lowest": vacancy.age_min, "highest": vacancy.age_max}
    if vacancy.age_min and vacancy.age_max:
        return _("Age %(lowest)d to %(highest)d") % values
    if vacancy.age_min:
        return _("Age %(lowest)d or older") % values
    return _("Age up to %(highest)d") % values if vacancy.age_max else ""


def education(vacancy):
    if vacancy.education_as_published:
        return vacancy.education_as_published
    return str(Education(vacancy.education_min).label) if vacancy.education_min else ""


def company(vacancy):
    """The placement company as we know it, else as the source wrote it, else ""."""
    return str(vacancy.placement_company) if vacancy.placement_company_id else vacancy.placement_company_as_published


def employer(vacancy):
    """The employer as we know it, else as the source wrote it (several, or just a count), else ""."""
    return str(vacancy.employer) if vacancy.employer_id else vacancy.employer_as_published


def partner_agency(vacancy):
    """The partner agency abroad as we know it, else as the source wrote it, else ""."""
    return str(vacancy.partner_agency) if vacancy.partner_agency_id else vacancy.partner_agency_as_published


def source_day(vacancy):
    """The source's own date as exactly as it gave it; "" when it gave none."""
    return vacancy.source_day.short() if vacancy.source_day else ""


def not_stated(vacancy, cost):
    """The facts people look for first and that the source leaves out, in the words of the "Belum disebut" line.

    ``cost``: the Cost of jobs.costs.
    """
    facts = {
        gettext_noop("pay"): vacancy.wage_amount_min is not None or vacancy.wage_amount_max is not None,
        gettext_noop("cost"): cost.is_known,
        gettext_noop("closing date"): vacancy.closes_on,
        gettext_noop("placement company"): company(vacancy),
        gettext_noop("employer"): vacancy.employer_id or vacancy.employer_as_published,
        gettext_noop("number of people"): vacancy.quota_total or vacancy.quota_male or vacancy.quota_female,
    }
    return [_(name) for name, stated in facts.items() if not stated]


def why_archived(vacancy, day, since=None):
    """Sentences why a public vacancy is no longer, or not, among the open ones (see VacancyQuerySet.current).

    ``since``: the day of its last step, None when it has no history here.
    """
    if vacancy.is_redrafted:
        return [
            _why_of_state(vacancy.state, since),
            _("What an officer is writing here is shown once a second one opens it."),
        ]
    reasons = []
    if vacancy.is_traineeship:
        reasons.append(_("This is a traineeship, not a placement of a migrant worker."))
    if vacancy.destination_id is None:
        reasons.append(_("The source names no country."))
    elif not vacancy.is_country_open:
        reasons.append(_why_closed(vacancy))
    if vacancy.closes_on and vacancy.closes_on < day:
        reasons.append(_("It closed on %(day)s.") % {"day": short_date(vacancy.closes_on)})
    if vacancy.is_company_barred:
        reasons.append(_("%(company)s is suspended or has lost its licence.") % {"company": vacancy.placement_company})
    if vacancy.state == State.REPORTED:
        if vacancy.source_from is None:
            reasons.append(_("The source has no date."))
        elif not reasons:
            reasons.append(_("The source is older than 12 months."))
    elif vacancy.state != State.OPEN:
        # That it ended on its closing date is all there is to say of one that only ended.
        if since or not reasons or vacancy.state not in _ENDED:
            reasons.append(_why_of_state(vacancy.state, since))
    elif not vacancy.has_all_checks:
        reasons.append(_("Its four checks are not complete."))
    elif vacancy.permit_ends_on and vacancy.permit_ends_on < day:
        reasons.append(_("Its recruitment permit ended on %(day)s.") % {"day": short_date(vacancy.permit_ends_on)})
    return reasons


def is_forbidden(vacancy):
    """Whether a rule or a decision stands against it, not only its time (``vacancy`` as for ``why_archived``)."""
    is_closed = vacancy.destination_id is not None and not vacancy.is_country_open
    return vacancy.is_company_barred or vacancy.state in _FORBIDDEN or is_closed


def _why_of_state(state, since):
    values = {"day": short_date(since) if since else ""}
    if state in TO_CHECK:
        if since:
            return _("Officers have been checking it since %(day)s. Until it is opened, nobody can apply.") % values
        return _("Officers are checking it. Until it is opened, nobody can apply.")
    if state == State.SUSPENDED:
        return _("It has been suspended since %(day)s.") % values if since else _("It is suspended.")
    if state == State.REVOKED:
        return _("An office revoked it on %(day)s.") % values if since else _("An office revoked it.")
    if state == State.FILLED and since:
        return _("All its places were taken on %(day)s.") % values
    return _("It has not been open since %(day)s.") % values if since else _("It is no longer open.")


def _why_closed(vacancy):
    values = {"country": vacancy.destination}
    if vacancy.employer_kind == EmployerKind.HOUSEHOLD:
        return _("%(country)s is not open for work in a household.") % values
    if not vacancy.employer_kind:
        return _("%(country)s is not open for every kind of employer, and the source doesn't say which it is.") % values
    return _("%(country)s is not open by the rules we have on record.") % values
