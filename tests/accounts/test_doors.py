"""Logging in, signing up, the second step: walked as a browser would, without JavaScript."""

import re
import time

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from portal.accounts.adapter import TOO_MANY_TRIES, AccountAdapter
from portal.accounts.models import User
from portal.audit.models import Entry
from tests.accounts.visits import is_in, mailed_code, post
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory, code_of, log_in, totp_code

pytestmark = pytest.mark.django_db


def test_a_citizen_signs_up_confirms_the_address_and_is_home(client):
    answer = post(client, "account_signup", name="Sonia", email="Sonia@Contoh.test", password1="kebun jagung tua")
    assert answer.url == reverse("account_email_verification_sent")
    assert not is_in(client)

    answer = post(client, "account_email_verification_sent", code=mailed_code())

    assert answer.url == reverse("pages:person_home")
    user = User.objects.get(email="sonia@contoh.test")
    assert (user.name, user.language) == ("Sonia", "id")
    assert "Sonia" in client.get(answer.url).content.decode()


def test_signing_up_with_a_taken_address_looks_the_same_and_warns_its_owner(client):
    taken = UserFactory()
    fields = {"name": "Sonia", "password1": "kebun jagung tua"}
    free = post(client, "account_signup", email="baru@contoh.test", **fields)
    free_page = client.get(free.url)
    client.cookies.clear()

    answer = post(client, "account_signup", email=taken.email, **fields)
    page = client.get(answer.url)

    assert (answer.status_code, answer.url) == (free.status_code, free.url)
    blank = re.compile(r"(orang[0-9]+|baru)@contoh.test|value=\"\w{64}\"|nonce")
    assert blank.sub("", page.content.decode()) == blank.sub("", free_page.content.decode())
    assert mail.outbox[-1].to == [taken.email]
    assert reverse("account_reset_password") in mail.outbox[-1].body
    assert User.objects.filter(email=taken.email).count() == 1


class CountingHasher(MD5PasswordHasher):
    hashed = 0

    def encode(self, password, salt):
        CountingHasher.hashed += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("page", ["account_signup", "account_login"])
def test_a_known_address_costs_as_much_hashing_as_an_unknown_one(client, settings, page):
    known = UserFactory().email
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    costs = []
    for email in (known, "baru@contoh.test"):
        CountingHasher.hashed = 0
        post(
            client, page, name="Sonia", email=email, login=email, password1="kebun jagung tua", password="kebun jagung"
        )
        costs.append(CountingHasher.hashed)
        client.cookies.clear()

    assert costs[0] == costs[1] > 0


def test_a_password_opens_the_account_and_the_audit_knows(client):
    user = UserFactory()

    answer = post(client, "account_login", login=user.email.upper(), password=PASSWORD)

    assert answer.url == reverse("pages:person_home")
    assert is_in(client)
    entry = Entry.objects.get(action="accounts.logged_in")
    assert (entry.user_id, entry.reason_code, entry.ip) == (user.pk, "password", "127.0.0.1")


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_says_the_same_for_known_and_unknown_addresses(client, known):
    user = UserFactory()

    answer = post(client, "account_login", login=user.email if known else "siapa@contoh.test", password="salah salah")

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == [AccountAdapter.error_messages["email_password_mismatch"]]
    assert not is_in(client)
    entry = Entry.objects.get(action="accounts.login_failed")
    assert entry.subject_id == (str(user.pk) if known else "")
    assert entry.user_id is None


def test_five_wrong_passwords_close_the_account_for_a_while_whatever_host_is_named(client):
    user = UserFactory()
    for port in range(5):
        client.post(
            reverse("account_login"), {"login": user.email, "password": "salah"}, headers={"host": f"localhost:{port}"}
        )

    answer = post(client, "account_login", login=user.email, password=PASSWORD)

    assert not is_in(client)
    assert answer.context["form"].non_field_errors() == [TOO_MANY_TRIES]


def test_a_patient_thief_has_sixty_tries_a_day(client, monkeypatch):
    user, now = UserFactory(), time.time()
    tries = 0
    for past in range(0, 86_000, 3_600):
        monkeypatch.setattr(time, "time", lambda past=past: now + past)
        for _again in range(5):
            answer = post(client, "account_login", login=user.email, password="keliru sekali")
            tries += str(TOO_MANY_TRIES) not in answer.content.decode()

    assert tries == 60


def test_a_hall_of_people_behind_one_address_logs_in(client):
    for user in UserFactory.create_batch(40):
        client.cookies.clear()
        assert post(client, "account_login", login=user.email, password=PASSWORD).status_code == 302


def confirm_by_log_in(client):
    post(client, "account_request_login_code", email="korban@contoh.test")
    return post(client, "account_confirm_login_code", code=mailed_code())


def confirm_by_reset(client):
    post(client, "account_reset_password", email="korban@contoh.test")
    return post(client, "account_confirm_password_reset_code", code=mailed_code())


