"""Believable cases at the demo officers' office, in every state, with their history; all marked as demo, never in production.

Each has a person of its own. The same seed gives the same cases at the same vacancies, a larger number adds to them.
"""

import random
from collections import Counter
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jobs.choices import DueStep, Milestone, Paper, PaperNeed, Scheme
from jobs.models import RecruitmentPermit, Vacancy
from jobs.models.money import DEMO_SOURCE
from jobs.procedures import procedure_for
from jobs.requirements import Case, papers_asked
from jobs.workflow import State as VacancyState
from portal.accounts.demo import email_of
from portal.accounts.models import Membership, User
from portal.accounts.roles import Role
from portal.lib import codes
from portal.lib.importing import NotReady, copy_rows, keys_for
from registrations.demo import Ground, seeding
from registrations.models import Candidate, Registration
from registrations.placements.choices import Door
from registrations.placements.demo_drawing import REASONS, events_of, moments, state_of
from registrations.placements.demo_evidence import behalf_of, costs_of, evidence_of
from registrations.placements.demo_rooms import (
    keep_all,
    let_the_mission_see,
    seat_the_invited,
    seat_those_who_came,
    tell_needs,
    tell_what_is_wrong,
)
from registrations.placements.models import (
    Agreement,
    AgreementCost,
    CasePaper,
    OnBehalf,
    Placement,
    PlacementStep,
    PlacementStepReason,
    PlacesTaken,
)
from registrations.placements.models.places import ANY
from registrations.placements.opp.demo import seed_requests
from registrations.placements.pacing import count_paces
from registrations.placements.workflow import CLEARED_ONCE, HOLDS_PLACE, STEPS, State
from registrations.workflow import State as RegistrationState

_BATCH = 1000
_VACANCIES = 30
# From the people of seed_registrations, and each seed from the others, so that no two people have one NIK.
_APART, _OF_A_SEED, _SEEDS = 5_000_000, 100_000, 40
_LAPSED = 7  # of the vacancies every so many stands still: its permit is over
_DUE_NEXT = ("accepted", "accepted", "handed_in", "")  # papers of the steps ahead
_WITHOUT_CLEARANCE = {State.FAILED_DEPARTURE: {Milestone.READY}}


@transaction.atomic
def seed_placements(count, seed):
    """Make ``count`` demo cases; returns how many are new.

    Raises ImproperlyConfigured outside of laptop mode, NotReady without demo accounts, open vacancies or procedures.
    """
    created = 0
    with seeding() as cursor:
        ground = _CaseGround(seed)
        for start in range(0, count, _BATCH):
            rows = [ground.person(index) for index in range(start, min(start + _BATCH, count))]
            known = set(Registration.objects.filter(number__in=[row["number"] for row in rows]).values_list("number"))
            created += ground.write(cursor, [row for row in rows if (row["number"],) not in known])
        count_paces()
        cursor.execute("ANALYZE placements_placement, placements_placementstep, placements_casepaper")
        if count:
            seed_requests(ground.officer.office)
    return created


