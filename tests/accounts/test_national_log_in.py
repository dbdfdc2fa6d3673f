"""The national log-in: who gets an account, who is linked to one, and how a link ends."""

import time

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.national.adapter import CANCELLED, DID_NOT_WORK
from portal.audit.models import Entry
from portal.messaging.models import Message
from tests.accounts import oidc
from tests.accounts.visits import is_in, post
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory, log_in, totp_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    with oidc.running() as running:
        settings.NATIONAL_LOGIN_ISSUER = running.url
        yield running


def leave(client, page="national_login", **fields):
    return oidc.way_out(post(client, page, **fields))


def come_in(client, provider, **fields):
    """The answer to the browser that comes back from the provider."""
    return client.get(provider.come_back(leave(client, **fields)))


def linked(provider, **facts):
    user = UserFactory(**facts)
    SocialAccount.objects.create(user=user, provider=provider.url, uid=provider.person["sub"])
    return user


def recently(client, user):
    """Logged in with the password a moment ago."""
    post(client, "account_login", login=user.email, password=PASSWORD)
    return client


def sentences(answer):
    return [str(message) for message in answer.context["messages"]]


def test_a_new_person_reads_the_notice_and_gets_an_account(client, provider):
    answer = come_in(client, provider)
    assert answer.url == reverse("socialaccount_signup")
    page = client.get(answer.url)
    assert page.text.find(reverse("pages:privacy")) < page.text.find('name="name"')
    assert 'value="Yosefina Nahak"' in page.text
    assert not User.objects.exists()

    answer = post(client, "socialaccount_signup", name="Yosefina")

    user = User.objects.get()
    assert answer.url == reverse("pages:person_home")
    assert is_in(client)
    assert (user.name, user.email, user.phone, user.has_usable_password()) == ("Yosefina", None, None, False)
    assert Entry.objects.get(action="accounts.signed_up").fields == ["name"]
    assert user.open_sessions.count() == 1
    assert user.notices_shown.count() == 1


def test_only_the_subject_is_kept_of_what_the_provider_says(client, provider):
    provider.person |= {"email": "yosefina@contoh.test", "email_verified": True, "nik": "5304010101010001"}
    come_in(client, provider)
    post(client, "socialaccount_signup", name="Yosefina")

    link = SocialAccount.objects.get()

    assert (link.provider, link.uid, link.extra_data) == (provider.url, "7f3a", {})
    assert not SocialToken.objects.exists()
    assert "at" not in client.session.get("socialaccount_sociallogin", {}).get("token", {})
    assert not {"5304010101010001", "yosefina@contoh.test"} & set(map(str, client.session.values()))


@pytest.mark.parametrize(
    ("trusted", "verified", "kept"),
    [(True, True, "yosefina@contoh.test"), (True, False, None), (True, "true", None), (False, True, None)],
)
def test_an_address_counts_as_confirmed_only_from_a_trusted_provider(
    client, provider, settings, trusted, verified, kept
):
    settings.NATIONAL_LOGIN_TRUSTS_EMAIL = trusted
    provider.person |= {"email": "Yosefina@Contoh.test", "email_verified": verified}
    come_in(client, provider)

    post(client, "socialaccount_signup", name="Yosefina")

    user = User.objects.get()
    assert user.email == kept
    assert list(user.emailaddress_set.values_list("email", "verified")) == ([(kept, True)] if kept else [])


@pytest.mark.parametrize("trusted", [True, False])
def test_an_equal_address_attaches_nobody_and_looks_like_a_free_one(client, provider, settings, trusted):
    settings.NATIONAL_LOGIN_TRUSTS_EMAIL = trusted
    owner = UserFactory()
    pages = []
    for sub, email in [("a", owner.email), ("b", "bebas@contoh.test")]:
        visitor = Client()
        provider.person = {"sub": sub, "name": "Yosefina", "email": email, "email_verified": True}
        page = visitor.get(come_in(visitor, provider).url)
        token = page.context["csrf_token"]
        answer = post(visitor, "socialaccount_signup", name="Yosefina")
        pages.append((page.text.replace(str(token), ""), answer.status_code, answer.url))

    assert pages[0] == pages[1]
    assert "Mungkin Anda sudah punya akun" in pages[0][0]
    assert not SocialAccount.objects.filter(user=owner).exists()
    assert [message.to for message in mail.outbox] == ([[owner.email]] if trusted else [])


def test_who_is_linked_comes_in_and_lands_where_they_wanted(client, provider):
    user = linked(provider)

    answer = come_in(client, provider, next="/akun/sesi/")

    assert answer.url == "/akun/sesi/"
    entry = Entry.objects.get(action="accounts.logged_in")
    assert (entry.user_id, entry.reason_code) == (user.pk, "socialaccount")
    assert is_in(client)


@pytest.mark.parametrize("target", ["https://jahat.test/", "//jahat.test", "/\\jahat.test", "javascript:alert(1)"])
def test_next_never_leads_to_a_foreign_site(client, provider, target):
    linked(provider)

    assert come_in(client, provider, next=target).url == reverse("pages:person_home")


def test_a_log_in_on_a_new_device_is_told(client, provider, django_capture_on_commit_callbacks):
    user = linked(provider)

    with django_capture_on_commit_callbacks(execute=True):
        come_in(client, provider)

    assert [message.to for message in mail.outbox] == [[user.email]]


def test_a_closed_account_stays_closed(client, provider):
    linked(provider, is_active=False)

    assert come_in(client, provider).url == reverse("account_inactive")
    assert not is_in(client)


