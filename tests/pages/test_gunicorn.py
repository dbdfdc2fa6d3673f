"""What a caller's headers may say to gunicorn: nothing. Whom to believe is TRUSTED_PROXIES' alone."""

import pytest
from gunicorn.config import Config
from gunicorn.http import wsgi
from gunicorn.http.parser import RequestParser

from portal import gunicorn

ON_THIS_MACHINE = ("127.0.0.1", 40_000)


def environ_of(path, *headers, caller=ON_THIS_MACHINE):
    """The WSGI environment that our settings of gunicorn make of a request."""
    config = Config()
    for name, value in vars(gunicorn).items():
        if name in config.settings:
            config.set(name, value)
    lines = [f"GET {path} HTTP/1.1", "Host: portal.example", *headers, "", ""]
    request = next(RequestParser(config, iter(["\r\n".join(lines).encode()]), caller))
    return wsgi.create(request, None, caller, ("127.0.0.1", 8000), config)[1]


@pytest.mark.parametrize("caller", [ON_THIS_MACHINE, b""], ids=["this machine", "a socket file"])
@pytest.mark.parametrize(
    ("path", "header"),
    [
        ("/en/lowongan/", "SCRIPT_NAME: /en"),
        ("//evil.example/lowongan/", "SCRIPT_NAME: //evil.example"),
        ("/lowongan/", "SCRIPT_NAME: /elsewhere"),
        ("/lowongan/", "PATH_INFO: /elsewhere"),
        ("/lowongan/", "X-Forwarded-Proto: https"),
        ("/lowongan/", "X-Forwarded-Protocol: ssl"),
        ("/lowongan/", "X-Forwarded-Ssl: on"),
    ],
)
def test_no_header_names_scheme_or_path(path, header, caller):
    environ = environ_of(path, header, caller=caller)

    assert (environ["PATH_INFO"], environ["SCRIPT_NAME"], environ["wsgi.url_scheme"]) == (path, "", "http")


def test_what_our_proxies_say_of_the_scheme_reaches_the_application():
    assert environ_of("/", "X-Forwarded-Proto: https")["HTTP_X_FORWARDED_PROTO"] == "https"