@pytest.mark.parametrize("confirm", [confirm_by_log_in, confirm_by_reset])
def test_who_signed_up_under_a_foreign_address_never_gets_in(client, confirm):
    post(client, "account_signup", name="Orang Lain", email="korban@contoh.test", password1="kebun jagung tua")
    client.cookies.clear()

    page = client.get(confirm(client).url)  # the owner of the address, who is in or about to choose a password

    assert page.status_code == 200
    client.cookies.clear()
    post(client, "account_login", login="korban@contoh.test", password="kebun jagung tua")
    assert not is_in(client)
    assert Entry.objects.filter(action="accounts.password_removed", fields=["password"]).count() == 1


def test_a_password_is_kept_when_its_own_visit_confirms_the_address_later(client):
    user = UserFactory(email_verified=False)
    post(client, "account_login", login=user.email, password=PASSWORD)

    post(client, "account_email_verification_sent", code=mailed_code())

    user.refresh_from_db()
    assert is_in(client)
    assert user.has_usable_password()


def test_the_slower_of_two_equal_sign_ups_is_told_like_one_who_has_an_account(client, monkeypatch):
    fields = {"name": "Sonia", "email": "sonia@contoh.test", "password1": "kebun jagung tua"}
    save = AccountAdapter.save_user

    def overtaken(adapter, request, user, form, commit=True):
        User.objects.create_user(fields["email"])
        return save(adapter, request, user, form, commit)

    monkeypatch.setattr(AccountAdapter, "save_user", overtaken)

    answer = post(client, "account_signup", **fields)

    assert answer.url == reverse("account_email_verification_sent")
    assert reverse("account_reset_password") in mail.outbox[-1].body
    assert not is_in(client)


def test_a_code_by_mail_opens_the_account_once(client):
    user = UserFactory()
    answer = post(client, "account_request_login_code", email=user.email)
    code = mailed_code()
    assert client.get(answer.url).status_code == 200
    assert "Maria" not in mail.outbox[-1].subject + mail.outbox[-1].body

    answer = post(client, "account_confirm_login_code", code=code)

    assert answer.url == reverse("pages:person_home")
    client.logout()
    post(client, "account_request_login_code", email=user.email)
    post(client, "account_confirm_login_code", code=code)
    assert not is_in(client)


def test_asking_for_a_code_tells_nobody_whether_the_address_is_known(client):
    known = post(client, "account_request_login_code", email=UserFactory().email)
    known_page = client.get(known.url).content.decode()
    client.cookies.clear()
    unknown = post(client, "account_request_login_code", email="siapa@contoh.test")
    unknown_page = client.get(unknown.url).content.decode()

    blank = re.compile(r"(orang[0-9]+|siapa)@contoh.test|value=\"\w{64}\"")
    assert known.url == unknown.url
    assert blank.sub("", known_page) == blank.sub("", unknown_page)
    assert [len(message.to) for message in mail.outbox] == [1, 1]


def test_three_wrong_codes_end_the_try(client):
    user = UserFactory()
    post(client, "account_request_login_code", email=user.email)
    code = mailed_code()
    wrong = "000000" if code != "000000" else "111111"

    for _ in range(3):
        post(client, "account_confirm_login_code", code=wrong)
    post(client, "account_confirm_login_code", code=code)

    assert not is_in(client)
    assert (
        Entry.objects.filter(action="accounts.login_failed", reason_code="code", subject_id=str(user.pk)).count() == 3
    )


def test_three_wrong_codes_end_the_try_even_if_many_come_at_once(client):
    user = UserFactory()
    post(client, "account_request_login_code", email=user.email)
    code, before = mailed_code(), dict(client.session.items())
    for _ in range(3):
        post(client, "account_confirm_login_code", code="000000" if code != "000000" else "111111")
        # What a request reads that began before the others had counted.
        session = client.session
        session.update(before)
        session.save()

    post(client, "account_confirm_login_code", code=code)

    assert not is_in(client)


def test_a_half_done_log_in_can_be_started_again(client):
    post(client, "account_request_login_code", email=UserFactory().email)
    assert client.get(reverse("account_login")).url == reverse("account_confirm_login_code")

    post(client, "account_logout")

    assert client.get(reverse("account_login")).status_code == 200


def test_whoever_starts_again_still_comes_to_where_they_wanted(client):
    asked = post(client, "account_request_login_code", email=UserFactory().email, next="/akun/sesi/?a=1")
    page = client.get(asked.url).content.decode()
    way_back = re.search(r'name="next" value="(/akun/masuk/[^"]*)"', page)[1]

    answer = post(client, "account_logout", next=way_back)

    assert answer.url == way_back
    assert '<input type="hidden" name="next" value="/akun/sesi/?a=1">' in client.get(answer.url).content.decode()


