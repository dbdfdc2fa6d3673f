"""What the admin leaves to import and workflow."""

import pytest
from django.contrib import admin

from jobs.models import Vacancy
from jobs.workflow import State
from tests.factories.accounts import UserFactory
from tests.factories.jobs import VacancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(rf):
    request = rf.get("/")
    request.user = UserFactory(is_staff=True, is_superuser=True)
    return request


@pytest.mark.parametrize("state", State)
def test_only_a_draft_can_be_changed_here_as_in_the_check_room(asked, state):
    vacancy = VacancyFactory(state=state)

    assert admin.site.get_model_admin(Vacancy).has_change_permission(asked, vacancy) == (state == State.DRAFT)


def test_state_and_version_of_a_vacancy_are_the_workflows(asked):
    vacancy_admin = admin.site.get_model_admin(Vacancy)

    assert {"state", "version"} <= set(vacancy_admin.get_readonly_fields(asked))
    assert not vacancy_admin.has_add_permission(asked)
    assert not vacancy_admin.has_delete_permission(asked)
