"""What cannot be read is ignored or answered with a page of our own, never a 500."""

from io import BytesIO

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from portal.lib import content_type
from portal.lib.public import public_page
from portal.pages.errors import csrf_failure
from portal.urls import handler400, handler403, handler404, handler429, handler500  # noqa: F401
from portal.urls import urlpatterns as site_patterns
from portal.wsgi import application

OUR_PAGE = b'id="isi"'  # the skip link's target stands on each page of ours
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=xx"
# Names Python knows as codecs, though not all of them for text; and one it does not know.
CHARSETS = ["utf-16", "latin-1", "utf-7", "base64", "hex", "rot13", "undefined", "idna", "punycode", "x" * 300]

seen = {}


@public_page
def page(request, text=""):
    seen.update(query=request.GET, text=text, cookies=request.COOKIES)
    return csrf_failure(request)  # any page of ours that needs no database


@csrf_exempt
def form(request):
    seen.update(form=request.POST)
    return csrf_failure(request)


form.login_required = False
urlpatterns = [path("lihat/", page), path("lihat/<str:text>/", page), path("kirim/", form), *site_patterns]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def visitor():
    seen.clear()
    return Client(raise_request_exception=False, headers={"host": "localhost"})


def through_gunicorns_door(address, method="GET", body=b"", kind="", query="", **environ):
    """Status and body, asked as gunicorn asks: the request is built by the real application."""
    answer = {}
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": BytesIO(),
        "wsgi.url_scheme": "http",
        **environ,
    }
    chunks = application(environ, lambda status, headers: answer.update(status=int(status[:3])))
    return answer["status"], b"".join(chunks)


@pytest.mark.parametrize(
    ("header", "plain", "is_ours"),
    [
        ("", "", True),
        ("text/plain", "text/plain", True),
        ("text/plain; charset=UTF-8", "text/plain", True),
        ('text/plain; charset="utf8"', "text/plain", True),
        ("text/plain; charset=utf-16", "text/plain", False),
        ("text/plain; charset*=hex''%ff", "text/plain", False),
        ("text/plain; name*=nope''%ff", "text/plain", True),
        ("multipart/form-data; boundary=----WebKit7MA4", "multipart/form-data; boundary=----WebKit7MA4", True),
        ('multipart/form-data; charset=hex; boundary="a b"', "multipart/form-data; boundary=a", False),
        (";;;=;", "", True),
    ],
)
def test_of_a_content_type_kind_and_boundary_are_kept(header, plain, is_ours):
    assert content_type.cut(header) == (plain, is_ours)


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("kind", [FORM, MULTIPART, "text/plain"])
def test_a_foreign_charset_is_ignored_without_a_body_and_a_400_with_one(charset, kind):
    kind = f"{kind}; charset={charset}"

    status, html = through_gunicorns_door("/lihat/", kind=kind, query="q=%C3%A9%FF")
    assert (status, OUR_PAGE in html) == (403, True)
    assert seen["query"]["q"] == "é\ufffd"

    status, html = through_gunicorns_door("/kirim/", "POST", b"a=%FF", kind=kind)
    assert (status, OUR_PAGE in html) == (400, True)


