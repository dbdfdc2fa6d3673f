"""What officers would have written down with each step of the invented cases."""

from datetime import timedelta
from decimal import Decimal

from jobs.choices import Actor, CostComponent, Payer, WagePeriod
from registrations.placements.models import (
    Agreement,
    AgreementCost,
    Arrival,
    CaseAbroad,
    Competence,
    Death,
    Departure,
    HomeComing,
    Insurance,
    MedicalResult,
    OnBehalf,
    PassportSeen,
    Problem,
    Purna,
    Selection,
    Visa,
    WorkContract,
)
from registrations.placements.premiums import premium_for
from registrations.placements.recording.forms.step import WITH_ACCOUNT

_MONTHS = 24
_NAMES = {
    Actor.P3MI: "PT Contoh", Actor.CLINIC: "Klinik Contoh", Actor.LSP: "LSP Contoh", Actor.IMMIGRATION: "Kantor Imigrasi Contoh",
    Actor.BPJS: "BPJS Ketenagakerjaan Contoh", Actor.MISSION: "Perwakilan Contoh", Actor.EMPLOYER: "Contoh Co.",
}  # fmt: skip
# Where the vacancy has no cost table of its own.
_COSTS = (
    (CostComponent.MEDICAL, Payer.EMPLOYER, 702500), (CostComponent.VISA, Payer.EMPLOYER, 1200000),
    (CostComponent.TICKET_OUT, Payer.EMPLOYER, 4500000),
)  # fmt: skip
MedicalOutcome = MedicalResult.Outcome


def evidence_of(event, case, step, day, draw):
    """The row that hangs on ``step`` (its key), None where a step leaves none; ``case``: a Placement, ``day``: of the step."""
    make = _ROWS.get(event)
    return make(case, step, day, draw) if make else None


def costs_of(agreement, items):
    """The lines of its cost table: those of the vacancy (CostItems), else some that the employer carries."""
    lines = [(item.component, item.payer, item.amount, item.currency) for item in items]
    return [
        AgreementCost(agreement=agreement, component=component, payer=payer, amount=amount, currency=currency)
        for component, payer, amount, currency in lines or [(*line, "IDR") for line in _COSTS]
    ]


def behalf_of(actor, case, step, day):
    """Whose act the office recorded; None where whoever acts has an account."""
    if actor is None or actor in WITH_ACCOUNT:
        return None
    company = case.vacancy.placement_company if actor == Actor.P3MI and case.vacancy else None
    return OnBehalf(step_id=step, body=actor, name=str(company or _NAMES[actor]), dated_on=day - timedelta(days=1))


def _selection(case, step, day, draw):
    return Selection(step_id=step, held_on=day, where=draw.choice(Selection.Where.values[:2]))


def _agreement(case, step, day, draw):
    return Agreement(step_id=step, signed_on=day, number=f"CONTOH/PP/{step}", copy_given=True)


def _exam(outcome, retest=False):
    def make(case, step, day, draw):
        again = day + timedelta(days=draw.randint(14, 60)) if retest else None
        return MedicalResult(step_id=step, outcome=outcome, examined_on=day, retest_on=again)

    return make


def _skill(case, step, day, draw):
    facts = {
        "issued_on": day,
        "number": f"CONTOH-{step}",
        "issuer": "LSP Contoh",
        "hours": draw.choice((200, 400, 600)),
    }
    return Competence(step_id=step, **facts)


def _passport(case, step, day, draw):
    return PassportSeen(step_id=step, number=f"C{step % 10**7:07}", expires_on=day + timedelta(days=1700))


def _insurance(case, step, day, draw):
    premium = premium_for(case.scheme, _MONTHS, with_time_before=True)
    paid = Decimal(premium.total if premium else 370000)
    return Insurance(step_id=step, number=f"{step:011d}", paid_on=day, paid=paid, months=_MONTHS)


def _visa(case, step, day, draw):
    facts = {
        "kind": Visa.Kind.WORK,
        "number": f"CONTOH{step}",
        "granted_on": day,
        "valid_until": day + timedelta(days=900),
    }
    return Visa(step_id=step, **facts, is_for_employer=True, is_for_job=True)


def _contract(case, step, day, draw):
    order = case.order
    return WorkContract(
        step_id=step, signed_on=day, is_for_job=True, months=_MONTHS, place=(order and order.city) or "Contoh",
        pay=(order and (order.wage_amount_max or order.wage_amount_min)) or Decimal(28590),
        currency=(order and order.currency) or "TWD", period=(order and order.wage_period) or WagePeriod.MONTH,
        hours_per_day=(order and order.hours_per_day) or 8, days_per_week=(order and order.days_per_week) or 6,
    )  # fmt: skip


def _departure(case, step, day, draw):
    port = draw.choice(("Bandara El Tari, Kupang", "Bandara Soekarno-Hatta", "Bandara Juanda"))
    return Departure(step_id=step, left_on=day, port=port, carrier=f"CONTOH {draw.randint(100, 999)}")


def _arrival(case, step, day, draw):
    return Arrival(step_id=step, arrived_on=day, mission=f"KBRI di {case.destination}")


def _problem(case, step, day, draw):
    return CaseAbroad(step_id=step, kind=Problem.UNPAID, mission=case.destination.mission)


def _return(why):
    return lambda case, step, day, draw: HomeComing(step_id=step, came_on=day, port="Bandara El Tari, Kupang", why=why)


def _death(case, step, day, draw):
    return Death(step_id=step, died_on=day, told_by=Death.Source.MISSION, family_told_on=day)


def _home(case, step, day, draw):
    return Purna(step_id=step, plan=draw.choice(Purna.Plan.values))


_ROWS = {
    "shortlist": _selection,
    "not_fit": _selection,
    "sign_placement_agreement": _agreement,
    "medical_fit": _exam(MedicalOutcome.FIT),
    "medical_unfit": _exam(MedicalOutcome.UNFIT, retest=True),
    "medical_unfit_for_good": _exam(MedicalOutcome.UNFIT_FOR_GOOD),
    "train_and_certify": _skill,
    "passport_ok": _passport,
    "insure": _insurance,
    "visa_granted": _visa,
    "sign_work_contract": _contract,
    "depart": _departure,
    "report_arrival": _arrival,
    "open_case": _problem,
    "come_home": _return(HomeComing.Why.DONE),
    "deport": _return(HomeComing.Why.STAY),
    "die": _death,
    "register_purna": _home,
}
