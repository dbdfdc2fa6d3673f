"""The privacy notice: found from each page, and before the first personal field."""

import pytest
from django.urls import reverse
from django.utils.translation import override

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_notice_is_linked_before_the_first_field_of_the_sign_up(client, language):
    with override(language):
        page = client.get(reverse("account_signup")).content.decode()
        notice = f'href="{reverse("pages:privacy")}"'

    assert -1 < page.find(notice) < page.find('name="name"')


def test_the_notice_is_linked_in_the_foot_of_public_pages(client):
    page = client.get(reverse("places:office_finder")).content.decode()

    assert f'href="{reverse("pages:privacy")}"' in page.partition('<footer class="foot">')[2]


def test_in_practice_mode_the_notice_says_that_nobody_answers_yet(client, settings):
    practice = client.get(reverse("pages:privacy")).content.decode()
    settings.PUBLIC_BODY = "BP3MI Contoh"
    real = client.get(reverse("pages:privacy")).content.decode()

    assert "Belum ada: ini situs latihan." in practice
    assert "Belum ada: ini situs latihan." not in real
    assert "BP3MI Contoh." in real


def test_the_notice_says_what_heads_see_of_their_members(client):
    page = client.get(reverse("pages:privacy")).content.decode()

    assert "Kepala melihat nama, e-mail, dan peran anggota kantornya sendiri." in page
