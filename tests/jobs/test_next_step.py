"""What a person is told to do after reading a company's page."""

import re

import pytest
from django.utils import translation

from jobs import next_step
from jobs.standing import Kind
from tests.factories.jobs import CompanyStatementFactory, PlacementCompanyFactory


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", Kind)
def test_no_advice_promises_safety_or_denies_a_licence(language, kind):
    with translation.override(language):
        step = next_step.after(kind)

    words = f"{step.title} {step.text}".lower()
    for forbidden in ("aman", "safe", "tidak punya izin", "tanpa izin", "no licence"):
        assert not re.search(rf"\b{forbidden}\b", words)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.LISTED])
def test_only_a_listed_company_is_told_that_the_list_is_not_enough(kind):
    with translation.override("en"):
        assert "list is not enough" in next_step.after(Kind.LISTED).title
        assert "list is not enough" not in next_step.after(kind).title


@pytest.mark.parametrize("kind", Kind)
def test_only_a_sanction_says_stop(kind):
    with translation.override("en"):
        says_stop = next_step.after(kind).title.startswith("Stop")

    assert says_stop == (kind in {Kind.SUSPENDED, Kind.REVOKED})


@pytest.mark.django_db
def test_the_step_stands_before_the_evidence(client):
    company = PlacementCompanyFactory()
    CompanyStatementFactory(company=company, revoked=True)

    page = client.get("/en" + company.get_absolute_url()).content.decode()

    assert page.index("Stop: give no money") < page.index("What was published")
