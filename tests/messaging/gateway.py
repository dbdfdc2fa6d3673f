"""A gateway of our own on the loopback, as docs/api.md wants one: it keeps what it took, answers as a test wants, and
signs what it reports."""

import hmac
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Gateway:
    def __init__(self):
        self.asked = []  # headers and body of each request
        # The next answers: a status, (status, code), "hang" or "drop"; then 202.
        self.answers = []
        self.references = {}  # of what it took, by idempotency key
        self.connections = 0
        self.receipt_key = "a key for receipts, of 32 signs.."
        self.let_go = threading.Event()

    @property
    def taken(self):
        """One message per idempotency key, as a real gateway sends it."""
        return list({headers["Idempotency-Key"]: body for headers, body in self.asked}.values())

    def take(self, key):
        return self.references.setdefault(key, f"ref-{len(self.references) + 1}-{id(self)}")

    def signed(self, receipt, *, at=None, key=None):
        """(body, headers) of a report."""
        body = json.dumps(receipt).encode()
        moment = str(int(at or time.time()))
        signature = hmac.digest((key or self.receipt_key).encode(), moment.encode() + b"." + body, "sha256").hex()
        return body, {"X-Gateway-Timestamp": moment, "X-Gateway-Signature": signature}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        self.server.gateway.connections += 1

    def do_POST(self):
        gateway = self.server.gateway
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        gateway.asked.append((dict(self.headers), body))
        answer = gateway.answers.pop(0) if gateway.answers else 202
        if answer == "hang":
            gateway.let_go.wait(10)
        if answer in ("hang", "drop"):
            self.close_connection = True
            return
        status, code = answer if isinstance(answer, tuple) else (answer, "")
        said = {"code": code}
        if 200 <= status < 300:
            said = {"reference": gateway.take(self.headers["Idempotency-Key"])}
        self._say(status, json.dumps(said).encode())

    def _say(self, status, body):
        self.send_response(status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def running():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    gateway = server.gateway = Gateway()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    gateway.url = f"http://127.0.0.1:{server.server_port}/messages"
    try:
        yield gateway
    finally:
        gateway.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()
