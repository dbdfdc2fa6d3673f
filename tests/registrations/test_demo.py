"""Demo people: the same each time, more of them add to what is there, and every row is one the database takes."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.core.management import call_command

from portal.accounts.demo import seed as seed_accounts
from portal.lib import nik
from portal.lib.sealed import unseal
from registrations.demo import seed_registrations
from registrations.models import Candidate, DocumentPage, PinnedPaper, Registration
from registrations.workflow import HOLDS_NIK
from tests.factories.jobs import PaperRuleFactory
from tests.factories.places import OfficeCoverageFactory, OfficeFactory, ProvinceFactory, VillageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    OfficeCoverageFactory(office=OfficeFactory(), province=ProvinceFactory())
    VillageFactory.create_batch(3)
    seed_accounts()


def numbers():
    return list(Registration.objects.order_by("number").values_list("number", "state", "candidate__name"))


def test_the_same_seed_makes_the_same_people_and_a_larger_number_adds():
    assert seed_registrations(20, 1) == 20
    first = numbers()

    assert (seed_registrations(20, 1), numbers()) == (0, first)
    assert seed_registrations(30, 1) == 10
    assert set(first) < set(numbers())


def test_each_is_marked_and_has_a_nik_that_fits():
    seed_registrations(40, 1)

    for candidate in Candidate.objects.all():
        parsed = nik.parse(candidate.nik)
        assert candidate.is_demo
        assert nik.mismatches(parsed, candidate.birth_date, candidate.sex) == []
    assert Registration.objects.filter(state__in=HOLDS_NIK, nik_index=None).count() == 0


def test_what_each_needs_is_asked_for_by_a_rule_in_force_and_the_verified_have_it_accepted():
    for scheme, paper in (("P_TO_P", "jkn"), ("G_TO_G", "jkn"), ("G_TO_G", "ak1")):
        PaperRuleFactory(scheme=scheme, paper=paper, due="submitted" if paper == "ak1" else "verified")
    PaperRuleFactory(scheme="G_TO_G", paper="health", due="opp", valid_to=date(2020, 1, 1))
    seed_registrations(60, 1)

    by_rules = PinnedPaper.objects.exclude(paper__in=["ktp", "kk"])
    assert set(by_rules.values_list("registration__scheme", "paper", "rule__due")) == {
        ("", "jkn", "verified"), ("P_TO_P", "jkn", "verified"), ("G_TO_G", "jkn", "verified"), ("G_TO_G", "ak1", "submitted"),
    }  # fmt: skip
    assert not any(one.papers_not_accepted() for one in Registration.objects.filter(state="verified"))


def test_the_papers_of_the_first_can_be_looked_at(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        seed_registrations(3, 1)

    page = DocumentPage.objects.order_by("pk").first()
    with default_storage.open(page.file) as file:
        assert unseal("document.page", file.read()).startswith(b"\xff\xd8\xff")


def test_the_command_counts_and_a_dry_run_changes_nothing():
    said = StringIO()

    call_command("seed_demo", vacancies=0, registrations=5, dry_run=True, stdout=said)

    assert json.loads(said.getvalue()) == {"registrations": 5, "created": 5, "unchanged": 0}
    assert Registration.objects.count() == 0


def test_production_gets_none(settings):
    settings.LAPTOP = False

    with pytest.raises(ImproperlyConfigured):
        seed_registrations(1, 1)
