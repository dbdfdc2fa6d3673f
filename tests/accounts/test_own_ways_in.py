"""A person looks after the own number, address, PIN, name and language; nobody else can by any of these pages."""

import time

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password, make_password
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.contacts import services
from portal.accounts.models import OneTimeCode, User
from portal.audit.models import Entry
from tests.accounts.phone import NUMBER, PIN, last_code, person, post
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory, log_in, totp_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gateway")]
OTHER_TYPED, OTHER = "0813 5739 4680", "+6281357394680"
NEW_PIN = "907541"
NEW_ADDRESS = "baru@contoh.test"


@pytest.fixture
def post_told(django_capture_on_commit_callbacks):
    """``post``, and what waits for the commit is sent."""

    def send(*given, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return post(*given, **fields)

    return send


def proved(user, client=None):
    """A client of ``user`` who has just given PIN or password."""
    client = log_in(client or Client(), user)
    post(client, "account_reauthenticate", password=PIN if user.pin else PASSWORD)
    return client


def mailed_code():
    return next(line for line in mail.outbox[-1].body.splitlines() if line.isdigit())


def fresh(user):
    return User.objects.get(pk=user.pk)


def said(client):
    return client.get(reverse("account_contacts")).text


class TestNumber:
    def test_a_new_number_counts_once_its_code_is_typed(self, gateway):
        user = person()
        client = proved(user)

        assert post(client, "account_new_phone", phone=OTHER_TYPED).url == reverse("account_new_phone_code")
        assert (gateway.taken[-1]["to"], fresh(user).phone) == (OTHER, NUMBER)
        assert post(client, "account_new_phone_code", code=last_code(gateway)).url == reverse("account_contacts")

        assert fresh(user).phone == OTHER
        assert Entry.objects.get(action="accounts.phone_changed").fields == ["phone"]

    def test_the_old_number_and_the_address_are_told_without_a_name(self, gateway, post_told):
        user = person(email="maria@contoh.test", name="Maria Tolan")
        client = proved(user)
        post(client, "account_new_phone", phone=OTHER_TYPED)
        post_told(client, "account_new_phone_code", code=last_code(gateway))

        sms, letter = gateway.taken[-1], mail.outbox[-1]
        assert (sms["to"], letter.to) == (NUMBER, [user.email])
        assert "Nomor HP" in sms["text"] and "Nomor HP" in letter.body
        assert len(sms["text"]) <= 160
        assert not any(word in sms["text"] + letter.subject + letter.body for word in ("Maria", OTHER, "5739"))

    def test_all_other_sessions_end_and_this_one_stays(self, gateway):
        user = person()
        other, client = log_in(Client(), user), proved(user)
        post(client, "account_new_phone", phone=OTHER_TYPED)
        post(client, "account_new_phone_code", code=last_code(gateway))

        assert other.get(reverse("account_contacts")).status_code == 302
        assert client.get(reverse("account_contacts")).status_code == 200

    def test_who_was_not_asked_again_changes_nothing(self, client, gateway):
        log_in(client, person())

        assert post(client, "account_new_phone", phone=OTHER_TYPED).url.startswith(reverse("account_reauthenticate"))

        assert gateway.taken == []

    @pytest.mark.parametrize("household", [0, 1, 6])
    def test_before_the_code_nothing_tells_who_uses_a_number(self, gateway, household):
        for _each in range(household):
            person(phone=OTHER)
        client = proved(person())

        answer = post(client, "account_new_phone", phone=OTHER_TYPED)
        page = client.get(answer.url)

        assert (answer.url, page.status_code) == (reverse("account_new_phone_code"), 200)
        assert gateway.taken[-1]["to"] == OTHER

    def test_a_seventh_account_is_refused_after_the_code(self, gateway):
        for _each in range(6):
            person(phone=OTHER)
        user = person()
        client = proved(user)
        post(client, "account_new_phone", phone=OTHER_TYPED)

        answer = post(client, "account_new_phone_code", code=last_code(gateway))

        assert "enam akun" in client.get(answer.url).text
        assert fresh(user).phone == NUMBER

    def test_a_code_is_good_once_and_for_this_visit_and_number_only(self, gateway):
        user, thief = person(), person()
        client, strangers = proved(user), proved(thief)
        post(client, "account_new_phone", phone=OTHER_TYPED)
        code = last_code(gateway)
        post(strangers, "account_new_phone", phone=OTHER_TYPED)

        post(strangers, "account_new_phone_code", code=code)  # of another person's visit
        post(client, "account_new_phone", phone="0812 9876 5432")  # in another tab
        post(client, "account_new_phone_code", code=code)

        assert (fresh(user).phone, fresh(thief).phone) == (NUMBER, NUMBER)
        post(client, "account_new_phone_code", code=last_code(gateway))
        assert fresh(user).phone == "+6281298765432"
        assert post(client, "account_new_phone_code", code=last_code(gateway)).url == reverse("account_new_phone")

    def test_an_expired_code_saves_nothing(self, gateway, monkeypatch):
        user = person()
        client = proved(user)
        post(client, "account_new_phone", phone=OTHER_TYPED)
        later = time.time() + 601
        monkeypatch.setattr(time, "time", lambda: later)

        post(client, "account_new_phone_code", code=last_code(gateway))

        assert fresh(user).phone == NUMBER

    def test_five_wrong_codes_end_the_sixth_try_though_it_is_right(self, gateway):
        user = person()
        client = proved(user)
        post(client, "account_new_phone", phone=OTHER_TYPED)
        right = last_code(gateway)
        for guess in range(5):
            post(client, "account_new_phone_code", code=f"{(int(right) + 1 + guess) % 10**6:06}")

        post(client, "account_new_phone_code", code=right)

        assert fresh(user).phone == NUMBER

    def test_one_account_cannot_flood_numbers_nor_many_accounts_one_number(self, gateway):
        client = proved(person())
        for place in range(6):
            post(client, "account_new_phone", phone=f"0812 9876 543{place}")
        assert len(gateway.taken) == 3

        for _each in range(5):
            post(proved(person(phone=None, email=None, pin=make_password(PIN))), "account_new_phone", phone=OTHER_TYPED)
        assert [sms["to"] for sms in gateway.taken].count(OTHER) == 3

    def test_asking_for_the_code_again_is_counted_too(self, gateway):
        client = proved(person())
        post(client, "account_new_phone", phone=OTHER_TYPED)
        for _each in range(5):
            post(client, "account_new_phone_code", action="resend")

        assert len(gateway.taken) == 3

    def test_a_form_of_another_site_is_refused(self):
        strict = Client(enforce_csrf_checks=True)
        user = person(second_factor=True)
        log_in(strict, user)

        for name in ("account_new_phone", "account_remove_phone", "account_pin", "account_new_email"):
            assert strict.post(reverse(name), {"phone": OTHER_TYPED}).status_code == 403

    def test_the_only_way_in_is_not_removed(self):
        user = person()
        client = proved(user)

        assert "satu-satunya" in client.get(reverse("account_remove_phone")).text
        post(client, "account_remove_phone")

        assert fresh(user).phone == NUMBER

    def test_an_unconfirmed_address_is_no_other_way_in(self):
        user = person(email="maria@contoh.test", email_verified=False)

        post(proved(user), "account_remove_phone")

        assert fresh(user).phone == NUMBER

    def test_with_a_confirmed_address_the_number_goes_and_its_pin(self, gateway, post_told):
        user = person(email="maria@contoh.test")

        post_told(proved(user), "account_remove_phone")

        assert (fresh(user).phone, fresh(user).pin) == (None, "")
        assert gateway.taken[-1]["to"] == NUMBER
        assert Entry.objects.filter(action="accounts.phone_removed").exists()

    def test_without_a_gateway_the_page_says_so(self, gateway, settings):
        settings.SMS_GATEWAY_URL, settings.LAPTOP = "", False
        client = proved(person())

        assert client.get(reverse("account_new_phone")).url == reverse("account_contacts")
        assert "belum bisa mengirim SMS" in said(client)


class TestAddress:
    def begin(self, client, email=NEW_ADDRESS):
        return post(client, "account_new_email", email=email)

    def test_a_new_address_counts_once_its_code_is_typed(self, post_told):
        user = UserFactory()
        other, client = log_in(Client(), user), proved(user)

        self.begin(client, NEW_ADDRESS.upper())
        assert (mail.outbox[-1].to, fresh(user).email) == ([NEW_ADDRESS], user.email)
        post_told(client, "account_new_email_code", code=mailed_code())

        assert fresh(user).email == NEW_ADDRESS
        assert list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")) == [
            (NEW_ADDRESS, True, True)
        ]
        assert mail.outbox[-1].to == [user.email]
        assert NEW_ADDRESS not in mail.outbox[-1].body
        assert other.get(reverse("account_contacts")).status_code == 302
        assert Entry.objects.get(action="accounts.email_changed").fields == ["email"]

    def test_a_first_address_is_told_to_the_number(self, gateway, post_told):
        client = proved(person())
        self.begin(client)
        post_told(client, "account_new_email_code", code=mailed_code())

        assert gateway.taken[-1]["to"] == NUMBER
        assert "e-mail" in gateway.taken[-1]["text"]

    def test_the_old_address_renews_no_password(self, client):
        user = UserFactory()
        begun = Client()
        post(begun, "account_reset_password", email=user.email)
        reset = mailed_code()
        inside = proved(user)
        self.begin(inside)
        post(inside, "account_new_email_code", code=mailed_code())

        post(begun, "account_confirm_password_reset_code", code=reset)  # asked for before the change
        assert begun.get(reverse("account_complete_password_reset")).status_code == 302
        post(client, "account_reset_password", email=user.email)

        assert "Kode" not in mail.outbox[-1].subject
        assert not any(line.isdigit() for line in mail.outbox[-1].body.splitlines())

    def test_a_reset_half_done_by_the_old_address_ends_with_it(self):
        user = UserFactory()
        begun = Client()
        post(begun, "account_reset_password", email=user.email)
        post(begun, "account_confirm_password_reset_code", code=mailed_code())
        inside = proved(user)
        self.begin(inside)
        post(inside, "account_new_email_code", code=mailed_code())

        post(begun, "account_complete_password_reset", password1="kebun jagung tua", password2="kebun jagung tua")

        assert fresh(user).check_password(PASSWORD)

    def test_a_log_in_code_to_the_old_address_opens_nothing(self):
        user = UserFactory()
        begun = Client()
        post(begun, "account_request_login_code", email=user.email)
        code = mailed_code()
        inside = proved(user)
        self.begin(inside)
        post(inside, "account_new_email_code", code=mailed_code())

        post(begun, "account_confirm_login_code", code=code)

        assert "_auth_user_id" not in begun.session

    @pytest.mark.parametrize("confirmed", [True, False])
    def test_somebody_elses_address_looks_the_same_and_its_owner_is_told(self, confirmed):
        owner = UserFactory(email=NEW_ADDRESS, email_verified=confirmed, language="en")
        taken, free = proved(UserFactory()), proved(UserFactory())

        answers = [self.begin(taken), self.begin(free, "bebas@contoh.test")]
        pages = [client.get(reverse("account_new_email_code")).text for client in (taken, free)]

        assert [answer.url for answer in answers] == [reverse("account_new_email_code")] * 2
        assert len(mail.outbox) == 2
        assert mail.outbox[0].to == [owner.email]
        assert "Somebody wrote your e-mail address" in mail.outbox[0].body
        assert not any(line.isdigit() for line in mail.outbox[0].body.splitlines())
        assert OneTimeCode.objects.count() == 2
        alike = [
            page.replace(address, "") for page, address in zip(pages, (NEW_ADDRESS, "bebas@contoh.test"), strict=True)
        ]
        assert len(alike[0]) == len(alike[1])

    def test_of_two_who_prove_one_address_the_first_gets_it(self):
        first, second = UserFactory(), UserFactory()
        one, two = proved(first), proved(second)
        codes = []
        for client in (one, two):
            self.begin(client)
            codes.append(mailed_code())

        post(one, "account_new_email_code", code=codes[0])
        answer = post(two, "account_new_email_code", code=codes[1])

        assert "sudah dipakai" in two.get(answer.url).text
        assert (fresh(first).email, fresh(second).email) == (NEW_ADDRESS, second.email)
        assert EmailAddress.objects.filter(user=second, verified=True).exists()

    def test_an_officer_gives_the_second_factor_again(self, client, monkeypatch):
        user = MembershipFactory().user
        log_in(client, user)
        later = time.time() + 360
        monkeypatch.setattr(time, "time", lambda: later)
        post(client, "account_reauthenticate", password=PASSWORD)

        asked = client.get(reverse("account_new_email"))
        assert asked.url.startswith(reverse("mfa_reauthenticate"))
        assert client.post(asked.url, {"code": totp_code(user)}).url == reverse("account_new_email")

        assert client.get(reverse("account_new_email")).status_code == 200

    def test_an_unconfirmed_address_of_ones_own_is_confirmed_here(self):
        user = person(email="maria@contoh.test", email_verified=False)
        client = proved(user)

        assert 'value="maria@contoh.test"' in client.get(reverse("account_new_email")).text
        self.begin(client, user.email)
        post(client, "account_new_email_code", code=mailed_code())

        assert EmailAddress.objects.get(user=user).verified

    def test_one_address_is_not_flooded_with_mails(self):
        for _each in range(5):
            self.begin(proved(UserFactory()))

        assert len(mail.outbox) == 3


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


def test_two_at_once_cannot_both_have_one_address(monkeypatch):
    """Between the look and the write somebody else is faster: the database says no, the person gets a sentence."""
    UserFactory(email=NEW_ADDRESS)
    user = UserFactory()
    client = proved(user)
    monkeypatch.setattr(services, "_others", lambda *given: User.objects.none())
    post(client, "account_new_email", email=NEW_ADDRESS)

    answer = post(client, "account_new_email_code", code=mailed_code())

    assert answer.url == reverse("account_new_email")
    assert fresh(user).email == user.email
    assert EmailAddress.objects.filter(user=user, verified=True).exists()
