"""The page of the own ways in, the PIN, name and language; nobody else can change them by any of these pages."""

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.test import Client
from django.urls import reverse

from portal.audit.models import Entry
from tests.accounts.own_ways import NEW_ADDRESS, OTHER, fresh, proved
from tests.accounts.phone import NUMBER, PIN, person
from tests.accounts.visits import post
from tests.factories.accounts import UserFactory, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gateway")]
NEW_PIN = "907541"


def said(client):
    return client.get(reverse("account_contacts")).text


class TestPin:
    def test_a_new_pin_counts_ends_other_sessions_and_is_told(self, gateway, post_told):
        user = person()
        other, client = log_in(Client(), user), proved(user)

        assert post_told(client, "account_pin", pin=NEW_PIN, again=NEW_PIN).url == reverse("account_contacts")

        assert check_password(NEW_PIN, fresh(user).pin)
        assert other.get(reverse("account_contacts")).status_code == 302
        assert gateway.taken[-1]["to"] == NUMBER
        assert NEW_PIN not in gateway.taken[-1]["text"]
        assert Entry.objects.get(action="accounts.pin_changed").fields == ["pin"]

    @pytest.mark.parametrize(
        ("pin", "again", "field"),
        [
            ("123456", "123456", "pin"),
            ("170845", "170845", "pin"),
            ("345678", "345678", "pin"),
            (NEW_PIN, "907542", "again"),
        ],
    )
    def test_a_plain_or_mistyped_pin_is_refused_at_its_field_and_not_shown(self, pin, again, field):
        user = person()

        answer = post(proved(user), "account_pin", pin=pin, again=again)

        assert list(answer.context["form"].errors) == [field]
        assert pin not in answer.text.replace("urutan seperti 123456", "")
        assert check_password(PIN, fresh(user).pin)

    def test_the_pin_of_another_in_the_household_is_refused_in_the_words_for_a_plain_one(self):
        person(pin=make_password(NEW_PIN))
        client = proved(person())

        refused = post(client, "account_pin", pin=NEW_PIN, again=NEW_PIN).context["form"].errors["pin"]
        plain = post(client, "account_pin", pin="777777", again="777777").context["form"].errors["pin"]

        assert refused == plain

    def test_the_pins_of_a_household_are_not_tried_out_here(self):
        client = proved(person())
        for guess in range(5):
            post(client, "account_pin", pin=f"90754{guess}", again=f"90754{guess}")

        answer = post(client, "account_pin", pin="482936", again="482936")

        assert answer.status_code == 200

    def test_without_a_number_there_is_no_pin(self):
        user = UserFactory()

        assert post(proved(user), "account_pin", pin=NEW_PIN, again=NEW_PIN).url == reverse("account_contacts")

        assert fresh(user).pin == ""


class TestPage:
    def test_it_says_what_is_there_and_what_is_missing(self, client):
        log_in(client, person())

        page = said(client)

        assert "0812-3456-7890" in page
        assert "Tanpa e-mail, akun bisa dipulihkan di kantor dengan KTP." in page

    def test_it_shows_nobody_elses_contacts(self, client):
        person(phone=NUMBER, name="Yohanes Contoh", email="yohanes@contoh.test")
        log_in(client, person())

        assert not any(word in said(client) for word in ("Yohanes", "yohanes@"))

    def test_name_and_language_are_saved_and_the_change_is_noted(self, client):
        user = person(name="Maria")
        log_in(client, user)

        post(client, "account_contacts", name="Maria Tolan", language="en")

        assert (fresh(user).name, fresh(user).language) == ("Maria Tolan", "en")
        assert Entry.objects.get(action="accounts.details_changed").fields == ["name", "language"]

    @pytest.mark.parametrize(("name", "language"), [("", "id"), ("a" * 151, "id"), ("Maria", "xx")])
    def test_a_bad_name_or_language_changes_nothing(self, client, name, language):
        user = person(name="Maria")
        log_in(client, user)

        assert post(client, "account_contacts", name=name, language=language).status_code == 200

        assert (fresh(user).name, fresh(user).language) == ("Maria", "id")

    def test_neither_contact_nor_pin_is_set_by_the_name_form(self, client):
        user = person()
        log_in(client, user)

        post(
            client,
            "account_contacts",
            name="Maria",
            language="id",
            phone=OTHER,
            email=NEW_ADDRESS,
            pin="x",
            is_staff="on",
        )

        assert (fresh(user).phone, fresh(user).email, fresh(user).is_staff) == (NUMBER, None, False)
