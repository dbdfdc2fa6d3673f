"""Papers under a scheme: from rules with a source, never from memory."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from jobs.models import PaperRule
from jobs.papers import papers_of
from jobs.reference import _read
from portal.lib.dates import WIB, today_in
from tests.factories.jobs import PaperRuleFactory, VacancyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def papers(scheme="P_TO_P"):
    return papers_of(VacancyFactory.build(scheme=scheme, destination=None), today_in(WIB))


def names(papers):
    return [paper.name for paper in papers]


def test_papers_stand_in_the_order_in_which_they_fall_due():
    PaperRuleFactory(paper="photo")
    PaperRuleFactory(paper="ktp")
    PaperRuleFactory(paper="skck", need="if_asked")

    found = papers()

    assert names(found.needed) == ["Identity card (e-KTP)", "Photo"]
    assert names(found.if_asked) == ["Police record letter (SKCK)"]
    assert [paper.address for paper in found.if_asked] == ["/en/panduan/surat/skck/"]
    assert "Law 18/2017, article 13" in found.basis
    assert not found.is_checked


def test_a_rule_without_source_is_shown_only_when_officers_checked_it():
    rule = PaperRuleFactory(source_name="", source_date="")
    assert papers() is None

    PaperRule.objects.filter(pk=rule.pk).update(is_checked=True)
    assert names(papers().needed) == ["Identity card (e-KTP)"]


def test_a_rule_that_ended_asks_for_nothing():
    PaperRuleFactory(valid_to=today_in(WIB) - timedelta(days=1))

    assert papers() is None


@pytest.mark.parametrize("scheme", ["", "G_TO_P", "SEAFARER"])
def test_of_a_scheme_that_nobody_recorded_nothing_is_claimed(client, scheme):
    PaperRuleFactory()
    vacancy = VacancyFactory(scheme=scheme)

    page = " ".join(client.get(vacancy.get_absolute_url()).content.decode().split())

    assert papers(scheme) is None
    assert "Ask the nearest office" in page.split('id="surat"')[1].split("</p>")[0]


def test_two_rules_never_speak_of_one_paper_on_the_same_day():
    PaperRuleFactory()

    with pytest.raises(IntegrityError, match="paper_rules_for_one_case_do_not_overlap"):
        PaperRuleFactory(need="if_asked")


def test_the_packaged_rules_leave_no_scheme_of_the_table_out():
    rows = _read("papers.csv")

    assert {row["scheme"] for row in rows} == {
        "G_TO_G", "P_TO_P", "UKPS", "PERSEORANGAN", "SSW_MANDIRI", "RE_ENTRY",
    }  # fmt: skip
    assert {row["scheme"] for row in rows if not row["source_name"]} == {"UKPS"}