class _CaseGround(Ground):
    """Beside what people stand on: vacancies with the procedure that a case there begins with, and who clears."""

    def __init__(self, seed):
        super().__init__(f"J{seed}")
        self.first = _APART + seed % _SEEDS * _OF_A_SEED
        self.zone = self.officer.office.zone
        heads = Membership.objects.filter(user__email=email_of(Role.BP3MI_HEAD), user__is_demo=True)
        self.head = heads.order_by("-pk").first()
        self.second = User.objects.filter(email=email_of(Role.CITIZEN, 2), is_demo=True).first()
        schemes = {scheme: procedure_for(scheme, self.today) for scheme in Scheme}
        self.procedures = {scheme: procedure for scheme, procedure in schemes.items() if procedure}
        self.vacancies = _vacancies(list(self.procedures), self.today)
        self.through_companies = [one for one in self.vacancies if one.scheme == Scheme.P_TO_P]
        if not (self.head and self.through_companies):
            raise NotReady(_("There are no open demo vacancies yet. Please run manage.py seed_demo first."))
        self.room = _room(self.vacancies)

    def person(self, index):
        """As for a registration, near the office and verified before the case began; with ``case`` and its steps."""
        row = super().person(self.first + index)
        draw = random.Random(f"{self.seed}-{index}-case")  # noqa: S311
        letters = "".join(draw.choices(codes.ALPHABET, k=codes.RANDOM_LENGTH))
        state = state_of(self.seed, index)
        vacancy = draw.choice(self.through_companies if index <= len(State) else self.vacancies)
        case = self._case(vacancy, state, codes.spell(codes.PLACEMENT, letters))
        events = events_of(state, case.way)
        days = moments(draw, events, case.way, self.today, self.zone)
        home = [village for village in self.villages if village[2] == self.officer.office] or self.villages
        near = dict(zip(("village", "regency", "office"), home[index % len(home)], strict=True))
        is_second = index == 0 and self.second and not Candidate.objects.filter(user=self.second).exists()
        return row | near | {
            "name": self.second.name if is_second else row["name"],
            "user": self.second.pk if is_second else None,
            "office": self.officer.office, "state": RegistrationState.VERIFIED, "is_recorded": True, "draw": draw,
            "scheme": vacancy.scheme, "since": days[0] - timedelta(days=2), "index": index, "is_drawn": bool(is_second),
            "case": case, "events": events, "moments": days, "asked_of_case": self._asked_of_case(case, row),
        }  # fmt: skip

    def papers(self, row):
        """Accepted as far as the steps behind needed them, of those due next some."""
        case, draw = row["case"], row["draw"]
        due = [step.due for step in case.way if step.due and step.milestone in case.reached]
        is_cleared = Milestone.READY in case.reached  # which asks for all up to the departure
        behind = DueStep.values if is_cleared else DueStep.values[: max(map(DueStep.values.index, due), default=0) + 1]
        soon = DueStep.values[len(behind) : len(behind) + 2]
        held = dict(super().papers(row))
        for paper, rule in row["asked_of_case"].items():
            if paper == Paper.E_CARD or rule.need != PaperNeed.REQUIRED:
                continue
            if rule.due in behind:
                held[paper] = "accepted"
            elif rule.due in soon and (chosen := draw.choice(_DUE_NEXT)):
                held[paper] = chosen
        row["expires"] = {Paper.PASSPORT: self.today + timedelta(days=draw.choice((40, 300, 900, 1500)[is_cleared:]))}
        return list(held.items())

    def write(self, cursor, people):
        super().write(cursor, people)
        for row, key in zip(people, keys_for(cursor, Placement, len(people)), strict=True):
            self._finish(row["case"], row, key)
        copy_models(cursor, [row["case"] for row in people])
        steps = [step for row in people for step in self._steps(row)]
        for (_row, step, *_facts), key in zip(steps, keys_for(cursor, PlacementStep, len(steps)), strict=True):
            step.pk = key
        copy_models(cursor, [step for _row, step, *_facts in steps])
        _keep_evidence(steps)
        CasePaper.objects.bulk_create(
            CasePaper(placement=row["case"], paper=paper, rule=rule, need=rule.need, due=rule.due)
            for row in people
            for paper, rule in row["asked_of_case"].items()
        )
        invited = [(step, row["case"]) for row, step, _actor in steps if step.event == "schedule_opp"]
        came = {step.placement.pk: step for _row, step, _actor in steps if step.event == "attend"}
        seat_those_who_came([(step, came[case.pk]) for step, case in invited if case.pk in came], self.officer)
        invited = [(step, case) for step, case in invited if case.state == State.OPP_SCHEDULED]
        seat_the_invited(invited, self.officer.office, self.officer, self.today)
        tell_what_is_wrong([row["case"] for row in people])
        tell_needs([row["case"] for row in people], self.officer, self.today)
        let_the_mission_see([row["case"] for row in people])
        _take_places([row["case"] for row in people if row["case"].holds_place])
        return len(people)

    def _case(self, vacancy, state, number):
        procedure = self.procedures[vacancy.scheme]
        case = Placement(
            number=number, state=state, door=Door.VACANCY, vacancy=vacancy, scheme=vacancy.scheme, procedure=procedure,
            destination=vacancy.destination, occupation=vacancy.occupation, employer_kind=vacancy.employer_kind,
            office=self.officer.office, is_demo=True,
        )  # fmt: skip
        order = [step.milestone for step in case.way]
        case.required = order[: order.index(Milestone.READY)]
        reached = {milestone for _event, milestone in events_of(state, case.way)} - _WITHOUT_CLEARANCE.get(state, set())
        case.reached = [one for one in Milestone.values if one in reached]
        return case

    def _finish(self, case, row, key):
        """What follows from who it is and from its last step."""
        case.pk, case.registration_id, case.candidate_id = key, row[Registration], row[Candidate]
        case.regency_id, case.version = row["regency"], len(row["events"])
        case.state_since = case.updated_at = row["moments"][-1]
        case.created_at, case.verified_by_id = row["moments"][0], self.officer.user_id
        case.holds_place = case.state in HOLDS_PLACE and self._has_room(case.vacancy)
        taken = dict(zip([event for event, _milestone in row["events"]], row["moments"], strict=True))
        if case.reached[1:]:
            case.prepared_by_id = self.officer.user_id
        if case.state in CLEARED_ONCE:
            case.cleared_by_id = self.head.user_id
        if "prepare_card" in taken:
            case.e_card_number = f"CONTOH-{self.seed}-{row['index']}"
            left = taken.get("depart")
            case.planned_departure_on = left.date() if left else self.today + timedelta(days=row["draw"].randint(3, 30))

    def _has_room(self, vacancy):
        left = self.room[vacancy.pk]
        if left is not None:
            self.room[vacancy.pk] = left - 1
        return left is None or left > 0

    def _asked_of_case(self, case, row):
        isco08 = case.occupation.isco08 if case.occupation else ""
        age = self.today.year - row["birth_date"].year
        person = {"sex": row["sex"], "marital": row["marital"], "age": age}
        return papers_asked(self.rules, Case(case.scheme, case.destination_id, isco08, **person))

    def _steps(self, row):
        """(row, PlacementStep, actor of its procedure or None) of each step, in their order."""
        case, source = row["case"], State.DRAFT
        actors = {step.milestone: step.actor for step in case.way}
        for version, (event, milestone) in enumerate(row["events"]):
            target = milestone or STEPS[event].target
            target = target if target in State.values else source  # changes nothing but what is written down
            by = self.head if event in {"issue_e_card", "close"} else self.officer
            is_own = event in {"apply", "withdraw"}
            yield row, PlacementStep(
                placement=case, event=event, source=source, target=target, version=version, taken_at=row["moments"][version],
                user_id=row["user"] if is_own else by.user_id, role="" if is_own else by.role,
                office_id=None if is_own else by.office_id, system="seed_demo" if is_own and not row["user"] else "",
            ), actors.get(milestone)  # fmt: skip
            source = target