def test_the_second_factor_is_asked_after_password_and_after_code(client):
    user = UserFactory(second_factor=True)

    answer = post(client, "account_login", login=user.email, password=PASSWORD)
    assert answer.url == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.get(answer.url).status_code == 200
    assert post(client, "mfa_authenticate", code=totp_code(user)).url == reverse("pages:person_home")

    client.logout()
    post(client, "account_request_login_code", email=user.email)
    assert post(client, "account_confirm_login_code", code=mailed_code()).url == reverse("mfa_authenticate")
    assert not is_in(client)


def test_a_code_of_the_app_works_once(client):
    user = UserFactory(second_factor=True)
    code = totp_code(user)
    for _ in range(2):
        client.logout()
        post(client, "account_login", login=user.email, password=PASSWORD)
        # allauth forgets a used code after 30 seconds; ours stays known while it would still be right.
        cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={code}")
        answer = post(client, "mfa_authenticate", code=code)

    assert answer.status_code == 200
    assert not is_in(client)


def test_a_second_factor_outlives_a_planned_change_of_the_key(client, settings):
    user = UserFactory(second_factor=True)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the next key, long enough for one", [settings.SECRET_KEY]

    post(client, "account_login", login=user.email, password=PASSWORD)

    assert post(client, "mfa_authenticate", code=totp_code(user)).url == reverse("pages:person_home")


def test_a_new_password_by_mail_does_not_skip_the_second_factor(client):
    user = UserFactory(second_factor=True)
    answer = post(client, "account_reset_password", email=user.email)
    assert client.get(answer.url).status_code == 200

    answer = post(client, "account_confirm_password_reset_code", code=mailed_code())
    assert client.get(answer.url).status_code == 200
    answer = post(client, "account_complete_password_reset", password1="kebun kopi baru", password2="kebun kopi baru")

    assert client.get(answer.url).status_code == 200
    assert not is_in(client)
    assert "Maria" not in mail.outbox[-1].body
    answer = post(client, "account_login", login=user.email, password="kebun kopi baru")
    assert answer.url == reverse("mfa_authenticate")


@pytest.mark.parametrize("password", ["pendek", "password12345", "1029384756", "maria tolan"])
def test_a_weak_password_is_named_at_its_field(client, password):
    answer = post(client, "account_signup", name="Maria Tolan", email="maria@contoh.test", password1=password)

    assert list(answer.context["form"].errors) == ["password1"]
    assert not User.objects.exists()


@pytest.mark.parametrize("target", ["https://jahat.test/", "//jahat.test", "/\\jahat.test", "javascript:alert(1)"])
def test_next_never_leads_to_a_foreign_site(client, target):
    user = UserFactory()

    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": target})

    assert answer.url == reverse("pages:person_home")


def test_logging_out_takes_a_post(client):
    log_in(client, UserFactory())

    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client)
    assert post(client, "account_logout").url == reverse("account_login")
    assert not is_in(client)


def test_an_english_page_leads_to_english_pages_and_mails(client):
    user = UserFactory()

    answer = client.post("/en/akun/masuk/kode/", {"email": user.email})

    assert answer.url == "/en/akun/masuk/kode/isi/"
    assert mail.outbox[-1].subject == "Jalur Resmi: your code"
    assert "Type the code" in client.get(answer.url).content.decode()


def test_staff_without_an_app_set_it_up_first_and_then_arrive(client):
    membership = MembershipFactory(user=UserFactory())
    post(client, "account_request_login_code", email=membership.user.email)
    answer = client.get(post(client, "account_confirm_login_code", code=mailed_code()).url)
    assert answer.url.startswith(reverse("mfa_activate_totp"))
    # The code alone is not enough either: who has a password is asked for it.
    asked = client.get(answer.url).url
    page = client.get(client.post(asked, {"password": PASSWORD}).url)
    secret = page.context["form"].secret
    assert secret in page.content.decode()

    answer = post(client, "mfa_activate_totp", code=code_of(secret))

    assert answer.url == reverse("mfa_view_recovery_codes")
    assert len(client.get(answer.url).context["unused_codes"]) == 10
    assert client.get(reverse("pages:staff_home")).status_code == 200


def test_a_stolen_password_sets_up_no_app_of_the_thief(client):
    membership = MembershipFactory(user=UserFactory())
    post(client, "account_login", login=membership.user.email, password=PASSWORD)

    page = client.get(reverse("mfa_activate_totp"))
    post(client, "mfa_activate_totp", code="123456")

    assert "totp_svg" not in page.context
    assert "data:image" not in page.content.decode()
    assert not membership.user.authenticator_set.exists()


def test_a_recovery_code_works_once(client):
    user = UserFactory(second_factor=True)
    log_in(client, user)
    post(client, "mfa_generate_recovery_codes")
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]

    outcome = []
    for _ in range(2):
        client.logout()
        cache.clear()
        post(client, "account_login", login=user.email, password=PASSWORD)
        outcome.append(post(client, "mfa_authenticate", code=code).status_code)

    assert outcome == [302, 200]
    assert Entry.objects.filter(action="accounts.recovery_code_used", subject_id=str(user.pk)).count() == 1