@pytest.mark.parametrize(
    "kind", ["text/plain; a*=nope''x", "; ; =", "text/plain; charset*=hex''%ff", FORM + "; charset=utf-8"]
)
def test_no_content_type_breaks_the_building_of_the_request(kind):
    status, html = through_gunicorns_door("/lihat/", kind=kind, query="a&" * 3000)

    assert (status, OUR_PAGE in html) == (400, True)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, b"a=" + b"x" * 10_000_000),
        (FORM, b"a&" * 3000),
        (
            MULTIPART,
            b'--xx\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"x" * 10_000_000 + b"\r\n--xx--\r\n",
        ),
        ("multipart/form-data", b"--xx\r\n"),
        ("multipart/form-data; boundary=", b"--xx\r\n"),
        ("multipart/form-data; boundary=\xff", b"--xx\r\n"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_form_that_cannot_be_read_is_a_400(kind, body):
    status, html = through_gunicorns_door("/kirim/", "POST", body, kind=kind)

    assert (status, OUR_PAGE in html) == (400, True)


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"%ED%A0%80=%00", b"--xx", b"--xx\r\n\r\n\r\n--xx--", b"--xx\r\nContent-Disposition: x\r\n\r\n"],
)
@pytest.mark.parametrize("kind", [FORM, MULTIPART, "", "text/plain", "application/json"])
def test_a_form_of_nonsense_holds_nothing_but_breaks_nothing(kind, body):
    status, html = through_gunicorns_door("/kirim/", "POST", body, kind=kind)

    assert (status in {400, 403}, OUR_PAGE in html) == (True, True)


def test_control_signs_are_dropped_from_the_query(visitor):
    visitor.get("/lihat/?q=pera%00wat%1B&%00=1&baris=a%0D%0Ab&baris=%7F")

    assert seen["query"] == QueryDict("q=perawat&baris=a%0D%0Ab&baris=")


def test_control_signs_that_come_along_with_copied_text_become_spaces(visitor):
    visitor.post("/kirim/", {"judul": "Juru\x0blas\x1b\ufffe", "catatan": "a\r\n\tb", "kosong": "\x00"})

    assert seen["form"].dict() == {"judul": "Juru las  ", "catatan": "a\r\n\tb", "kosong": "\x00"}


@pytest.mark.parametrize("sign", ["%00", "%0A", "%0D%0A", "%1B", "%7F"])
def test_a_control_sign_in_the_path_is_a_404(visitor, sign):
    response = visitor.get(f"/lihat/a{sign}b/")

    assert response.status_code == 404
    assert OUR_PAGE in response.content


def test_a_path_of_broken_signs_reaches_the_page_as_it_was_written(visitor):
    visitor.get("/lihat/%ED%A0%80%FF/")

    assert seen["text"] == "%ED%A0%80%FF"


@pytest.mark.parametrize("cookie", ['"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\\000"', "x" * 5000, "", "é", "A" * 32])
def test_a_session_cookie_that_we_did_not_write_is_ignored(visitor, cookie):
    visitor.get("/lihat/", HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}={cookie}; lain=1")

    assert seen["cookies"] == {"lain": "1"}


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_ACCEPT_LANGUAGE": "x" * 100_000},
        {"HTTP_ACCEPT_LANGUAGE": "en;q=²,*;q=9e999,\x00"},
        {"HTTP_COOKIE": "a=b; " * 20_000},
        {"HTTP_COOKIE": ";;==\x00;\xff"},
        {"HTTP_IF_MODIFIED_SINCE": "Sun, 99 Foo 0000 99:99:99 GMT"},
        {"HTTP_IF_NONE_MATCH": '"' * 1000},
        {"HTTP_X_FORWARDED_FOR": "not an address, \x00"},
        {"HTTP_REFERER": "http://["},
        {"HTTP_ORIGIN": "http://["},
        {"CONTENT_LENGTH": "²"},
        {"CONTENT_LENGTH": "-1"},
        {"REQUEST_METHOD": "HEAD"},
    ],
    ids=lambda header: str(header)[:40],
)
def test_nonsense_in_a_header_is_ignored(header):
    assert through_gunicorns_door("/lihat/", **header)[0] == 403


@pytest.mark.parametrize("address", ["/kirim/", "/petugas/impor/"])
def test_a_body_that_is_too_large_is_told_the_limit_before_anything_is_read(address):
    status, html = through_gunicorns_door(
        address, "POST", b"x", kind=MULTIPART, CONTENT_LENGTH=str(settings.LARGEST_BODY + 1)
    )

    assert status == 413
    assert b"Berkasnya terlalu besar" in html
    assert b"15 MB" in html
