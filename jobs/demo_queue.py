"""A few demo vacancies on their way through the check room, so that each stop of the queue has something to show."""

from datetime import timedelta

from jobs import services
from jobs.choices import CheckKind, EmployerKind, Scheme, WagePeriod
from jobs.models import Employer, Occupation, RecruitmentPermit, Vacancy
from jobs.models.money import DEMO_SOURCE
from jobs.workflow import State
from portal.accounts.acting import Acting
from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.workflow import take_step

# How far each copy goes: steps in their order, and how many proofs an officer has written down.
_WAYS = (
    ((), 0),
    (("submit",), 0),
    (("submit", "begin"), 2),
    (("submit", "begin"), 0),
    (("submit", "begin", "verify"), len(CheckKind)),
)


def seed_queue(office, officer, day):
    """Copy some open demo vacancies and walk each a different way; nothing when that was done before."""
    if Vacancy.objects.filter(is_demo=True).exclude(copied_from=None).exists():
        return
    found = Vacancy.objects.checked_and_open(day).filter(
        is_demo=True, employer_kind=EmployerKind.CORPORATE, scheme=Scheme.P_TO_P
    )
    membership, _new = Membership.objects.get_or_create(
        user=officer, office=office, role=Role.BP3MI_OFFICER, defaults={"valid_from": day}
    )
    by = Acting(user=officer, membership=membership)
    for (events, proofs), original in zip(_WAYS, found.order_by("number")[: len(_WAYS)], strict=False):
        draft = services.copy_vacancy(by, original)
        if events:
            _complete(draft, day)
        for event in events:
            if event == "verify":
                _prove(by, draft, len(CheckKind))
            draft = take_step(draft, event, by=by)
        if draft.state == State.IN_CHECK:
            _prove(by, draft, proofs)


def _complete(draft, day):
    """What a job order must say before its check, with a permit that carries it."""
    country = draft.destination.country
    draft.job_order_number = f"CONTOH-{draft.number}"
    draft.scheme = Scheme.P_TO_P
    draft.employer, _new = Employer.objects.get_or_create(name=f"{draft.city} Contoh Co.", country=country)
    draft.occupation = draft.occupation or Occupation.objects.order_by("pk").first()
    draft.contract_months = draft.contract_months or 24
    draft.wage_period = WagePeriod.MONTH
    draft.closes_on = day + timedelta(days=60)
    draft.permit = RecruitmentPermit.objects.create(
        company=draft.placement_company,
        number=f"SIP2MI-CONTOH-{draft.number}",
        destination=draft.destination,
        valid_until=day + timedelta(days=300),
        source_name=DEMO_SOURCE,
    )
    draft.cost_items.filter(payer="CANDIDATE").delete()
    draft.save()


def _prove(by, draft, count):
    for kind in list(CheckKind)[:count]:
        services.record_check(by, draft, kind, is_sufficient=True, reference=f"Berkas contoh {draft.number}")
