"""What an officer corrects stays corrected, whatever the packaged files say."""

import pytest
from django.urls import reverse

from portal.audit.models import Entry
from portal.places.models import Holiday, PublicContact
from tests.factories.accounts import UserFactory, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    log_in(client, UserFactory(is_staff=True, is_superuser=True, second_factor=True))
    return client


def test_a_row_corrected_in_the_admin_is_left_alone_from_then_on(places, administrator):
    leave = Holiday.objects.get(kind=Holiday.Kind.JOINT_LEAVE)

    administrator.post(
        reverse("admin:places_holiday_change", args=[leave.pk]),
        {
            "day": "2026-02-16",
            "kind": leave.kind,
            "name": leave.name,
            "legal_basis": "SKB yang dibaca",
            "checked": "on",
        },
    )
    places.sync()

    leave.refresh_from_db()
    assert (leave.legal_basis, leave.checked) == ("SKB yang dibaca", True)


def test_a_test_call_is_kept_with_who_made_it(places, administrator):
    contact = PublicContact.objects.get()

    administrator.post(
        reverse("admin:places_publiccontact_changelist"),
        {"action": "record_test_call", "_selected_action": [contact.pk]},
    )

    tested = PublicContact.objects.printable().get()
    assert tested.last_tested_by.is_superuser
    assert Entry.objects.get(action="places.contact_tested").subject_id == str(contact.pk)
