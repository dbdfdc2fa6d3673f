"""What a stolen account, a broker or a scraper would try on the way to departure, and does not get."""

import pytest

from portal.workflow import open_events, take_step
from registrations.placements.workflow import State
from tests.placements import steps
from tests.placements.test_recording import a_case, officer_of, record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


# One stolen account


def test_whoever_wrote_down_a_paper_of_the_card_clears_nobody_though_another_wrote_the_last():
    case = a_case(State.PASSPORT_OK)
    thief, other = officer_of(case), officer_of(case)
    case = record(case, "insure", steps.INSURED, thief)
    case = record(case, "prepare_card", steps.CARD, other)
    type(case).objects.filter(pk=case.pk).update(state=State.CONTRACTED, reached=case.required)
    case.refresh_from_db()

    assert "issue_e_card" not in open_events(case, thief)
    assert "issue_e_card" in open_events(case, officer_of(case))


def test_an_employer_who_withdraws_takes_the_card_along():
    case = a_case(State.SELECTED)
    officer = officer_of(case)
    case = record(case, "prepare_card", steps.CARD, officer)

    case = take_step(case, "employer_withdraws", by=officer, reason="order cancelled")

    assert (case.e_card_number, case.planned_departure_on, case.prepared_by) == ("", None, None)
