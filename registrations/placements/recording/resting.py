"""On what each step rests: the row that is written down with it, without which it is no step at all."""

from registrations.placements import models

# All others stand by themselves: what is said with them is their reason, or a column of the case.
RESTS_ON = {
    "shortlist": (models.Selection, models.OfferCheck),
    "not_fit": (models.Selection, models.OfferCheck),
    "sign_placement_agreement": models.Agreement,
    "medical_fit": models.MedicalResult,
    "medical_unfit": models.MedicalResult,
    "medical_unfit_for_good": models.MedicalResult,
    "retest": models.MedicalResult,
    "train_and_certify": models.Competence,
    "passport_ok": models.PassportSeen,
    "insure": models.Insurance,
    "pay_cover": models.Insurance,
    "visa_granted": models.Visa,
    "schedule_opp": models.OppSeat,
    "attend": models.OppAttendance,
    "sign_work_contract": models.WorkContract,
    "record_contract": models.WorkContract,
    "depart": models.Departure,
    "report_arrival": models.Arrival,
    "extend": models.Extension,
    "open_case": models.CaseAbroad,
    "settle_case": models.Settlement,
    "come_home": models.HomeComing,
    "deport": models.HomeComing,
    "die": models.Death,
    "doubt_death": models.DeathDoubt,
    "take_back_death": models.DeathTakenBack,
    "register_purna": models.Purna,
}
