"""What must be true before a step: functions (Placement) -> a sentence for the person, "" when content."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import DueStep, Milestone, Scheme
from jobs.guards import has_time_left
from jobs.procedures import why_no_way
from portal.lib.dates import long_date, today_in
from portal.lib.language import listed
from registrations.guards import COME_WITH_YOUR_KTP
from registrations.placements import conditions
from registrations.placements.choices import FreezeReason
from registrations.placements.passports import why_too_short
from registrations.workflow import State as RegistrationState

NO_PLACE_LEFT = gettext_lazy("All places of this vacancy are taken.")
# Of somebody who died. Whoever holds the phone reads it, so it tells nobody of the death.
NOTHING_NEW = gettext_lazy(
    "No new application or registration can begin from this account. Please ask the office: it helps you and your family,"
    " and its help costs nothing."
)
# Schemes in which somebody else places the worker (UU 18/2017 art. 49).
WITH_AGREEMENT = (Scheme.G_TO_G, Scheme.G_TO_P, Scheme.P_TO_P)
# After departure no closed country and no lapsed permit stops anybody from reporting in.
_FREEZABLE = frozenset(Milestone) - {Milestone.AT_WORK}


def needed_by_law(scheme):
    """Milestones without which nobody is cleared, by whatever procedure."""
    return [*([Milestone.PLACEMENT_AGREED] if scheme in WITH_AGREEMENT else []), Milestone.INSURED]


def of_milestone(milestone):
    """The guards that every step to ``milestone`` has."""
    stands_still = (is_not_frozen,) if milestone in _FREEZABLE else ()
    # Of the card CLEARANCE asks the conditions of the whole way.
    by_itself = () if milestone == Milestone.READY else (conditions_hold(milestone),)
    return (is_of_one_person, comes_next(milestone), *stands_still, papers_are_in_order(milestone), *by_itself)


def comes_next(milestone):
    """The procedure that the case began with has this step, and all that it names before are reached.

    Asked as well of what happened in the place of the step.
    """

    def guard(case):
        step = case.step_to(milestone)
        if step is None:
            return _("The procedure of this scheme has no such step.")
        if milestone in case.reached:
            return _("This is recorded already.")
        before = [Milestone(one).label for one in step.after if one not in case.reached]
        return _("First: %(steps)s.") % {"steps": listed(before)} if before else ""

    return guard


def is_of_one_person(case):
    """Two files of a person were put together, or taken apart, and the cases have not followed yet, or cannot."""
    if case.candidate_id == case.registration.candidate_id:
        return ""
    return _("Two files of this person were put together. End one of their two placements first.")


def papers_are_in_order(milestone):
    """Every paper due before this step is accepted and counts today; one may run out after it was accepted."""

    def guard(case):
        step = case.step_to(milestone)
        if step is None or not step.due:
            return ""
        missing = case.papers_not_in_order(step.due, today_in(case.office.zone))
        return _("Not accepted, or run out: %(papers)s.") % {"papers": listed(missing)} if missing else ""

    return guard


def conditions_hold(milestone):
    """What the procedure asks of this step besides, as far as it is known before something is recorded with it."""
    return lambda case: " ".join(conditions.known_before(case, case.step_to(milestone)))


def is_reached(milestone):
    """For what is recorded on the way without going on: this milestone lies behind."""
    first = gettext_lazy("First: %(steps)s.")
    return lambda case: "" if milestone in case.reached else first % {"steps": Milestone(milestone).label}


def conditions_of_way_hold(case):
    return " ".join(conditions.of_whole_way(case, Milestone.READY))


def orientation_has_begun(case):
    """Of the session in which it has a seat: nobody is there, or missing, before."""
    seat = case.seats.filter(state="invited").select_related("session").first()
    if seat is None:
        return _("This person has no seat in a session.")
    return "" if seat.session.has_begun else _("This session has not begun yet.")


def registration_is_verified(case):
    if case.registration.state != RegistrationState.VERIFIED:
        return _("The registration has to be verified first.")
    # Held back it reads verified to the person: so the sentence of every doubt about who somebody is.
    return str(COME_WITH_YOUR_KTP) if case.registration.is_held_back else ""


def may_begin_anew(case):
    return str(NOTHING_NEW) if case.candidate.placements.filter(state="deceased").exists() else ""


def way_is_written_down(case):
    return "" if case.way else why_no_way(case.scheme)


def is_not_frozen(case):
    reason = case.freeze_reason()
    return _("It stands still: %(reason)s.") % {"reason": reason.label} if reason else ""


def is_not_stopped(case):
    """As ``is_not_frozen``, but for the registration that is being looked at again: what follows by itself from the person's
    own word reads the same with a hold and without. The card asks for that too.
    """
    return "" if case.freeze_reason() == FreezeReason.REGISTRATION else is_not_frozen(case)


def vacancy_takes_applications(case):
    if case.vacancy is None:
        return ""
    if case.vacancy.state != case.vacancy.State.OPEN:
        return _("This vacancy takes no applications.")
    return has_time_left(case.vacancy)


def has_a_place_left(case):
    """No use in asking for papers where nothing is left; whoever comes last at once, the database tells."""
    return str(NO_PLACE_LEFT) if case.vacancy and case.is_vacancy_full() else ""


def fits_the_order(case):
    """Age on the closing date, schooling and sex as the order asks; what nobody told is left to the selection."""
    return " ".join(case.gaps())


def offer_is_told(case):
    """Of an own offer: an officer has something to check."""
    missing = case.own_offer.missing(case.scheme) if case.own_offer_id else []
    return _("Still to be told of the offer: %(what)s.") % {"what": listed(missing)} if missing else ""


def letters_of_offer_are_here(case):
    """An officer finds an offer in order by its letters; that it is not, is told without them."""
    if not case.own_offer_id:
        return ""
    missing = [row.get_paper_display() for row in case.papers.letters_missing().order_by("pk")]
    return (
        _("Not sent yet: %(papers)s. Nobody can check the offer without them.") % {"papers": listed(missing)}
        if missing
        else ""
    )


def is_bound_to_no_other(case):
    """One way at a time from the placement agreement on; the database holds it as well."""
    if not case.others_bound().exists():
        return ""
    return _("You are on the way with another vacancy already. Withdraw from it first.")


def has_official_id(case):
    """The legal registration stands in SISKOP2MI; no agreement without it."""
    return "" if case.registration.official_id else _("The number of SISKOP2MI has to be recorded first.")


def death_is_doubted(case):
    return "" if case.standing_doubt() else _("Another officer has to propose it first, with a paper.")


def death_is_not_doubted(case):
    return _("It is proposed already, and waits for the head.") if case.standing_doubt() else ""


def day_of_retest_has_come(case):
    day = case.retest_on()
    if day is None or day <= today_in(case.office.zone):
        return ""
    return _("The next exam is possible from %(day)s on.") % {"day": long_date(day)}


def contract_may_come(case):
    """The step is next, or taken: a corrected contract may follow until the card is issued."""
    if Milestone.CONTRACTED in case.reached:
        return ""
    return comes_next(Milestone.CONTRACTED)(case) or papers_are_in_order(Milestone.CONTRACTED)(case)


def contract_is_settled(case):
    return conditions.contract_is_as_ordered(case)


def stands_on_the_roster(case):
    """Through a programme an employer chooses from the roster, and from one that still stands."""
    if case.sign_up_id is None or case.sign_up.standing == "on_roster":
        return ""
    return _("Only whoever is on the roster can be chosen.")


def left_the_roster(case):
    """Came by a roster that is over: no employer can choose this person any more."""
    is_over = case.sign_up_id is not None and case.sign_up.standing == "lapsed"
    return "" if is_over else _("The roster is still valid.")


# Of the contract that counts from the person's yes on.
OF_A_YES = (
    is_of_one_person,
    comes_next(Milestone.CONTRACTED),
    is_not_stopped,
    papers_are_in_order(Milestone.CONTRACTED),
    conditions_hold(Milestone.CONTRACTED),
    contract_is_settled,
)


def everything_is_reached(case):
    missing = [Milestone(one).label for one in case.required if one not in case.reached]
    return _("Still missing: %(steps)s.") % {"steps": listed(missing)} if missing else ""


def departure_has_its_day(case):
    day = case.planned_departure_on
    if day is None:
        return _("Write down the day of departure first.")
    return "" if day >= today_in(case.office.zone) else _("The day of departure is over.")


def nothing_runs_out_before_departure(case):
    if case.planned_departure_on is None:
        return ""  # departure_has_its_day says it
    short = case.papers_not_in_order(DueStep.DEPARTED, case.planned_departure_on)
    return _("Missing or run out on the day of departure: %(papers)s.") % {"papers": listed(short)} if short else ""


def passport_lasts_beyond_departure(case):
    """The booklet that was seen, held against the rule once more: the day of departure may have moved since."""
    seen = case.on_record("passport")
    problem = why_too_short(case, seen.expires_on) if seen and case.planned_departure_on else ""
    return _("Passport: %(problem)s") % {"problem": problem} if problem else ""


def visa_counts_on_departure(case):
    visa = case.on_record("visa")
    if visa is None or case.planned_departure_on is None or visa.valid_until >= case.planned_departure_on:
        return ""
    return _("The visa has run out on the day of departure.")


def has_agreement_and_insurance(case):
    """Whatever a procedure leaves out: nobody leaves uninsured, nor placed by anybody without an agreement."""
    missing = [Milestone(one).label for one in needed_by_law(case.scheme) if one not in case.reached]
    return _("Still missing: %(steps)s.") % {"steps": listed(missing)} if missing else ""


def has_a_card(case):
    return "" if case.e_card_number else _("The number of the E-KPMI has to be recorded first.")


# Of the last look before the card; another person takes it, which the database compares.
CLEARANCE = (
    is_of_one_person,
    registration_is_verified,
    has_official_id,
    everything_is_reached,
    conditions_of_way_hold,
    departure_has_its_day,
    nothing_runs_out_before_departure,
    passport_lasts_beyond_departure,
    visa_counts_on_departure,
    has_agreement_and_insurance,
    has_a_card,
)
# Asked once more at the border: what counted on the day of the card may have run out, lapsed or been corrected since.
# The planned day itself may be over: a departure is written down when it happened.
STILL_CLEAR = (
    has_official_id,
    conditions_of_way_hold,
    nothing_runs_out_before_departure,
    passport_lasts_beyond_departure,
    visa_counts_on_departure,
    has_a_card,
)
