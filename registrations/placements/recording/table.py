"""What officers record: each event with its words, its small form and the milestone it leads to or stands beside."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from jobs.choices import Milestone
from registrations.placements.recording.forms import abroad, agreeing, leaving, offers, orientation, preparing
from registrations.placements.recording.forms.step import StepForm
from registrations.placements.workflow import STEPS


@dataclass(frozen=True)
class Recorded:
    """``milestone``: whose step of the way says whose turn it is; None: nobody's in particular."""

    label: str
    form: type
    milestone: Milestone | None = None


# fmt: off
TABLE = {
    # event                      label                                               form                          milestone
    "shortlist":                Recorded(_("Selected"),                              agreeing.SelectionForm,      Milestone.SELECTED),
    "not_fit":                  Recorded(_("Not selected"),                          agreeing.SelectionForm,      Milestone.SELECTED),
    "sign_placement_agreement": Recorded(_("Placement agreement signed"),            agreeing.AgreementForm,      Milestone.PLACEMENT_AGREED),
    "medical_fit":              Recorded(_("Fit for the work"),                      preparing.MedicalForm,       Milestone.FIT),
    "medical_unfit":            Recorded(_("Not fit now, to be examined again"),     preparing.UnfitForm,         Milestone.FIT),
    "medical_unfit_for_good":   Recorded(_("Not fit for this work"),                 preparing.UnfitForGoodForm,  Milestone.FIT),
    "retest":                   Recorded(_("Fit, examined again"),                   preparing.MedicalForm,       Milestone.FIT),
    "train_and_certify":        Recorded(_("Skill proved"),                          preparing.CompetenceForm,    Milestone.COMPETENT),
    "passport_ok":              Recorded(_("Passport in order"),                     preparing.PassportForm,      Milestone.PASSPORT_OK),
    "insure":                   Recorded(_("Social security paid"),                  preparing.InsuranceForm,     Milestone.INSURED),
    "pay_cover":                Recorded(_("More social security paid"),             preparing.InsuranceForm),
    "visa_granted":             Recorded(_("Visa granted"),                          preparing.VisaForm,          Milestone.VISA_OK),
    "visa_refused":             Recorded(_("Visa refused"),                          StepForm,                    Milestone.VISA_OK),
    "ask_visa_again":           Recorded(_("Visa asked for again"),                  StepForm),
    "schedule_opp":             Recorded(_("Orientation has its day"),               orientation.SeatForm,        Milestone.OPP_SCHEDULED),
    "attend":                   Recorded(_("Orientation attended"),                  orientation.AttendanceForm,  Milestone.OPP_DONE),
    "no_show":                  Recorded(_("Did not come to the orientation"),       StepForm),
    "opp_called_off":           Recorded(_("Seat in the orientation given back"),    StepForm),
    "take_back_attendance":     Recorded(_("Did not attend the orientation after all"), StepForm),
    "sign_work_contract":       Recorded(_("Work contract signed"),                  leaving.ContractForm,        Milestone.CONTRACTED),
    "record_contract":          Recorded(_("Work contract recorded, it waits"),      leaving.ContractForm),
    "prepare_card":             Recorded(_("Number of the card, day of departure"),  leaving.CardForm),
    "issue_e_card":             Recorded(_("Declare ready to depart"),               StepForm,                    Milestone.READY),
    "clear_again":              Recorded(_("Declare ready to depart once more"),     StepForm,                    Milestone.READY),
    "depart":                   Recorded(_("Departed"),                              leaving.DepartureForm,       Milestone.DEPARTED),
    "fail_departure":           Recorded(_("Departure did not happen"),              StepForm),
    "report_arrival":           Recorded(_("Reported to the mission"),               leaving.ArrivalForm,         Milestone.AT_WORK),
    "extend":                   Recorded(_("Work contract extended"),                abroad.ExtensionForm),
    "open_case":                Recorded(_("A problem is being solved"),             abroad.CaseForm),
    "settle_case":              Recorded(_("The problem is solved"),                 abroad.SettlementForm),
    "come_home":                Recorded(_("Came home"),                             abroad.HomeComingForm),
    "deport":                   Recorded(_("Sent home"),                             abroad.HomeComingForm),
    "die":                      Recorded(_("Died"),                                  abroad.DeathForm),
    "doubt_death":              Recorded(_("Proposal: the death was recorded by mistake"), abroad.DeathDoubtForm),
    "take_back_death":          Recorded(_("Death recorded by mistake: taken back"), abroad.DeathTakenBackForm),
    "death_stands":             Recorded(_("The recorded death stands"),             StepForm),
    "employer_withdraws":       Recorded(_("The employer withdrew"),                 StepForm),
    "close":                    Recorded(_("Close the case"),                        StepForm),
}
# fmt: on
# The same steps of an own offer: it is checked, where others are selected.
OF_OFFERS = {
    "shortlist": Recorded(_("Offer checked: in order"), offers.InOrderForm, Milestone.SELECTED),
    "not_fit": Recorded(_("Offer checked: not in order"), offers.NotInOrderForm, Milestone.SELECTED),
}
# Another officer does it, with the second factor asked again: a page of its own.
CLEARING = ("issue_e_card", "clear_again")
# Offered by a page of its own.
OF_OTHER_PAGES = (*CLEARING, "record_contract")


def row_of(event, case):
    """The Recorded of ``event`` for this case."""
    return OF_OFFERS.get(event, TABLE[event]) if case.own_offer_id else TABLE[event]


# What is asked of whoever does it, and reads otherwise once it is done.
_ASKED = {*CLEARING, "close"}


def done_label(event, case):
    """The words of ``event`` once it is taken."""
    return STEPS[event].target.label if event in _ASKED else row_of(event, case).label


def form_for(event, case, data=None):
    """The small form of this step of ``case``, with the body whose turn it is by its procedure."""
    row = row_of(event, case)
    step = case.step_to(row.milestone) if row.milestone else None
    return row.form(data, case=case, event=event, actor=step.actor if step else None)


def event_to(milestone, events):
    """Of the open ``events`` the one that leads to this milestone, None when it is none of theirs."""
    return next((event for event in events if STEPS[event].target == milestone), None)
