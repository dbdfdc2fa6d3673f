"""What stands beside the invented cases: seats in orientations to come, words that something is wrong, needs at home."""

import random
from collections import defaultdict
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from portal.accounts.acting import Acting
from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.audit import kept
from portal.places.models import OfficeCoverage
from registrations.placements.models import (
    Concern,
    ConcernWords,
    HomeNeed,
    OppAttendance,
    OppSeat,
    OppSession,
    Referral,
    Topic,
)
from registrations.placements.models.home_need import HELPS
from registrations.placements.workflow import HOME_AGAIN, State

_SEATS = 30
_DAYS_AHEAD = 3
_WORDS = (
    (Concern.Kind.MONEY, False, Concern.Reach.CALL, "Orang yang mengaku dari perusahaan meminta lima juta untuk visa."),
    (Concern.Kind.PAPERS, False, Concern.Reach.HERE, "Ijazah saya ditahan sejak wawancara."),
    (Concern.Kind.NO_ANSWER, True, Concern.Reach.MESSAGE, "Tiga kali ke loket, tidak ada yang menjawab."),
)
_OTHERWISE = (HomeNeed.Answer.NO, HomeNeed.Answer.NO, HomeNeed.Answer.LATER)
_GIVEN = (None, "", "", Referral.Outcome.HELPED)  # of a yes: not yet, under way, settled


def keep_all(rows):
    """Their digests in the audit, as with every step that somebody takes."""
    if rows:
        kept.keep(Acting.for_system("seed_demo"), *rows)


def seat_those_who_came(steps, officer):
    """The orientations that lie behind; ``steps``: [(step that invited, step that says the person came)]."""
    by_day = defaultdict(list)
    for invited, came in steps:
        by_day[came.taken_at.astimezone(officer.office.zone).date()].append((invited, came))
    for day, pairs in by_day.items():
        for start in range(0, len(pairs), _SEATS):
            _seat(pairs[start : start + _SEATS], day, officer)


def _seat(pairs, day, officer):
    begins, office = datetime.combine(day, time(9), tzinfo=officer.office.zone), officer.office
    session = OppSession.objects.create(
        office=office, begins_at=begins, ends_at=begins + timedelta(hours=3), place="Aula Contoh", capacity=_SEATS,
        seated=len(pairs), created_by=officer.user, is_demo=True,
    )  # fmt: skip
    seats = [
        OppSeat(step=step, session=session, placement=step.placement, state=OppSeat.State.CAME) for step, _came in pairs
    ]
    seats = OppSeat.objects.bulk_create(seats)
    keep_all(seats)
    rows = [
        OppAttendance(
            step=came, seat=seat, office=office, has_biometrics=True, certificate_number=f"{session.number}/{place:02}"
        )
        for place, ((_invited, came), seat) in enumerate(zip(pairs, seats, strict=True), start=1)
    ]
    keep_all(OppAttendance.objects.bulk_create(rows))


def seat_the_invited(steps, office, officer, today):
    """A seat for each whose orientation lies ahead; ``steps``: [(PlacementStep that invited, its Placement)]."""
    for start in range(0, len(steps), _SEATS):
        invited = steps[start : start + _SEATS]
        day = today + timedelta(days=_DAYS_AHEAD + start // _SEATS)
        begins = datetime.combine(day, time(9), tzinfo=office.zone)
        session = OppSession.objects.create(
            office=office, begins_at=begins, ends_at=begins + timedelta(hours=3), place="Aula Contoh", capacity=_SEATS,
            seated=len(invited), created_by=officer.user, is_demo=True,
        )  # fmt: skip
        keep_all(
            OppSeat.objects.bulk_create(OppSeat(step=step, session=session, placement=case) for step, case in invited)
        )


def let_the_mission_see(cases):
    """The example mission answers for the countries of ``cases`` with an open problem; a real one is left alone."""
    officer = Membership.objects.filter(role=Role.MISSION_OFFICER, office__code__startswith="contoh-").first()
    countries = {case.destination.country_id for case in cases if case.state == State.CASE_OPEN} if officer else ()
    for country in countries:
        OfficeCoverage.objects.get_or_create(
            office=officer.office, country_id=country, defaults={"legal_basis": "Contoh"}
        )


def tell_what_is_wrong(cases):
    """Of some of ``cases`` that have not left, a few words; the first one, who can log in, told nothing."""
    tellers = [case for case in cases[1:] if case.state in {State.SELECTED, State.PLACEMENT_AGREED, State.FIT}]
    for case, (kind, is_about_office, reach, text) in zip(tellers, _WORDS, strict=False):
        key = uuid5(NAMESPACE_URL, f"{case.number}/{kind}")
        facts = {"kind": kind, "is_about_office": is_about_office, "reach": reach}
        concern, is_new = Concern.objects.get_or_create(submission_key=key, defaults={"placement": case, **facts})
        if is_new:
            ConcernWords.objects.create(concern=concern, text=text)


def tell_needs(cases, officer, today):
    """What those of ``cases`` who came home answered; some of it was given to who can help, some has its outcome."""
    for case in cases:
        if case.state not in HOME_AGAIN:
            continue
        draw = random.Random(case.number)  # noqa: S311
        wanted = draw.sample(Topic.values, draw.randint(1, 3))
        answers = {topic: HomeNeed.Answer.YES if topic in wanted else draw.choice(_OTHERWISE) for topic in Topic.values}
        needs = HomeNeed.objects.bulk_create(
            HomeNeed(placement=case, topic=topic, answer=answer, membership=officer)
            for topic, answer in answers.items()
        )
        for need in needs:
            if need.answer == HomeNeed.Answer.YES and (given := draw.choice(_GIVEN)) is not None:
                facts = {"outcome": given, "outcome_on": today, "outcome_by": officer} if given else {}
                day = today - timedelta(days=draw.randint(1, 20))
                Referral.objects.create(need=need, placement=case, to=HELPS[need.topic], referred_on=day, **facts)
