"""The steps of a scheme and its proofs without a paper are dated rules: by two people, replaced, read by every page."""

import pytest
from django.db import connection
from django.urls import reverse

from jobs.models import ProcedureRule, RuleDraft
from jobs.reference import _read
from jobs.rules_room.kinds import every_kind
from portal.accounts.roles import Role
from tests.factories.jobs import (
    OrderFactory,
    ProcedureRuleFactory,
    ProofRuleFactory,
    VacancyFactory,
    days_ago,
)
from tests.jobs.desks import member
from tests.jobs.rules_desk import decree, effect, handed_in, keeper, page, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SCHEME = "/en/panduan/jalur/lewat-perusahaan/"


def read(client, address):
    return " ".join(client.get(address).text.split())


def test_the_steps_of_a_scheme_are_published_by_two_people_and_replace_those_before(client):
    old, drafter = ProcedureRuleFactory(is_packaged=True, valid_from=days_ago(30)), keeper()
    VacancyFactory(scheme="P_TO_P")
    assert "Register</h3><p>At the labour office.</p>" in read(client, SCHEME)
    assert "Kementerian Contoh, 2017. Not checked yet." in read(client, SCHEME)

    facts = {
        "scheme": "P_TO_P",
        "steps": " Daftar:  Di LTSA \r\n\r\nTes\r\nPulang",
        "steps_en": "Register: At LTSA\nTest\nHome",
    }
    draft = handed_in(drafter, page("new", "procedure"), decree(**facts))
    assert effect(drafter, draft) == {
        "Steps on the page of this scheme": ("2", "3"),
        "Open vacancies that lead to it": ("1", "1"),
    }
    assert "Daftar: Di LTSA<br>Tes<br>Pulang" in drafter.get(page("draft", draft.pk)).text
    assert "At LTSA" not in read(client, SCHEME)
    publish(keeper(), draft)

    old.refresh_from_db()
    new = ProcedureRule.objects.get(is_packaged=False)
    assert (old.valid_to, old.ended_in, new.published_in, new.is_checked) == (days_ago(1), draft, draft, True)
    told = read(client, SCHEME)
    assert "Register</h3><p>At LTSA</p>" in told and "At the labour office.</p>" not in told
    assert "Keputusan Contoh 12/2026, article 3. JDIH Contoh" in told
    changes = client.get("/en/aturan/?jenis=procedure").context["lines"]
    assert [(line.sentence, line.label) for line in changes] == [
        ("In this order: Register; Test; Home.", "In force"),
        ("In this order: Register; Departure.", "Ended"),
    ]


def test_steps_that_nobody_recorded_or_read_in_a_source_are_not_claimed(client):
    ProcedureRuleFactory(source_name="")
    ProcedureRuleFactory(scheme="UKPS", valid_to=days_ago(1))

    for address in (SCHEME, "/en/panduan/jalur/perusahaan-sendiri/"):
        assert "The order of the steps in this scheme is not recorded here yet." in read(client, address)


def test_what_stands_in_the_place_of_a_proof_is_published_by_two_people_and_read_where_it_is_given(client):
    order = OrderFactory(scheme="UKPS", placement_company=None, permit=None)
    link, drafter = VacancyFactory(scheme="UKPS"), keeper()
    facts = {
        "scheme": "UKPS",
        "proof": "permit",
        "instead": "no_paper",
        "text": "Tanpa SIP2MI.",
        "text_en": "No SIP2MI.",
    }
    draft = handed_in(drafter, page("new", "proof"), decree(**facts))
    assert effect(drafter, draft) == {
        "Proofs that rest on no paper under this scheme": ("0", "1"),
        "that rest on another paper": ("0", "0"),
        "Vacancies in check whose officers read it": ("0", "1"),
    }
    publish(keeper(), draft)

    permit = _stations(order)["permit"]
    assert permit.proposed == "Tanpa SIP2MI (Keputusan Contoh 12/2026, pasal 3)"
    assert permit.known == ["This scheme knows no such paper. What the law says is filled in below."]
    assert "No SIP2MI. Not checked yet." in read(client, link.get_absolute_url())
    assert "Recruitment permit (SIP2MI)</dt><dd>Not needed.<small>No SIP2MI. Keputusan" in read(
        client, "/en/panduan/jalur/perusahaan-sendiri/"
    )
    told = client.get("/en/aturan/?jenis=proof").context["lines"][0]
    assert told.sentence == "Recruitment permit (SIP2MI): no such paper. No SIP2MI."


def test_an_ended_proof_rule_asks_for_the_paper_again():
    ProofRuleFactory(scheme="UKPS", proof="permit", valid_to=days_ago(1))
    order = OrderFactory(scheme="UKPS", placement_company=None, permit=None)

    permit = _stations(order)["permit"]

    assert (permit.proposed, permit.known) == ("", ["No recruitment permit is linked."])


def test_where_another_paper_stands_the_officer_names_it():
    ProofRuleFactory(scheme="UKPS", proof="permit", instead="other_paper", text_en="The company's permission")

    permit = _stations(OrderFactory(scheme="UKPS", placement_company=None, permit=None))["permit"]

    assert permit.proposed == ""
    assert permit.known == ["The company's permission. Name that paper. Nobody has compared this with the law yet."]


def _stations(order):
    screen = member(Role.BP3MI_OFFICER).get(reverse("check_room:screen", args=[order.number]))
    return {station.kind: station for station in screen.context["stations"]}


def test_a_vacancy_leads_to_the_steps_of_its_scheme_and_one_of_no_scheme_nowhere(client):
    placed, unknown = VacancyFactory(scheme="P_TO_P"), VacancyFactory(scheme="")

    assert f'href="{SCHEME}"' in read(client, placed.get_absolute_url())
    assert "The steps of this way" not in read(client, unknown.get_absolute_url())


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        ("procedure", {"scheme": "P_TO_P", "steps": "Daftar\nTes", "steps_en": "Register"}, "steps_en"),
        ("procedure", {"scheme": "P_TO_P", "steps": " \n ", "steps_en": "Register"}, "steps"),
        ("proof", {"scheme": "UKPS", "proof": "rules", "instead": "no_paper", "text": "A", "text_en": "A"}, "proof"),
        ("proof", {"scheme": "UKPS", "proof": "permit", "instead": "no_paper", "text": " .", "text_en": "A"}, "text"),
    ],
)
def test_bad_input_is_told_beside_its_field(kind, facts, field):
    answer = keeper().post(page("new", kind), decree(**facts))

    assert field in answer.context["form"].errors
    assert not RuleDraft.objects.exists()


def test_the_packaged_rows_are_unchecked_and_tell_each_step_in_both_languages():
    rows = _read("procedures.csv")

    assert [row["scheme"] for row in rows] == ["G_TO_G", "P_TO_P"]
    for row in rows:
        steps = [row[name].split(" | ") for name in ("steps", "steps_en")]
        assert [len(lines) for lines in steps] == [6, 6]
        assert all(": " in line for lines in steps for line in lines)
    assert {row["proof"] for row in _read("proofs.csv")} == {"licence", "permit"}


def test_the_database_keeps_what_was_published_of_every_kind():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%keeps_what_is_published'")
        guarded = {table for (table,) in cursor.fetchall()}

    assert {kind.model._meta.db_table for kind in every_kind()} <= guarded
