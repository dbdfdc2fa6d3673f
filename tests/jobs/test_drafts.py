"""Drafts: what an officer writes, what is refused with a sentence, and that nothing else can be changed."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from jobs.models import CostItem, Employer, Vacancy
from jobs.permissions import CHECKERS
from jobs.services import copy_vacancy
from jobs.workflow import State
from portal.accounts.roles import STAFF_ROLES, Role
from portal.audit.models import Entry
from portal.workflow import take_step
from tests.factories.jobs import (
    CostItemFactory,
    DestinationFactory,
    OccupationFactory,
    OrderFactory,
    PlacementCompanyFactory,
    RecruitmentPermitFactory,
    VacancyFactory,
)
from tests.jobs.desks import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NEW = "/en/petugas/lowongan/baru/"


def address(name, vacancy):
    return reverse(f"drafts:{name}", args=[vacancy.number])


def sent(lines=(), **facts):
    """A form with a title alone, the given facts and lines of the cost table."""
    table = {"cost-TOTAL_FORMS": len(lines), "cost-INITIAL_FORMS": 0}
    for place, line in enumerate(lines):
        table |= {f"cost-{place}-{name}": value for name, value in line.items()}
    return {"title": "Juru las di Busan", "seen": 1} | table | facts


def as_shown(client, vacancy):
    """What a browser would send of the form as it stands."""
    page = client.get(address("edit", vacancy)).context
    data = {}
    for form in [page["form"], page["lines"].management_form, *page["lines"].forms]:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = field.field.widget.format_value(value) if value != "" else ""
                if isinstance(data[field.html_name], list):
                    data[field.html_name] = data[field.html_name][0]
    return data


def errors(answer):
    assert answer.status_code == 200
    return {name: " ".join(sentences) for name, sentences in answer.context["form"].errors.items()}


@pytest.mark.parametrize("role", sorted(STAFF_ROLES - CHECKERS))
def test_no_other_role_writes_drafts(role):
    client, draft = member(role), OrderFactory(state=State.DRAFT)

    assert [client.get(one).status_code for one in (NEW, address("edit", draft))] == [404, 404]
    assert client.post(address("copy", draft)).status_code == 404
    assert Vacancy.objects.count() == 1


def test_a_draft_begins_with_a_title_alone(officer):
    officer.post(NEW, sent())

    draft = Vacancy.objects.get()
    assert (draft.state, draft.title, draft.title_key) == (State.DRAFT, "Juru las di Busan", "juru las di busan")
    entry = Entry.objects.get(action="vacancies.drafted")
    assert (entry.subject_id, entry.fields) == (str(draft.pk), [])


def test_a_draft_with_all_that_the_check_needs_can_be_handed_in(officer):
    company, destination = PlacementCompanyFactory(name="PT Bahari Jaya"), DestinationFactory(open=True)
    permit = RecruitmentPermitFactory(company=company, destination=destination, number="SIP-9")

    officer.post(
        NEW,
        sent(
            destination=destination.pk, occupation=OccupationFactory().pk, scheme="P_TO_P", employer_kind="corporate",
            placement_company="bahari jaya", permit_number="SIP-9", employer_name="Busan  Steel Co.",
            agency_name="Contoh Agency", wage_amount_min="2.100.000", currency="krw", wage_period="month",
            contract_months="24", closes_on="05/11/2030", source_name="Surat permintaan", source_date="2026-11",
            lines=[
                {"component": "visa", "payer": "EMPLOYER", "amount": "1.200.000", "currency": "", "note": ""},
                {"component": "", "payer": "", "amount": "", "currency": "IDR", "note": ""},
            ],
        ),
    )  # fmt: skip

    draft = Vacancy.objects.get()
    assert (draft.placement_company, draft.permit, draft.employer.name) == (company, permit, "Busan Steel Co.")
    assert (draft.wage_amount_min, draft.currency, draft.closes_on.month) == (2_100_000, "KRW", 11)
    assert draft.source_from.isoformat() == "2026-11-01"
    assert draft.partner_agency.country == destination.country
    item = draft.cost_items.get()
    assert (item.component, item.payer, item.amount, item.currency) == ("visa", "EMPLOYER", 1_200_000, "IDR")
    assert take_step(draft, "submit", by=officer.acting).state == State.SUBMITTED


def test_a_form_sent_as_it_stands_changes_nothing(officer):
    draft = OrderFactory(state=State.DRAFT, quota_total=12, source_date="2026-07")
    CostItemFactory(vacancy=draft, legal_basis="Perban 9/2020")
    before = Vacancy.objects.filter(pk=draft.pk).values(*[f.name for f in Vacancy._meta.fields if f.name != "search"])
    before = before.get()

    answer = officer.post(address("edit", draft), as_shown(officer, draft))

    assert answer.status_code == 302
    entry = Entry.objects.get(action="vacancies.edited")
    derived = {"search_words", "source_from", "sort_day"}
    assert set(entry.fields) <= derived
    after = Vacancy.objects.values(*before).get()
    same = set(before) - derived - {"version", "updated_at"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert CostItem.objects.get().legal_basis == "Perban 9/2020"


def test_every_change_is_noted_by_the_name_of_its_field(officer):
    draft = OrderFactory(state=State.DRAFT)
    CostItemFactory(vacancy=draft)
    data = as_shown(officer, draft) | {"city": "Busan", "cost-0-amount": "99"}

    officer.post(address("edit", draft), data)

    fields = set(Entry.objects.get(action="vacancies.edited").fields)
    assert {"city", "cost_items"} <= fields
    assert "title" not in fields
    assert CostItem.objects.get().amount == 99


def test_an_emptied_line_leaves_the_cost_table(officer):
    draft = OrderFactory(state=State.DRAFT)
    CostItemFactory(vacancy=draft)
    emptied = {f"cost-0-{name}": "" for name in ("component", "payer", "amount")}

    officer.post(address("edit", draft), as_shown(officer, draft) | emptied)

    assert not CostItem.objects.exists()


@pytest.mark.parametrize("state", sorted(set(State) - {State.DRAFT}))
def test_only_a_draft_can_be_changed(officer, state):
    vacancy = VacancyFactory(state=state)

    assert officer.get(address("edit", vacancy)).status_code == 404
    answer = officer.post(address("edit", vacancy), sent(title="Lain", seen=vacancy.version))

    assert "Only a draft can be changed." in errors(answer)["__all__"]
    assert Vacancy.objects.get().title == vacancy.title


def test_of_two_at_once_the_later_one_is_told_and_keeps_the_form(officer):
    draft = OrderFactory(state=State.DRAFT)
    mine = as_shown(officer, draft) | {"city": "Kota saya"}
    officer.post(address("edit", draft), as_shown(officer, draft) | {"city": "Kota rekan"})

    answer = officer.post(address("edit", draft), mine)

    assert "Somebody changed this meanwhile" in errors(answer)["__all__"]
    assert 'value="Kota saya"' in answer.text
    assert Vacancy.objects.get().city == "Kota rekan"
    again = mine | {"seen": Vacancy.objects.get().version}
    assert officer.post(address("edit", draft), again).status_code == 302


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"title": ""}, "title", "required"),
        ({"wage_amount_min": "20", "wage_amount_max": "10"}, "wage_amount_max", "below the lowest"),
        ({"wage_amount_min": "20"}, "currency", "Needed with a wage."),
        ({"wage_amount_min": "20"}, "wage_period", "Needed with a wage."),
        ({"wage_amount_min": "dua puluh"}, "wage_amount_min", "in digits"),
        ({"wage_amount_min": "٣٣"}, "wage_amount_min", "in digits"),
        ({"wage_amount_min": "9" * 18}, "wage_amount_min", "in digits"),
        ({"currency": "R1"}, "currency", "Three letters"),
        ({"age_min": "40", "age_max": "20"}, "age_max", "below the youngest"),
        ({"age_min": "99999"}, "age_min", "less than or equal"),
        ({"contract_months": "-1"}, "contract_months", "greater than or equal"),
        ({"opens_on": "05/11/2026", "closes_on": "01/11/2026"}, "closes_on", "before it opens"),
        ({"closes_on": "31/02/2026"}, "closes_on", "valid date"),
        ({"quota_total": "3", "quota_male": "2", "quota_female": "2"}, "quota_total", "more than all places"),
        ({"source_date": "kemarin"}, "source_date", "Is not a date like"),
        ({"source_date": "2999"}, "source_date", "future"),
        ({"source_url": "javascript:alert(1)"}, "source_url", "valid URL"),
        ({"placement_company": "PT Tidak Ada"}, "placement_company", "No company of this name"),
        ({"placement_company": "???"}, "placement_company", "No company of this name"),
        ({"placement_company": "Contoh"}, "placement_company", "Several companies fit"),
        ({"permit_number": "SIP-1"}, "permit_number", "a permit belongs to one"),
        ({"placement_company": "Contoh Satu", "permit_number": "SIP-1"}, "permit_number", "no permit of this number"),
        ({"job_order_number": "JO-1"}, "job_order_number", "already has this job order number"),
        ({"destination": "999999"}, "destination", "valid choice"),
        ({"scheme": "SP2T"}, "scheme", "valid choice"),
        ({"hours_per_day": "NaN"}, "hours_per_day", "Enter a number"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence_at_its_field_and_keeps_the_rest(officer, facts, field, sentence):
    PlacementCompanyFactory(name="PT Contoh Satu")
    PlacementCompanyFactory(name="PT Contoh Dua")
    VacancyFactory(job_order_number="JO-1")

    answer = officer.post(NEW, sent(**facts | {"city": "Kota saya"}) | facts)

    assert sentence in errors(answer)[field]
    assert 'value="Kota saya"' in answer.text
    assert Vacancy.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"component": "visa", "payer": "", "amount": "5"}, "payer"),
        ({"component": "", "payer": "EMPLOYER", "amount": "5"}, "component"),
        ({"component": "visa", "payer": "EMPLOYER", "amount": ""}, "amount"),
        ({"component": "visa", "payer": "EMPLOYER", "amount": "-5"}, "amount"),
        ({"component": "suap", "payer": "EMPLOYER", "amount": "5"}, "component"),
    ],
)
def test_a_line_of_the_cost_table_is_whole_or_not_there(officer, line, field):
    answer = officer.post(NEW, sent(lines=[line]))

    assert errors(answer)["__all__"] == "The cost table has a line to put right."
    assert field in answer.context["lines"].errors[0]
    assert not Vacancy.objects.exists()


def test_one_component_is_paid_once_by_the_same_payer(officer):
    line = {"component": "visa", "payer": "EMPLOYER", "amount": "5"}

    errors(officer.post(NEW, sent(lines=[line, line])))

    assert not Vacancy.objects.exists()


@pytest.mark.parametrize("total", ["", "x", "-1", "1000000", "9" * 400])
def test_a_broken_cost_table_is_no_error_of_the_server(officer, total):
    assert officer.post(NEW, sent() | {"cost-TOTAL_FORMS": total}).status_code < 400


def test_the_same_vacancy_of_one_source_is_not_drafted_twice(officer):
    officer.post(NEW, sent())

    answer = officer.post(NEW, sent())

    assert "stands here already" in errors(answer)["__all__"]
    assert Vacancy.objects.count() == 1


def test_an_employer_of_the_same_name_and_country_is_the_same(officer):
    land = DestinationFactory().pk
    for title in ("Satu", "Dua"):
        officer.post(NEW, sent(title=title, destination=land, employer_name="Busan Steel Co."))

    assert Employer.objects.count() == 1


def test_a_copy_is_a_draft_to_be_filled_in(officer):
    order = OrderFactory()

    answer = officer.post(address("copy", order), follow=True)

    draft = Vacancy.objects.get(copied_from=order)
    assert answer.redirect_chain[-1][0] == address("edit", draft)
    assert (draft.title, draft.permit, draft.closes_on) == (order.title, None, None)


def test_a_form_sent_twice_makes_one_draft_and_leads_there_both_times(officer):
    form = sent(key=str(uuid4()))

    addresses = {officer.post(NEW, form).url for _click in range(2)}

    assert len(addresses) == Vacancy.objects.count() == 1
    officer.post(NEW, sent(title="Juru masak di Busan", key=str(uuid4())))
    assert Vacancy.objects.count() == 2


def test_the_button_of_a_copy_pressed_twice_makes_one_copy(officer):
    order = OrderFactory()
    key = {"key": str(officer.get(f"/en/petugas/lowongan/{order.number}/").context["copy_key"])}

    addresses = {officer.post(address("copy", order), key).url for _click in range(2)}

    assert len(addresses) == Vacancy.objects.filter(copied_from=order).count() == 1
    officer.post(address("copy", order), {"key": str(uuid4())})
    assert Vacancy.objects.filter(copied_from=order).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_copy():
    by, order, key = member(Role.BP3MI_OFFICER).acting, OrderFactory(), uuid4()

    def click(_number):
        try:
            return copy_vacancy(by, order, key).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        assert len(set(two.map(click, range(2)))) == 1
    assert Vacancy.objects.filter(copied_from=order).count() == 1


def test_a_form_without_anything_in_it_is_no_error_of_the_server(officer):
    draft = VacancyFactory(state=State.DRAFT)

    for address in (NEW, f"/en/petugas/lowongan/{draft.number}/ubah/"):
        page = officer.post(address)
        assert page.status_code == 200
        assert page.context["form"].non_field_errors()
