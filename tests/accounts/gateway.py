"""An SMS gateway of our own on the loopback: it keeps what it took, and answers as a test wants."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Gateway:
    def __init__(self):
        self.asked = []  # headers and body of each request
        self.answers = []  # statuses of the next answers; then 202

    @property
    def taken(self):
        """One message per idempotency key, as a real gateway sends it."""
        return list({headers["Idempotency-Key"]: body for headers, body in self.asked}.values())


@contextmanager
def running():
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            gateway.asked.append((dict(self.headers), body))
            self.send_response(gateway.answers.pop(0) if gateway.answers else 202)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    gateway.url = f"http://127.0.0.1:{server.server_port}/sms"
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
