"""An OpenID Connect provider of our own on the loopback, strict where ours must be right, and able to lie."""

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from functools import cache
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "portal", "a secret for the tests"


@cache
def key(name="right"):
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    def __init__(self):
        self.person = {"sub": "7f3a", "name": "Yosefina Nahak"}
        self.userinfo = {}  # what it says beyond the ID token
        self.lies = {}  # claims of the next ID token that differ from the truth; None: left out
        self.says = {}  # entries of the discovery document that differ
        self.signs_with = {"key": key(), "algorithm": "RS256"}
        self.is_down = set()  # paths that answer 503
        self.nonsense = set()  # paths that answer something else than JSON
        self.moved = set()  # paths that lead elsewhere
        self.asked = []
        self._codes = {}

    def come_back(self, address):
        """Where the browser goes when the person agrees; ``address``: the one the portal sent it to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT and asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def cancel(self, address):
        asked = parse_qs(urlsplit(address).query)
        return f"{asked['redirect_uri'][0]}?{urlencode({'error': 'access_denied', 'state': asked['state'][0]})}"

    def token(self, form):
        asked = self._codes.pop(form.get("code"), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET)
            or challenge.decode().rstrip("=") != asked["code_challenge"]
            or form.get("redirect_uri") != asked["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        truth = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"], **self.person}
        if "max_age" in asked:
            truth["auth_time"] = now
        claims = {name: value for name, value in (truth | self.lies).items() if value is not None}
        id_token = jwt.encode(claims, headers={"kid": "1"}, **self.signs_with)
        return 200, {"access_token": "at", "token_type": "Bearer", "expires_in": 300, "id_token": id_token}

    def answer(self, path, form):
        if path == "/.well-known/openid-configuration":
            places = {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
            return 200, places | self.says
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key().public_key()))
            return 200, {"keys": [public | {"kid": "1", "use": "sig", "alg": "RS256"}]}
        if path == "/userinfo":
            return 200, {"sub": self.person["sub"]} | self.userinfo
        return self.token(form) if path == "/token" else (404, {})

    def page(self, address):
        """The log-in page there, as a browser sees it."""
        ways = {"Setuju": self.come_back(address), "Batal": self.cancel(address)}
        links = " ".join(f'<a href="{escape(way)}">{label}</a>' for label, way in ways.items())
        return f"<!doctype html><title>Masuk</title><h1>Akun contoh</h1><p>{links}</p>"


def _handler(provider):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._answer({})

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(body).items()})

        def _answer(self, form):
            path = urlsplit(self.path).path
            provider.asked.append(path)
            if path in provider.is_down:
                return self._send(503, b"")
            if path in provider.moved:
                return self._send(302, b"", place=f"{provider.url}{path}?again")
            if path in provider.nonsense:
                return self._send(200, b"<p>Selamat datang", kind="text/html")
            if path == "/authorize":
                return self._send(200, provider.page(self.path).encode(), kind="text/html")
            status, said = provider.answer(path, form)
            return self._send(status, json.dumps(said).encode())

        def _send(self, status, body, kind="application/json", place=""):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if place:
                self.send_header("Location", place)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    return Handler


@contextmanager
def running():
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    provider.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def way_out(page):
    """The address that the portal's page goes on to."""
    return page.context["address"]
