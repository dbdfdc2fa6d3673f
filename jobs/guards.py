"""What must be true of a vacancy before a step: each a sentence for the officer, "" when nothing stands against it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.choices import CheckKind, Scheme
from portal.lib.dates import WIB, long_date, today_in


def is_complete(vacancy):
    """The legal minimum of a job order that a check can begin with (PP 10/2020 art. 7(2))."""
    missing = [
        label
        for is_missing, label in (
            (not vacancy.destination_id, _("country")),
            (not vacancy.occupation_id, _("occupation")),
            (not vacancy.employer_id, _("employer")),
            (not vacancy.employer_kind, _("kind of employer")),
            (not vacancy.scheme, _("scheme")),
            (vacancy.scheme == Scheme.P_TO_P and not vacancy.placement_company_id, _("placement company")),
            (vacancy.wage_amount_min is None, _("pay")),
            (not vacancy.contract_months, _("length of the contract")),
            (not vacancy.closes_on, _("closing date")),
        )
        if is_missing
    ]
    return _("Still missing: %(facts)s.") % {"facts": ", ".join(missing)} if missing else ""


def has_four_checks(vacancy):
    missing = [str(kind.label) for kind in CheckKind if kind not in vacancy.proven_kinds()]
    if not missing:
        return ""
    return ngettext("This proof is missing: %(proofs)s.", "These proofs are missing: %(proofs)s.", len(missing)) % {
        "proofs": "; ".join(missing)
    }


def is_no_traineeship(vacancy):
    """UU 18/2017 art. 4(2): trainees and students are no migrant workers."""
    return _("A traineeship is not opened here.") if vacancy.is_traineeship else ""


def country_is_open(vacancy):
    """A country without a rule is closed; a stop or ban that fits wins (UU 18/2017 art. 31-32)."""
    if vacancy.is_open_by_law(today_in(WIB)):
        return ""
    return _("%(country)s is closed for this work by the rules in force.") % {"country": vacancy.destination or "-"}


def company_may_place(vacancy):
    company = vacancy.placement_company
    if company is None or not company.is_barred:
        return ""
    return _("%(company)s is suspended or has lost its licence.") % {"company": company}


def permit_covers_it(vacancy):
    """A placement company needs an SIP2MI for this country and work, in force; not transferable (UU 18/2017 art. 59)."""
    if vacancy.scheme != Scheme.P_TO_P:
        return ""
    permit = vacancy.permit
    if permit is None:
        return _("No recruitment permit (SIP2MI) is recorded for it.")
    return permit.why_not_for(vacancy, today_in(WIB))


def costs_do_not_contradict_the_rule(vacancy):
    """A fee for the candidate against a zero-cost rule must be settled first (UU 18/2017 art. 30)."""
    if not vacancy.has_cost_conflict(today_in(WIB)):
        return ""
    return _("The source asks the candidate to pay, the rule says Rp0. Settle this first.")


def age_is_lawful(vacancy):
    """An order may ask for more years than the rules do, never for less (UU 18/2017 art. 5)."""
    lowest = vacancy.youngest_by_rule(today_in(WIB))
    if not vacancy.age_min or not lowest or vacancy.age_min >= lowest:
        return ""
    values = {"asked": vacancy.age_min, "lowest": lowest}
    return _("The order seeks people from %(asked)d years on, the rule says %(lowest)d.") % values


def has_time_left(vacancy):
    last = vacancy.last_day()
    if last is None or last >= today_in(WIB):
        return ""
    return _("Its last day was %(day)s.") % {"day": long_date(last)}


def time_is_over(vacancy):
    return "" if has_time_left(vacancy) else _("Its time is not over yet.")


# Asked before the second person is asked, and again when that person opens it: meanwhile a ban may have come.
LAWFUL = (
    is_no_traineeship,
    country_is_open,
    company_may_place,
    permit_covers_it,
    costs_do_not_contradict_the_rule,
    age_is_lawful,
    has_time_left,
)


def is_lawful_where_it_returns(vacancy):
    """For one that goes back to where it was: what nobody had checked yet needs no permit to be listed so again."""
    if vacancy.previous_state() == vacancy.State.REPORTED:
        return ""
    return " ".join(sentence for guard in LAWFUL if (sentence := guard(vacancy)))
