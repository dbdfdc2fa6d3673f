"""Error pages help, leak nothing, and stand when database and cache are gone."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import path

from portal.lib.public import public_page
from portal.pages import errors
from portal.urls import *  # noqa: F403 - the site's own addresses and handlers, a few broken ones beside them
from portal.urls import urlpatterns as site_patterns

SECRET = "sandi-yang-tidak-boleh-bocor"


@public_page
def broken(request):
    raise RuntimeError(SECRET)


@public_page
def refused(request):
    raise PermissionDenied(SECRET)


urlpatterns = [path("rusak/", broken), path("en/broken/", broken), path("tertutup/", refused), *site_patterns]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False, headers={"host": "localhost"})


# No test here may use the database, save the one that says so: pytest-django fails whoever tries.
@pytest.mark.parametrize(
    ("address", "status", "language", "title"),
    [
        ("/tidak-ada/", 404, "id", "Halaman ini tidak ada"),
        ("/en/nothing/", 404, "en", "There is no such page"),
        ("/lowongan/L-7KQ2-M4XP-2/", 404, "id", "Kode ini bukan kode kami"),
        ("/en/lowongan/l7kq2m4xp/cocok/", 404, "en", "This code is not one of ours"),
        ("/tertutup/", 403, "id", "Halaman ini tidak terbuka untuk Anda"),
        ("/rusak/", 500, "id", "Ada yang rusak di pihak kami"),
        ("/en/broken/", 500, "en", "Something broke on our side"),
    ],
)
def test_an_error_page_speaks_the_language_of_the_address_and_tells_no_secret(
    visitor, address, status, language, title
):
    response = visitor.get(address)

    html = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}">' in html
    assert f"<h1>{title}</h1>" in html
    assert SECRET not in html
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_an_error_page_is_never_kept_by_a_proxy(visitor):
    assert visitor.get("/tidak-ada/")["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/%00/",
        "/%E9/",
        "/" + "a" * 20_000 + "/",
        "/?q=%FF%FE",
        "/?q=\x00",
        "/en/%ED%A0%80/",
        "//contoh.example/",
        "/..%2f",
    ],
)
def test_nonsense_in_the_address_is_answered_with_a_page_of_our_own(visitor, address):
    response = visitor.get(address)

    assert response.status_code in {200, 400, 404}
    assert b'id="isi"' in response.content


@pytest.mark.parametrize("address", ["//contoh.example/", "/en//contoh.example/"])
def test_an_address_of_two_slashes_does_not_lead_to_another_site(visitor, address):
    html = visitor.get("/", PATH_INFO=address).content.decode()

    assert 'lang="en"' in html
    assert 'href="//' not in html


@pytest.mark.parametrize("charset", ["utf-16", "latin-1"])
def test_a_body_in_a_wrong_charset_gets_a_page_for_400(visitor, charset):
    response = visitor.post(
        "/akun/masuk/", b"a=b", content_type=f"application/x-www-form-urlencoded; charset={charset}"
    )

    assert response.status_code == 400
    assert "Ini tidak bisa kami baca" in response.content.decode()


def test_a_wrong_host_gets_a_page_for_400():
    response = Client(raise_request_exception=False, headers={"host": "penipu.example"}).get("/")

    assert response.status_code == 400
    assert "penipu" not in response.content.decode()


def test_a_form_without_its_token_says_what_to_do():
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})

    response = client.post("/en/akun/masuk/", {})

    assert response.status_code == 403
    assert "This form was open too long" in response.content.decode()


def test_too_many_tries_are_told_to_wait():
    response = errors.too_many_requests(RequestFactory().get("/akun/masuk/"))

    assert response.status_code == 429
    assert "Terlalu banyak percobaan" in response.content.decode()


def test_there_is_an_answer_even_when_the_template_breaks(monkeypatch):
    def unreadable(*args, **kwargs):
        raise OSError("full disk")

    monkeypatch.setattr(errors, "render_to_string", unreadable)

    response = errors.server_error(RequestFactory().get("/en/"))

    assert response.status_code == 500
    assert b"Something broke on our side" in response.content


def test_an_error_page_needs_no_cache(visitor, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "unix:///gone.sock"}
    }

    assert visitor.get("/rusak/").status_code == 500


def test_a_page_whose_database_is_gone_answers_with_our_words(visitor):
    response = visitor.get("/lowongan/")  # this test has no database: asking it raises

    assert response.status_code == 500
    assert "Ada yang rusak di pihak kami" in response.content.decode()
