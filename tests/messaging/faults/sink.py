"""A mail server in a process of its own: python -m tests.messaging.faults.sink FILE [keeping]

It prints its port and writes a line into FILE for each mail it takes: its Message-ID and its recipient, before it says
so; ``keeping``: and when it is on the disk. A recipient's name tells what happens to the first try: ``refused``,
``dropped`` or ``hung``.
"""

import asyncio
import os
import re
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP

MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.MULTILINE)


class Sink:
    def __init__(self, taken, *, is_keeping):
        self.taken, self.is_keeping = taken, is_keeping
        self.tried = set()

    def is_first_of(self, word, recipient):
        is_first = recipient.startswith(word) and recipient not in self.tried
        if is_first:
            self.tried.add(recipient)
        return is_first

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.is_first_of("refused", address):
            return "451 4.3.0 not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        [recipient] = envelope.rcpt_tos
        if self.is_first_of("dropped", recipient):
            server.transport.abort()
            return "451 gone"
        if self.is_first_of("hung", recipient):
            await asyncio.sleep(3600)
        self.taken.write(f"{MESSAGE_ID.search(envelope.content)[1].decode()} {recipient}\n")
        if self.is_keeping:
            await asyncio.to_thread(os.fsync, self.taken.fileno())
        return "250 OK"


async def serve(path, *words):
    with Path(path).open("a", buffering=1) as taken:
        sink = Sink(taken, is_keeping="keeping" in words)
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(sink, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
