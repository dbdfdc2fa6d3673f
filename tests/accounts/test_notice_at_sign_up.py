"""Whoever makes an account was shown the privacy notice, and the portal knows which version."""

import pytest
from django.urls import reverse

from portal.accounts.models import NoticeShown, User
from tests.factories.accounts import UserFactory, an_invitation, new_version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix, language", [("", "id"), ("/en", "en")])
def test_a_sign_up_notes_the_version_in_force_and_the_language(client, prefix, language):
    new = new_version(None)

    client.post(f"{prefix}/akun/daftar/", {"name": "Sonia", "email": "sonia@contoh.test", "password1": "kebun jagung"})

    row = NoticeShown.objects.get()
    assert (row.user, row.text.number, row.channel, row.language) == (User.objects.get(), new.number, "web", language)


def test_a_sign_up_with_a_taken_address_notes_nothing_about_its_owner(client):
    owner = UserFactory()

    client.post(reverse("account_signup"), {"name": "Sonia", "email": owner.email, "password1": "kebun jagung tua"})

    assert not NoticeShown.objects.exists()


def test_an_account_made_by_an_invitation_notes_it_too(client):
    _invitation, token = an_invitation()

    client.post(reverse("account_invitation", args=[token]), {"password1": "kebun jagung tua"})

    assert NoticeShown.objects.get().user.email == "baru@contoh.test"


def test_the_notice_stands_before_the_first_field_of_an_invitation(client):
    _invitation, token = an_invitation()

    page = client.get(reverse("account_invitation", args=[token])).content.decode()

    assert -1 < page.find(f'href="{reverse("pages:privacy")}"') < page.find('name="password1"')