def _keep_evidence(steps):
    """What hangs on ``steps``: its row, on whose behalf, why."""
    found, behalf, reasons = {}, [], []
    for row, step, actor in steps:
        day = step.taken_at.date()
        if evidence := evidence_of(step.event, row["case"], step.pk, day, row["draw"]):
            found.setdefault(type(evidence), []).append((evidence, row["case"]))
        if on_behalf := behalf_of(actor, row["case"], step.pk, day):
            behalf.append(on_behalf)
        if step.event in REASONS:
            reasons.append(PlacementStepReason(step_id=step.pk, text=REASONS[step.event]))
    keep_all([step for _row, step, _actor in steps])
    for model, rows in found.items():
        keep_all(model.objects.bulk_create([evidence for evidence, _case in rows], batch_size=_BATCH))
    costs = [line for agreement, case in found.get(Agreement, []) for line in _costs(agreement, case)]
    keep_all(AgreementCost.objects.bulk_create(costs, batch_size=_BATCH))
    keep_all(OnBehalf.objects.bulk_create(behalf, batch_size=_BATCH))
    keep_all(PlacementStepReason.objects.bulk_create(reasons, batch_size=_BATCH))


def _costs(agreement, case):
    return costs_of(agreement, case.vacancy.cost_items.all())


def _vacancies(schemes, day):
    """Open demo vacancies, each through a company with a permit; that of some is over, so that their cases stand still."""
    open_ones = Vacancy.objects.filter(
        is_demo=True, state=VacancyState.OPEN, scheme__in=schemes, destination__isnull=False
    )
    related = ("destination__country", "occupation", "placement_company", "permit")
    found = list(open_ones.select_related(*related).prefetch_related("cost_items").order_by("number")[:_VACANCIES])
    for place, vacancy in enumerate(found, start=1):
        if vacancy.scheme == Scheme.P_TO_P and vacancy.permit is None and vacancy.placement_company:
            last = -2 if place % _LAPSED == 0 else 300
            vacancy.permit, _new = RecruitmentPermit.objects.get_or_create(
                company=vacancy.placement_company,
                number=f"CONTOH-{vacancy.number}",
                defaults={
                    "destination": vacancy.destination, "valid_from": day - timedelta(days=400),
                    "valid_until": day + timedelta(days=last), "source_name": DEMO_SOURCE, "source_date": day.isoformat(),
                },
            )  # fmt: skip
            Vacancy.objects.filter(pk=vacancy.pk).update(permit=vacancy.permit)
    return [one for one in found if one.scheme != Scheme.P_TO_P or one.permit]


def _room(vacancies):
    """{vacancy: places left but one, so that somebody can still apply; None: the order states no number}."""
    taken = dict(PlacesTaken.objects.filter(sex=ANY, vacancy__in=vacancies).values_list("vacancy", "filled"))
    return {
        one.pk: None if one.quota_total is None else one.quota_total - taken.get(one.pk, 0) - 1 for one in vacancies
    }


def _take_places(cases):
    for vacancy, count in Counter(case.vacancy for case in cases).items():
        if vacancy.quota_total is not None:
            PlacesTaken.objects.get_or_create(vacancy=vacancy, sex=ANY, defaults={"quota": vacancy.quota_total})
            PlacesTaken.objects.filter(vacancy=vacancy, sex=ANY).update(filled=F("filled") + count)


def copy_models(cursor, rows):
    """COPY model rows with their keys and times as they are: bulk_create would stamp them with the present moment."""
    if rows:
        fields = [field for field in rows[0]._meta.concrete_fields if not field.generated]
        cells = (tuple(_cell(field, getattr(row, field.attname)) for field in fields) for row in rows)
        copy_rows(cursor, rows[0]._meta.db_table, [field.column for field in fields], cells)


def _cell(field, value):
    value = field.get_db_prep_save(value, connection)
    return f"{{{','.join(value)}}}" if isinstance(value, list) else value
