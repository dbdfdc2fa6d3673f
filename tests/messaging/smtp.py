"""A mail server of our own on the loopback: it keeps what it took, and answers as a test wants."""

import email
import email.policy
from contextlib import contextmanager

from aiosmtpd.controller import Controller


class Sink:
    """``at_rcpt``, ``at_data``: the next answers there, a line of SMTP, "drop" or "hang"; then 250."""

    def __init__(self):
        self.mails = []
        self.connections = 0
        self.features = []
        self.at_rcpt, self.at_data, self.at_sender = [], [], []

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return [*responses[:-1], *(f"250-{feature}" for feature in self.features), responses[-1]]

    async def handle_MAIL(self, server, session, envelope, address, options):
        said = await self._say(self.at_sender, server)
        if said.startswith("250"):
            envelope.mail_from = address
        return said

    async def handle_RCPT(self, server, session, envelope, address, options):
        said = await self._say(self.at_rcpt, server)
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server, session, envelope):
        said = await self._say(self.at_data, server)
        if said.startswith("250"):
            mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.mails.append((envelope.rcpt_tos, mail))
        return said

    async def _say(self, answers, server):
        said = answers.pop(0) if answers else "250 OK"
        if said == "drop":
            server.transport.abort()
        if said == "hang":
            await server.loop.create_future()
        return said


class AnyPort(Controller):
    """It knocks at its own door when it starts, and has to know which."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def running():
    sink = Sink()
    controller = AnyPort(sink, hostname="127.0.0.1", port=0)
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop()
