"""The steps of a scheme and its proofs without a paper are dated rules: by two people, replaced, read by every page."""

import tomllib

import pytest
from django.db import connection
from django.urls import reverse

from jobs.choices import Milestone, Paper, Scheme
from jobs.models import ProcedureRule, RuleDraft
from jobs.procedures import procedure_for, ways
from jobs.reference import DATA, _read
from jobs.rules_room.effects import counted
from jobs.rules_room.kinds import add_effect, every_kind, kind_of, register
from jobs.way_lines import lines_of, way_of
from portal.accounts.roles import Role
from portal.lib.dates import WIB, today_in
from tests.factories.jobs import (
    OrderFactory,
    PaperRuleFactory,
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
    # The rooms above tell of their cases behind it.
    assert (
        effect(drafter, draft).items()
        >= {
            "Steps on the page of this scheme": ("2", "3"),
            "Open vacancies that lead to it": ("1", "1"),
        }.items()
    )
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


WAY = [
    "applied | person | | | | Lamar | Apply",
    "selected | p3mi | applied | | | Seleksi | Selection | at_labour_office",
    "ready | bp3mi | selected | e_card | 1-5 | Kartu | Card",
    "departed | person | ready | departed | | Berangkat | Depart",
    "at_work | person | departed | | | Lapor diri | Report in",
]


def _drafted_way(lines, **changed):
    texts = {"steps": "Daftar: Di LTSA\nLamar\nBerangkat", "steps_en": "Register: At LTSA\nApply\nDepart"}
    return decree(scheme="P_TO_P", **texts, way="\r\n".join(lines)) | changed


def test_a_way_is_read_by_the_second_person_compared_line_by_line_and_shown_to_everybody(client):
    PaperRuleFactory(scheme="P_TO_P", paper="visa", due="opp")
    first = handed_in(keeper(), page("new", "procedure"), _drafted_way(WAY))
    publish(keeper(), first)
    assert 'Apply</h3><p class="small muted no-print">Apply. Selection.</p>' in read(client, SCHEME)

    longer = [WAY[0], WAY[1].replace("p3mi", "disnaker"), "fit | clinic | | opp | | Tes | Exam", *WAY[2:]]
    texts = {"steps": "Daftar\nLamar\nSehat\nBerangkat", "steps_en": "Register\nApply\nFit\nDepart"}
    drafter, second = keeper(), keeper()
    draft = handed_in(drafter, page("new", "procedure"), _drafted_way(longer, **texts))

    assert drafter.get(page("edit", draft.pk)).status_code == 302
    told = read(second, page("draft", draft.pk))
    assert "3. Fit for the work</dt><dd>Station 4: Tes (Exam). Turn of: Clinic." in told
    assert "Only if: Held at the labour office or LTSA." in told and "Usually 1 to 5 days later." in told
    rows = [(row.label, row.without, row.with_it) for row in second.get(page("draft", draft.pk)).context["page"].rows]
    before = "Selected. Station 2: Seleksi (Selection). Turn of: %s. After: Applied. Only if: Held at the labour office or LTSA."
    assert rows[2:7] == [
        ("Applying under this scheme", "possible", "possible"),
        ("Papers that no step asks for", "1", "0"),
        ("Changed step", f"2. {before % 'Placement company'}", f"2. {before % 'Labour office (Disnaker)'}"),
        (
            "New step",
            "–",
            "3. Fit for the work. Station 4: Tes (Exam). Turn of: Clinic. "
            "In order by then: papers due before the orientation (OPP).",
        ),
        ("Steps that stay as they are", "4", "4"),
    ]
    publish(second, draft)
    assert ways(procedure_for("P_TO_P", today_in(WIB)))[2].milestone == Milestone.FIT

    form = drafter.get(page("new", "procedure"))
    assert (
        "fit | clinic |  | opp |  | Tes | Exam" in form.text
        and "In force now: Through a placement company" in form.text
    )
    emptied = handed_in(drafter, page("new", "procedure"), _drafted_way([]))
    assert effect(drafter, emptied)["Applying under this scheme"] == ("possible", "not possible")


def test_the_room_above_says_what_a_procedure_means_for_running_cases():
    held = kind_of("procedure")
    add_effect("procedure", counted(lambda rule: [(f"Cases under {rule.scheme}", 1200), ("with another next step", 3)]))
    try:
        drafter = keeper()
        draft = handed_in(drafter, page("new", "procedure"), _drafted_way(WAY))
        found = effect(drafter, draft)
    finally:
        register(held)

    assert (found["Cases under P_TO_P"], found["with another next step"]) == (("–", "1,200"), ("–", "3"))


def test_a_draft_keeps_its_way_to_be_changed():
    drafter = keeper()
    assert drafter.post(page("new", "procedure"), _drafted_way(WAY)).status_code == 302

    form = drafter.get(page("edit", RuleDraft.objects.get().pk)).context["form"]

    assert form["way"].value() == lines_of(way_of("\n".join(WAY))[0])


def test_a_line_of_a_way_that_cannot_be_is_named_and_what_was_typed_stays():
    lines = [WAY[0], "fitt | clinic | applied | | | Tes | Exam", *WAY[2:]]

    form = keeper().post(page("new", "procedure"), _drafted_way(lines)).context["form"]

    assert form.errors["way"] == [
        "Line 2: “fitt” is nothing that a placement reaches.",
        "Line 3: It waits for “selected”, which is no step of this way.",
    ]
    assert "fitt | clinic" in form["way"].value()


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
        ("procedure", {"scheme": "P_TO_P", "steps": "A\nB", "steps_en": "A\nB", "way": "\n".join(WAY)}, "steps"),
        ("proof", {"scheme": "UKPS", "proof": "rules", "instead": "no_paper", "text": "A", "text_en": "A"}, "proof"),
        ("proof", {"scheme": "UKPS", "proof": "permit", "instead": "no_paper", "text": " .", "text_en": "A"}, "text"),
    ],
)
def test_bad_input_is_told_beside_its_field(kind, facts, field):
    answer = keeper().post(page("new", kind), decree(**facts))

    assert field in answer.context["form"].errors
    assert not RuleDraft.objects.exists()


