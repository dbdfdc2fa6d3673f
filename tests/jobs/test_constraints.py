"""Each promise of the database, broken once."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from jobs.choices import CheckKind, CostComponent, CostStance, EmployerKind, RuleAct, RuleAction
from jobs.models import (
    Employer,
    FactsBefore,
    ImportBatch,
    RuleDraft,
    SavedSearch,
    SavedVacancy,
    SearchWord,
    Vacancy,
)
from jobs.workflow import State
from tests.factories.accounts import MembershipFactory
from tests.factories.jobs import (
    AgeRuleFactory,
    CheckerFactory,
    CheckFactory,
    CompanyStatementFactory,
    CostItemFactory,
    CostRuleFactory,
    DestinationFactory,
    EmployerFactory,
    ExchangeRateFactory,
    OccupationFactory,
    PaperRuleFactory,
    PartnerAgencyFactory,
    PlacementCompanyFactory,
    PlacementRuleFactory,
    ProcedureRuleFactory,
    ProofRuleFactory,
    PublishedFigureFactory,
    RecruitmentPermitFactory,
    RuleDraftFactory,
    VacancyFactory,
    ValidityRuleFactory,
    a_way,
)
from tests.factories.messaging import ContactFactory

pytestmark = pytest.mark.django_db
EARLY, LATE = date(2026, 1, 1), date(2026, 2, 1)


def twice(factory, **facts):
    """Two rows that share what must not be shared."""
    factory(**facts)
    factory(**facts)


def same_company(factory, **facts):
    twice(factory, company=PlacementCompanyFactory(), **facts)


def same_vacancy(factory, **facts):
    twice(factory, vacancy=VacancyFactory(), **facts)


def an_upload(**facts):
    by = MembershipFactory()
    return ImportBatch.objects.create(
        kind="vacancies", submission_key=uuid4(), membership=by, asked_by=by, language="id", **facts
    )


def facts_kept_twice():
    batch, vacancy = an_upload(), VacancyFactory()
    for _again in range(2):
        FactsBefore.objects.create(batch=batch, vacancy=vacancy, facts={}, version=2)


BROKEN = {
    "company_licence_number_is_used_once": lambda: (
        PlacementCompanyFactory(licence_number="1"), PlacementCompanyFactory(licence_number="1")),
    "company_without_licence_is_known_by_its_name": lambda: (
        PlacementCompanyFactory(licence_number="", name_key="a", slug="a"),
        PlacementCompanyFactory(licence_number="", name_key="a", slug="b")),
    "company_statement_is_kept_once": lambda: same_company(CompanyStatementFactory),
    "permit_number_is_used_once_per_company": lambda: same_company(RecruitmentPermitFactory, number="1"),
    "permit_dates_in_order": lambda: RecruitmentPermitFactory(valid_from=LATE, valid_until=EARLY),
    "employer_is_known_once_per_country": lambda: twice(EmployerFactory, name="Contoh", country=None),
    "figure_of_one_source_is_kept_once": lambda: twice(PublishedFigureFactory),
    "figure_names_its_source": lambda: PublishedFigureFactory(source_name=""),
    "placement_rules_for_one_case_do_not_overlap": lambda: (
        PlacementRuleFactory(valid_to=LATE), PlacementRuleFactory(valid_from=LATE, action=RuleAction.STOPPED)),
    "placement_rule_dates_in_order": lambda: PlacementRuleFactory(valid_from=LATE, valid_to=EARLY),
    "saved_vacancy_is_kept_once": lambda: same_vacancy(SavedVacancy.objects.create, contact=ContactFactory()),
    "saved_search_is_kept_once": lambda: twice(SavedSearch.objects.create, contact=ContactFactory(), query="q=perawat"),
    "exchange_rate_once_per_currency_and_day": lambda: twice(ExchangeRateFactory),
    "exchange_rate_is_positive": lambda: ExchangeRateFactory(rupiah=0),
    "occupation_code_has_four_digits": lambda: OccupationFactory(isco08="53A1"),
    "vacancy_job_order_is_listed_once": lambda: twice(VacancyFactory, job_order_number="JO-1"),
    "vacancy_of_one_source_is_listed_once": lambda: twice(
        VacancyFactory, title="Juru las", source_url="https://contoh.test/1", destination=None),
    "vacancy_wage_range_in_order": lambda: VacancyFactory(
        wage_amount_min=2, wage_amount_max=1, currency="TWD", wage_period="month"),
    "vacancy_wage_has_currency_and_period": lambda: VacancyFactory(wage_amount_min=2, currency="TWD"),
    "vacancy_ages_in_order": lambda: VacancyFactory(age_min=30, age_max=29),
    "vacancy_dates_in_order": lambda: VacancyFactory(opens_on=LATE, closes_on=EARLY),
    "vacancy_places_by_sex_fit_the_total": lambda: VacancyFactory(quota_total=3, quota_male=2, quota_female=2),
    "vacancy_form_sent_twice_is_one": lambda: twice(VacancyFactory, submission_key=uuid4()),
    "vacancy_open_was_seen_by_a_second_person": lambda: VacancyFactory(state=State.OPEN, is_redrafted=True),
    "vacancy_traineeship_is_never_open": lambda: VacancyFactory(is_traineeship=True, state=State.OPEN),
    "vacancy_reported_names_its_source": lambda: VacancyFactory(source_name=""),
    "vacancy_check_of_each_kind_stands_once": lambda: same_vacancy(CheckFactory, kind=CheckKind.PERMIT),
    "check_names_its_reference": lambda: CheckFactory(reference=""),
    "vacancy_is_opened_by_a_second_person": lambda: VacancyFactory(
        verified_by=CheckerFactory(), opened_by=CheckerFactory()),
    "company_licence_dates_in_order": lambda: CompanyStatementFactory(licence_from=LATE, licence_until=EARLY),
    "partner_agency_is_known_once_per_country": lambda: twice(PartnerAgencyFactory, name="Contoh", country=None),
    "cost_rules_for_one_case_do_not_overlap": lambda: (
        CostRuleFactory(valid_to=LATE), CostRuleFactory(valid_from=LATE)),
    "cost_rule_dates_in_order": lambda: CostRuleFactory(valid_from=LATE, valid_to=EARLY),
    "cost_rule_of_a_dispute_tells_the_positions": lambda: CostRuleFactory(stance=CostStance.DISPUTED),
    "rule_is_published_by_a_second_person": lambda: RuleDraftFactory(
        drafted_by=CheckerFactory(), published_by=CheckerFactory()),
    "rule_draft_published_names_who_and_when": lambda: RuleDraftFactory(state=RuleDraft.State.PUBLISHED),
    "rule_draft_names_a_rule_unless_it_is_new": lambda: RuleDraftFactory(act=RuleAct.END),
    "rule_draft_dates_in_order": lambda: RuleDraftFactory(valid_from=LATE, valid_to=EARLY),
    "paper_rules_for_one_case_do_not_overlap": lambda: (
        PaperRuleFactory(valid_to=LATE), PaperRuleFactory(valid_from=LATE)),
    "paper_rule_dates_in_order": lambda: PaperRuleFactory(valid_from=LATE, valid_to=EARLY),
    "paper_rule_ages_in_order": lambda: PaperRuleFactory(age_min=40, age_max=39),
    "validity_rules_for_one_case_do_not_overlap": lambda: (
        ValidityRuleFactory(valid_to=LATE), ValidityRuleFactory(valid_from=LATE, months=3)),
    "validity_rule_dates_in_order": lambda: ValidityRuleFactory(valid_from=LATE, valid_to=EARLY),
    "procedures_of_one_scheme_do_not_overlap": lambda: (
        ProcedureRuleFactory(valid_to=LATE), ProcedureRuleFactory(valid_from=LATE, steps="Lain", steps_en="Other")),
    "procedure_dates_in_order": lambda: ProcedureRuleFactory(valid_from=LATE, valid_to=EARLY),
    "procedure_tells_each_step_in_both_languages": lambda: ProcedureRuleFactory(steps_en="Register"),
    "procedure_way_leads_from_application_over_clearance": lambda: ProcedureRuleFactory(way=a_way()[:-3] + a_way()[-2:]),
    "proof_rules_for_one_case_do_not_overlap": lambda: (
        ProofRuleFactory(valid_to=LATE), ProofRuleFactory(valid_from=LATE, text="Lain")),
    "proof_rule_dates_in_order": lambda: ProofRuleFactory(valid_from=LATE, valid_to=EARLY),
    "proof_rule_spares_nobody_the_country_rules": lambda: ProofRuleFactory(proof=CheckKind.RULES),
    "proof_rule_says_what_stands_there": lambda: ProofRuleFactory(text_en=""),
    "age_rules_for_one_case_do_not_overlap": lambda: (
        AgeRuleFactory(valid_to=LATE), AgeRuleFactory(valid_from=LATE, min_age=21)),
    "age_rule_dates_in_order": lambda: AgeRuleFactory(valid_from=LATE, valid_to=EARLY),
    "upload_counts_add_up": lambda: an_upload(rows=2, created=1),
    "upload_written_has_its_moment": lambda: an_upload(state=ImportBatch.State.DONE),
    "facts_before_an_upload_are_kept_once": facts_kept_twice,
    "search_word_is_written_small": lambda: SearchWord.objects.create(phrase="ART", means="household"),
    "cost_component_once_per_payer": lambda: same_vacancy(CostItemFactory, component=CostComponent.VISA),
    "cost_amount_is_not_negative": lambda: CostItemFactory(amount=-1),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BROKEN[name]()


def test_every_named_constraint_is_broken_above():
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT conname FROM pg_constraint WHERE conrelid::regclass::text LIKE 'jobs\\_%%'
                   AND contype IN ('c', 'x') AND conname NOT LIKE 'jobs\\_%%'
               UNION SELECT indexrelid::regclass::text FROM pg_index
               WHERE indrelid::regclass::text LIKE 'jobs\\_%%' AND indisunique
                   AND indexrelid::regclass::text NOT LIKE 'jobs\\_%%'"""
        )
        assert {name for (name,) in cursor.fetchall()} == set(BROKEN)


def test_the_same_case_may_be_ruled_anew_the_day_after():
    PlacementRuleFactory(valid_to=EARLY)
    PlacementRuleFactory(valid_from=LATE, action=RuleAction.STOPPED)
    PlacementRuleFactory(employer_kind=EmployerKind.HOUSEHOLD)
    PlacementRuleFactory(occupation=OccupationFactory())


def test_the_same_title_of_another_country_or_source_is_another_vacancy():
    VacancyFactory(title="Juru las", source_url="", destination=None)
    VacancyFactory(title="Juru las", source_url="", destination=DestinationFactory())
    VacancyFactory(title="Juru las", source_url="", destination=None, source_name="Media lain")

    assert Vacancy.objects.count() == 3
    assert not Employer.objects.exists()