def test_linking_takes_both_proofs(client, provider):
    user = UserFactory()
    recently(client, user)

    answer = client.get(provider.come_back(leave(client, "national_link")))

    assert answer.url == reverse("socialaccount_connections")
    assert SocialAccount.objects.get().user == user
    assert Entry.objects.get(action="accounts.login_linked").user_id == user.pk
    assert Message.objects.get(kind="accounts.account_connected").contact.user == user
    assert "akun nasional" in client.get(answer.url).text.lower()


def test_linking_asks_for_the_password_again(client, provider):
    user = UserFactory()
    log_in(client, user)

    answer = post(client, "national_link")
    assert answer.url.startswith(reverse("account_reauthenticate"))
    page = client.post(answer.url, {"password": PASSWORD})
    client.get(provider.come_back(oidc.way_out(page)))

    assert SocialAccount.objects.get().user == user


def test_a_login_that_belongs_to_another_account_is_not_taken_over(client, provider):
    owner = linked(provider)
    recently(client, UserFactory())

    answer = client.get(provider.come_back(leave(client, "national_link")), follow=True)

    assert SocialAccount.objects.get().user == owner
    assert sentences(answer) == ["Akun nasional ini sudah milik akun lain di sini."]


def test_a_link_begun_by_one_person_is_not_finished_by_the_next(client, provider):
    recently(client, UserFactory())
    address = leave(client, "national_link")
    post(client, "account_logout")
    recently(client, UserFactory())

    client.get(provider.come_back(address))

    assert not SocialAccount.objects.exists()


def test_unlinking_ends_all_other_sessions(client, provider):
    user = linked(provider)
    other = Client()
    come_in(other, provider)
    recently(client, user)

    post(client, "national_unlink", link=SocialAccount.objects.get().pk)

    assert not SocialAccount.objects.exists()
    assert Entry.objects.filter(action="accounts.login_unlinked", user_id=user.pk).count() == 1
    assert other.get(reverse("pages:person_home")).status_code == 302
    assert client.get(reverse("pages:person_home")).status_code == 200


def test_the_only_way_in_is_not_taken_away(client, provider):
    come_in(client, provider)
    post(client, "socialaccount_signup", name="Yosefina")
    page = client.get(reverse("socialaccount_connections"))

    post(client, "national_unlink", link=SocialAccount.objects.get().pk)

    assert reverse("national_unlink") not in page.text
    assert SocialAccount.objects.count() == 1


def test_nobody_ends_the_link_of_another(client, provider):
    linked(provider)
    recently(client, UserFactory())

    post(client, "national_unlink", link=SocialAccount.objects.get().pk)

    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize(
    ("accepted", "said", "is_asked"),
    [([], "tinggi", True), (["tinggi"], "tinggi", False), (["tinggi"], "rendah", True)],
)
def test_our_second_step_is_asked_unless_the_settings_take_theirs(client, provider, settings, accepted, said, is_asked):
    settings.NATIONAL_LOGIN_SECOND_FACTOR = accepted
    provider.person["acr"] = said
    officer = MembershipFactory(user=linked(provider, second_factor=True)).user

    answer = come_in(client, provider)

    assert (answer.url == reverse("mfa_authenticate")) is is_asked
    if is_asked:
        assert not is_in(client)
        post(client, "mfa_authenticate", code=totp_code(officer))
    assert client.get(reverse("pages:staff_home")).status_code == 200


def test_staff_without_an_app_of_theirs_get_nowhere_by_this_way_alone(client, provider):
    MembershipFactory(user=linked(provider))
    come_in(client, provider)

    assert client.get(reverse("pages:staff_home")).url.startswith(reverse("mfa_activate_totp"))
    assert "totp_svg" not in (client.get(reverse("mfa_activate_totp")).context or {})


def test_a_first_visit_left_open_is_forgotten_after_ten_minutes(client, provider, monkeypatch):
    answer, now = come_in(client, provider), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 601)

    assert client.get(answer.url).url == reverse("account_login")
    post(client, "socialaccount_signup", name="Yosefina")
    assert not User.objects.exists()


def test_a_second_click_makes_no_second_account(client, provider):
    come_in(client, provider)
    before = dict(client.session.items())
    post(client, "socialaccount_signup", name="Yosefina")
    second = Client()
    come_in(second, provider)
    post(second, "account_logout")
    client.cookies.clear()
    session = client.session
    session.update({name: before[name] for name in before if name == "socialaccount_sociallogin"})
    session.save()

    answer = client.post(reverse("socialaccount_signup"), {"name": "Yosefina"}, follow=True)

    assert User.objects.count() == 1
    assert sentences(answer) == [str(DID_NOT_WORK)]


def test_who_cancels_there_is_back_with_a_sentence(client, provider):
    answer = client.get(provider.cancel(leave(client)), follow=True)

    assert answer.redirect_chain[-1][0] == reverse("account_login")
    assert sentences(answer) == [str(CANCELLED)]


def test_without_a_provider_nothing_of_it_is_there(client, settings):
    settings.NATIONAL_LOGIN_ISSUER = ""

    assert reverse("national_login") not in client.get(reverse("account_login")).text
    assert [post(client, "national_login").status_code, client.get(reverse("national_callback")).status_code] == [
        404
    ] * 2
    log_in(client, UserFactory())
    assert reverse("socialaccount_connections") not in client.get(reverse("pages:person_home")).text
    assert client.get(reverse("socialaccount_connections")).status_code == 404


def test_a_log_in_takes_a_button_not_a_link(client, provider):
    assert client.get(reverse("national_login")).status_code == 405
    assert provider.asked == []
