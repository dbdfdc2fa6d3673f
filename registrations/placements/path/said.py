"""What is said of each step that was taken, and of each state beside the way."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib.dates import long_date
from registrations.placements.workflow import State

SAID = {
    "apply": gettext_lazy("You applied"),
    "shortlist": gettext_lazy("You were selected"),
    "not_fit": gettext_lazy("Not selected"),
    "roster_is_over": gettext_lazy("The roster is over"),
    "sign_placement_agreement": gettext_lazy("Placement agreement signed"),
    "medical_fit": gettext_lazy("Medical exam: fit"),
    "medical_unfit": gettext_lazy("Medical exam: to be examined again"),
    "medical_unfit_for_good": gettext_lazy("Medical exam: not fit for this work"),
    "retest": gettext_lazy("Examined again: fit"),
    "train_and_certify": gettext_lazy("Skill proved"),
    "passport_ok": gettext_lazy("Passport in order"),
    "insure": gettext_lazy("Social security paid"),
    "pay_cover": gettext_lazy("Social security paid"),
    "visa_granted": gettext_lazy("Work visa granted"),
    "visa_refused": gettext_lazy("Work visa refused"),
    "ask_visa_again": gettext_lazy("Visa asked for again"),
    "schedule_opp": gettext_lazy("The orientation has its day"),
    "attend": gettext_lazy("Orientation attended"),
    "no_show": gettext_lazy("Not at the orientation"),
    "opp_called_off": gettext_lazy("The orientation gets another day"),
    "take_back_attendance": gettext_lazy("Orientation: put right by the office"),
    "sign_work_contract": gettext_lazy("Work contract signed"),
    "record_contract": gettext_lazy("Work contract written down"),
    "accept_contract": gettext_lazy("You agreed with what differs in the contract"),
    "refuse_contract": gettext_lazy("You did not agree with the contract"),
    "contract_counts": gettext_lazy("Work contract signed"),
    "issue_e_card": gettext_lazy("Card (E-KPMI) issued: ready to depart"),
    "clear_again": gettext_lazy("Ready to depart again"),
    "clearance_lapses": gettext_lazy("Not ready to depart any longer"),
    "depart": gettext_lazy("Departed"),
    "fail_departure": gettext_lazy("The departure did not happen"),
    "report_arrival": gettext_lazy("Arrived there"),
    "extend": gettext_lazy("Work contract extended"),
    "open_case": gettext_lazy("A problem was reported"),
    "settle_case": gettext_lazy("The problem is settled"),
    "come_home": gettext_lazy("Came home"),
    "deport": gettext_lazy("Sent home"),
    # The page is read by whoever holds the phone now: the family hears it from a person.
    "die": gettext_lazy("This way has ended"),
    "take_back_death": gettext_lazy("Put right by the office: this way goes on"),
    "register_purna": gettext_lazy("Recorded as home again"),
    "employer_withdraws": gettext_lazy("The employer withdrew"),
    "withdraw": gettext_lazy("You withdrew"),
    "close": gettext_lazy("Closed by the office"),
}

OF_OFFERS = {
    "apply": gettext_lazy("You sent your offer"),
    "shortlist": gettext_lazy("Your offer was checked: in order"),
    "not_fit": gettext_lazy("Your offer was checked: not in order"),
}


def said_of(case, event):
    """What is said of this step: an own offer is checked where others are selected."""
    if case.earlier_id and event == "apply":
        return _("You told what has changed")
    return OF_OFFERS.get(event, SAID[event]) if case.own_offer_id else SAID[event]


def ended_note(case):
    """kind, title, text of a state beside or behind the way to departure; {} on the way itself."""
    make = _NOTES.get(State(case.state))
    return make(case) if make else {}


def _info(title, text, **more):
    return lambda case: (
        {"kind": "info", "title": str(title), "text": str(text)} | {name: value() for name, value in more.items()}
    )


def _choose_another():
    return reverse("jobs:vacancy_list")


def _vacancies():
    return _("Vacancies")


def _retest(case):
    day = case.retest_on()
    text = _("This is no end: you can be examined again. Ask your office when and where.")
    if day:
        text = _("This is no end: you can be examined again from %(day)s on. Your place is kept.") % {
            "day": long_date(day)
        }
    return {"kind": "turn", "title": _("The exam is to be repeated"), "text": text}


_ELSEWHERE = {"address": _choose_another, "label": _vacancies}
_STAYS = gettext_lazy("Your registration and your papers stay. You can apply to another vacancy.")


def _not_selected(case):
    """Of an own offer with the officer's reason: it is written for the person."""
    if not case.own_offer_id:
        return _info(gettext_lazy("Not selected this time"), _STAYS, **_ELSEWHERE)(case)
    last = case.history.filter(event="not_fit", reason__isnull=False).select_related("reason").order_by("-pk").first()
    leave = _("Please don't leave with it.")
    text = " ".join(filter(None, [last.reason.text if last else "", leave, str(_STAYS)]))
    return {"kind": "bad", "title": _("Your offer is not in order"), "text": text}


_NOTES = {
    State.NOT_SELECTED: _not_selected,
    State.WITHDRAWN: _info(gettext_lazy("You have withdrawn"), _STAYS, **_ELSEWHERE),
    State.CLOSED_UNFIT: _info(
        gettext_lazy("Not fit for this work"),
        gettext_lazy("Ask your office what else is possible. What was found stays between you and the clinic."),
    ),
    State.CLOSED: _info(gettext_lazy("Closed by the office"), gettext_lazy("Come to the office if you want to go on.")),
    State.UNFIT_TEMP: _retest,
    State.VISA_REFUSED: _info(
        gettext_lazy("The visa was refused"),
        gettext_lazy("Your office looks with you whether to ask again. Pay nobody who promises you a visa."),
    ),
    State.FAILED_DEPARTURE: _info(
        gettext_lazy("The departure did not happen"), gettext_lazy("Your office sets a new day with you.")
    ),
    State.AT_WORK: _info(
        gettext_lazy("You are at work"), gettext_lazy("Is something wrong? Tell your office or the Indonesian mission.")
    ),
    State.CASE_OPEN: _info(
        gettext_lazy("Your problem is being worked on"),
        gettext_lazy("Your office reads what you write and answers you here."),
    ),
    State.RETURNED: _info(
        gettext_lazy("Welcome home"),
        gettext_lazy(
            "Go to the labour office (Disnaker) or your village office: it records your return. It costs nothing."
        ),
    ),
    State.DEPORTED: _info(gettext_lazy("You are home again"), gettext_lazy("The office in your area helps you on.")),
    State.PURNA: _info(gettext_lazy("Home again, recorded"), gettext_lazy("Your experience is on record.")),
    State.DECEASED: _info(gettext_lazy("This way has ended"), gettext_lazy("The office helps the family.")),
}