def _packaged(scheme):
    (row,) = [row for row in _read("procedures.csv") if row["scheme"] == scheme]
    return row, way_of(tomllib.loads((DATA / "ways.toml").read_text(encoding="utf-8"))[scheme])


def test_every_scheme_but_that_of_ships_has_a_packaged_procedure():
    assert {row["scheme"] for row in _read("procedures.csv")} == set(Scheme) - {Scheme.SEAFARER}
    assert {row["proof"] for row in _read("proofs.csv")} == {"licence", "permit"}


@pytest.mark.parametrize("scheme", sorted(set(Scheme) - {Scheme.SEAFARER}))
def test_a_packaged_procedure_is_sound_and_tells_each_station_in_both_languages(scheme):
    row, (way, problems) = _packaged(scheme)
    texts = [row[name].split(" | ") for name in ("steps", "steps_en")]

    assert problems == []
    stations = {1} | {step["station"] for step in way}
    assert [len(lines) for lines in texts] == [len(stations)] * 2
    assert all(": " in line for lines in texts for line in lines)
    assert "" not in {row["legal_basis"], row["legal_basis_en"]}


GIVEN_AT = {
    Paper.PLACEMENT_AGREEMENT: Milestone.PLACEMENT_AGREED,
    Paper.HEALTH: Milestone.FIT,
    Paper.COMPETENCE: Milestone.COMPETENT,
    Paper.PASSPORT: Milestone.PASSPORT_OK,
    Paper.BPJS_TK: Milestone.INSURED,
    Paper.VISA: Milestone.VISA_OK,
    Paper.OPP_CERT: Milestone.OPP_DONE,
    Paper.WORK_CONTRACT: Milestone.CONTRACTED,
}


@pytest.mark.parametrize("scheme", sorted(set(Scheme) - {Scheme.SEAFARER}))
def test_each_packaged_paper_is_asked_for_by_a_step_and_none_before_it_is_given(scheme):
    """A paper due before no step of the way is never asked for; one due before its own step stops everybody."""
    _row, (way, _problems) = _packaged(scheme)
    order, due_at = [step["milestone"] for step in way], {step["due"]: place for place, step in enumerate(way)}
    papers = [row for row in _read("papers.csv") if row["scheme"] == scheme]

    asked = {row["paper"]: row["due"] for row in papers if row["due"] not in {"", "submitted", "verified"}}
    assert set(asked.values()) <= set(due_at)
    needed = {row["paper"] for row in papers if row["need"] == "required" and not row["due"]}
    assert needed <= {"photo", "language"}  # nothing else may be forgotten on the way
    given = {paper: order.index(milestone) for paper, milestone in GIVEN_AT.items() if milestone in order}
    assert [paper for paper, place in given.items() if paper in asked and due_at[asked[paper]] <= place] == []


def test_the_state_lets_nobody_sign_before_the_exam_and_a_company_nobody_pay_before_the_agreement():
    """PP 10/2020 article 9: nobody pays for a medical before the cost table is signed."""
    orders = {scheme: [step["milestone"] for step in _packaged(scheme)[1][0]] for scheme in ("G_TO_G", "P_TO_P")}

    assert orders["G_TO_G"][2:4] == ["fit", "placement_agreed"]
    assert orders["P_TO_P"] == list(Milestone)


def test_the_database_keeps_what_was_published_of_every_kind():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%keeps_what_is_published'")
        guarded = {table for (table,) in cursor.fetchall()}

    assert {kind.model._meta.db_table for kind in every_kind()} <= guarded
