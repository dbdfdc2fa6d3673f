"""Two batches of an invented programme: one to sign up for, one with results; marked as demo, never in production."""

import random
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from jobs.choices import Scheme
from jobs.models import Destination
from jobs.models.money import DEMO_SOURCE
from portal.accounts.demo import email_of
from portal.accounts.models import Membership, User
from portal.accounts.roles import Role
from portal.lib.dates import WIB, today_in
from portal.lib.importing import NotReady
from registrations.demo import seeding
from registrations.models import Registration
from registrations.placements.models import Batch, Programme, SignUp, TestPart, TestResult
from registrations.placements.programmes import ranking
from registrations.placements.programmes.workflow import State
from registrations.workflow import State as RegistrationState

CODE = "CONTOH-EPS"
MOST_POINTS = 100
PARTS = (("Membaca", "Reading"), ("Menyimak", "Listening"))
OF_TWENTY = 12  # with so many of twenty on the roster the rest waits or fails


@transaction.atomic
def seed_programmes(count, seed):
    """Make the two batches, with up to ``count`` verified demo people in the one with results; returns how many are new.

    Raises ImproperlyConfigured outside of laptop mode, NotReady without demo accounts, Korea or verified demo people.
    """
    with seeding():
        if Programme.objects.filter(code=CODE).exists():
            return 0
        members = Membership.objects.filter(user__is_demo=True).select_related("office")
        holder = members.filter(user__email=email_of(Role.MINISTRY_ADMIN)).order_by("-pk").first()
        head = members.filter(user__email=email_of(Role.BP3MI_HEAD)).order_by("-pk").first()
        land = Destination.objects.filter(country="KR").first()
        verified = Registration.objects.filter(is_demo=True, state=RegistrationState.VERIFIED)
        people = list(verified.order_by("candidate__user", "number")[:count])
        if not (holder and head and land and people):
            raise NotReady(_("There are no demo accounts yet. Please run manage.py seed_demo_accounts first."))
        programme = Programme.objects.create(
            code=CODE, name="EPS Korea, manufaktur", name_en="Korea EPS, manufacturing", scheme=Scheme.G_TO_G,
            destination=land, age_min=18, age_max=39, education_min="SMP", language_requirement="EPS-TOPIK",
            other_requirements="Tidak buta warna. Belum lebih dari 5 tahun bekerja di Korea.",
            other_requirements_en="Not colour-blind. Not more than five years of work in Korea before.",
            source_name=DEMO_SOURCE, source_date=today_in(WIB).isoformat()[:4], is_demo=True,
        )  # fmt: skip
        _batch(programme, "Angkatan 2", holder.office, -10, State.OPEN, test_fee=28, fee_currency="USD")
        done = _batch(
            programme, "Angkatan 1", holder.office, -150, State.TESTED,
            places_total=max(1, len(people) * OF_TWENTY // 20), pass_mark=90,
        )  # fmt: skip
        _take_part(done, people, random.Random(seed))  # noqa: S311 - invented points
        _publish(done, holder.user, head.user)
    return len(people)


def _batch(programme, name, office, first_day, state, **facts):
    day = today_in(WIB)
    batch = Batch.objects.create(
        programme=programme,
        name=name,
        office=office,
        state=state,
        opens_on=day + timedelta(days=first_day),
        closes_on=day + timedelta(days=first_day + 30),
        test_on=day + timedelta(days=first_day + 60),
        test_place="BP3MI NTT, Kupang",
        is_demo=True,
        **({"places_total": 4000} | facts),
    )
    TestPart.objects.bulk_create(
        TestPart(batch=batch, place=place, name=one, name_en=english, most=MOST_POINTS)
        for place, (one, english) in enumerate(PARTS, 1)
    )
    return batch


def _take_part(batch, people, chance):
    began = datetime.combine(batch.opens_on, time(9), tzinfo=WIB)
    parts = list(batch.parts.all())
    for place, registration in enumerate(people):
        row = SignUp.objects.create(
            batch=batch,
            registration=registration,
            candidate_id=registration.candidate_id,
            signed_up_at=began + timedelta(hours=place),
            is_demo=True,
        )
        TestResult.objects.bulk_create(
            TestResult(sign_up=row, part=part, score=chance.randint(35, MOST_POINTS)) for part in parts
        )


def _publish(batch: Batch, scorer: User, publisher: User):
    """As two officers would have, without the word to anybody: nobody is there to read it."""
    Batch.objects.filter(pk=batch.pk).update(
        state=State.PUBLISHED,
        scored_by=scorer,
        published_by=publisher,
        published_on=today_in(WIB) - timedelta(days=20),
        roster_until=today_in(WIB) + timedelta(days=345),
    )
    ranking.publish(batch)
