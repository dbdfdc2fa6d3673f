"""Messages

Planning: a million contacts whose day it is, told by one statement, against the bare INSERT of the same rows into a table without
any key. Claim and mark: our code against the same statements sent by psycopg2 alone, each line on a letter that left a
transaction of its own, and against the fastest there is, one statement for a whole batch, which may say nothing before the last letter
has left. E-mails: `deliver` with everything it asks (still due, addresses, refusals, words, headers, a line per letter) against a
bare smtplib loop on one connection with one such letter made before, to the same mail server in a process of its own, which forgets
all but its Message-ID; then to one that takes a letter only when it is on the disk, as those of the world do. Backlog: 200,000 rows by
one process with a way out that takes no time; its memory against that after the first tenth.

Where the time goes, in CPU, as the clock tells more about the machine: a letter of the loop costs 0.15 ms of ours and 0.53 of the
server's; one of `deliver` 0.45 (making it 0.06, its line 0.04, SMTP 0.15, its share of the batch 0.07, the rest is deciding and
passing on), 0.49 of the server's, which hears the envelope in one go, and 0.15 of PostgreSQL's, 0.03 of it for its line. So all of it
is 1.6 times the loop, and one worker comes near it only where a second core is free to make letters while the server reads them.
Lines of several letters together would cost less, but a killed worker would repeat them all. A server that keeps what it takes
leaves time for all that.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from benchmarks.database import empty_database
from benchmarks.run import Ratio

CANDIDATES, CLAIMED, LETTERS, BACKLOG = 1_000_000, 2_000, 1_000, 200_000
ROUNDS = 3
KEY = "11111111-1111-4111-8111-111111111111"
BODY = "Perusahaan yang Anda simpan menutup lowongannya dalam 7 hari.\n" * 12
# A portal with one kind of message, by day; what follows is done with it.
BEGIN = """
import json, sys, time
from datetime import time as hour
import django
from django.conf import settings
name, port, folder = sys.argv[1:4]
settings.DATABASES["default"]["NAME"] = name
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(port)
settings.TEMPLATES[0]["DIRS"].append(folder)
django.setup()
from django.db import connection
from django.urls import reverse
from benchmarks.messages import closing_soon
from portal.messaging import delivery, kinds, quiet
from portal.messaging.wording import words_of
kinds.register(closing_soon())
quiet.MORNING, quiet.EVENING = hour.min, hour.max
connection.ensure_connection()
reverse("pages:home")
words_of(kinds.kind_named("bench.closing"), {"name": ""}, "id")
print("ready", flush=True)
sys.stdin.readline()
began = time.perf_counter()
"""
END = "print(json.dumps([time.perf_counter() - began]))"
DELIVER = f"{BEGIN}delivery.deliver(is_urgent=False, seconds=3600)\n{END}"
LOOP = f"""
import json, smtplib, sys, time
_name, port, folder, count = sys.argv[1:5]
letter = open(folder + "/letter", "rb").read()
with smtplib.SMTP("127.0.0.1", int(port)) as server:
    server.noop()
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    for number in range(int(count)):
        server.sendmail("noreply@localhost", ["orang%d@contoh.test" % number], letter)
    {END}
"""
DRAIN = f"""{BEGIN}
from portal.messaging.channels import ways
from portal.messaging.models import Channel
nowhere = ways.opener_of(Channel.INBOX)
ways.opener_of = lambda channel: nowhere
def megabytes():
    return int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS"))) / 1024
sent, after = 0, []
while counts := delivery.deliver(is_urgent=False, seconds=5):
    sent += counts["sent"]
    after.append((sent, megabytes()))
print(json.dumps([time.perf_counter() - began, sent, after]))
"""
OWE = """
INSERT INTO messaging_message (kind, subject, contact_id, due_on)
SELECT 'bench.closing', id, id, current_date FROM messaging_contact ORDER BY id LIMIT %s
"""
SENT = """
WITH sent AS (
    UPDATE messaging_message SET state = 'sent', channel = 'email', tries = tries + 1, claimed_by = NULL,
           claimed_until = NULL, closed_at = now()
     WHERE id = ANY(%s) AND claimed_by = %s AND state = 'claimed' RETURNING id)
INSERT INTO messaging_attempt (message_id, channel, outcome) SELECT id, 'email', 'sent' FROM sent
"""


def closing_soon():
    """A reminder of every contact, on the day it was made."""
    from django.db import models
    from django.db.models import Value
    from django.db.models.functions import TruncDate

    from portal.lib.dates import WIB
    from portal.messaging.kinds import Reminder, Topic
    from portal.messaging.models import Contact

    def due(day):
        contacts = Contact.objects.annotate(day=TruncDate("created_at", tzinfo=WIB)).filter(day__lte=day)
        return contacts.values_list("pk", "pk", "day", Value(None, models.BigIntegerField()))

    return Reminder(
        name="bench.closing",
        topic=Topic("vacancies", "Vacancies"),
        model=Contact,
        prepare=lambda messages: {message.pk: {"name": f"Lowongan {message.subject}"} for message in messages},
        due=due,
    )


def measure():
    from django.db import connection

    with empty_database(), tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        write_words(folder)
        know_contacts(CANDIDATES)
        yield from planning()
        yield from claiming()
        name = connection.settings_dict["NAME"]
        write_letter(folder)
        for is_keeping in (False, True):
            with mail_server(folder, *["keeping"][:is_keeping]) as port:
                yield from mailing(name, port, folder, "a loop" + " to a server that keeps each letter" * is_keeping)
        yield from draining(name, folder)


def planning():
    from portal.lib.dates import WIB, today_in
    from portal.messaging.planning import plan

    ask("CREATE TABLE bare AS SELECT kind, subject, contact_id, due_on, office_id, is_urgent FROM messaging_message")
    bare = seconds(lambda: ask(
        "INSERT INTO bare SELECT 'bench.closing', id, id, current_date, NULL::bigint, false FROM messaging_contact"
    ))  # fmt: skip
    reminder, day = closing_soon(), today_in(WIB)
    first = seconds(lambda: plan(reminder, day))
    again = seconds(lambda: plan(reminder, day))
    yield Ratio("planning a million, rows a second", bare / first, "bare INSERT without keys")
    yield Ratio("planning them again, which owes nothing, rows a second", bare / again, "bare INSERT without keys")


def claiming():
    from portal.messaging import claiming as ours
    from portal.messaging.claiming import Try

    def by_us():
        while messages := (claim := ours.claim(is_urgent=False, limit=500)).messages:
            for message in messages:
                claim.note_dispatch(message, Try("email", "sent"))
            claim.settle()

    rounds = [(in_turn(by_us), in_turn(raw_one_by_one), in_turn(raw_together)) for _round in range(ROUNDS)]
    us, one_by_one, together = (statistics.median(column) for column in zip(*rounds, strict=True))
    yield Ratio(
        "claim in batches, note one by one, mark together, rows a second",
        one_by_one / us,
        "the same statements by psycopg2",
    )
    yield Ratio(
        "claim in batches, note one by one, mark together, rows a second",
        together / us,
        "claim and mark in batches by psycopg2",
    )


def in_turn(act):
    """Seconds that ``act`` takes for a fresh outbox."""
    owe(CLAIMED)
    return seconds(act)


def raw_one_by_one():
    from portal.messaging import claiming as ours

    with bare_cursor() as cursor:
        cursor.execute(ours.PREPARE)
        while True:
            cursor.execute(ours.CLAIM, [KEY, 300, False, 500])
            if not (rows := cursor.fetchall()):
                return
            for row in rows:
                cursor.execute(ours.LEAVE, [row[0], KEY, "email", ""])
            cursor.execute(ours.SETTLE_OWN, [[row[0] for row in rows], KEY])


def raw_together():
    from portal.messaging import claiming as ours

    with bare_cursor() as cursor:
        while True:
            cursor.execute(ours.CLAIM, [KEY, 300, False, 500])
            if not (rows := cursor.fetchall()):
                return
            cursor.execute(SENT, [[row[0] for row in rows], KEY])


@contextmanager
def bare_cursor():
    import psycopg2
    from django.db import connection

    given = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    given.autocommit = True
    try:
        with given.cursor() as cursor:
            yield cursor
    finally:
        given.close()


def mailing(name, port, folder, loop):
    rounds = []
    for _round in range(ROUNDS):
        [bare] = together([(LOOP, name, port, folder, LETTERS)])
        owe(LETTERS)
        [one] = together([(DELIVER, name, port, folder)])
        owe(2 * LETTERS)
        two = together([(DELIVER, name, port, folder)] * 2)
        rounds.append((bare[0] / one[0], 2 * bare[0] / max(ran[0] for ran in two)))
    one, two = (statistics.median(column) for column in zip(*rounds, strict=True))
    yield Ratio("e-mails a second, one worker", one, loop)
    yield Ratio("e-mails a second, two workers", two, loop)


def draining(name, folder):
    owe(BACKLOG)
    [(took, sent, after)] = together([(DRAIN, name, 25, folder)])
    if sent != BACKLOG:
        raise RuntimeError(f"{sent} messages were sent instead of {BACKLOG}.")
    tenth, half = (next(size for count, size in after if count >= BACKLOG * share) for share in (0.1, 0.5))
    yield Ratio(f"memory after {BACKLOG // 2:,} messages", half / tenth, "memory after the first tenth")
    yield Ratio(f"memory after {BACKLOG:,} messages", after[-1][1] / tenth, "memory after the first tenth")
    yield Ratio("a backlog's messages a second, one worker", BACKLOG / took / 1000, "1,000 a second")


def together(runs):
    """What the scripts print, run at the same time by fresh processes that begin when all are ready."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script, *map(str, arguments)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"LOG_LEVEL": "ERROR"},
        )
        for script, *arguments in runs
    ]  # fmt: skip
    for process in processes:
        process.stdout.readline()
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    return [json.loads(process.communicate()[0].splitlines()[-1]) for process in processes]


@contextmanager
def mail_server(folder, *words):
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.messaging.faults.sink", folder / "taken", *words],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield int(server.stdout.readline())
    finally:
        server.kill()
        server.wait()


def write_words(folder):
    words = folder / "bench" / "messages"
    words.mkdir(parents=True)
    (words / "closing_subject.txt").write_text("sebuah lowongan hampir tutup\n")
    (words / "closing.txt").write_text("{{ name }}\n" + BODY)


def write_letter(folder):
    """One letter as `deliver` sends it, for the loop to send again and again."""
    from django.template import engines

    from portal.messaging import kinds
    from portal.messaging.channels import mail, plain
    from portal.messaging.delivery import letter_to
    from portal.messaging.models import Message
    from portal.messaging.reaching import Way

    engines["django"].engine.dirs.append(folder)
    kind = closing_soon()
    kinds.register(kind)
    owe(1)
    message = Message.objects.get()
    letter = letter_to(Way("email", message.contact.email), message, kind, {"name": "Lowongan 1000"})
    (folder / "letter").write_bytes(plain.as_bytes("noreply@localhost", letter, mail.headers_of(letter)))


def know_contacts(count):
    ask(
        "INSERT INTO messaging_contact (email, channel, language, zone, created_at)"
        " SELECT 'orang' || number || '@contoh.test', '', 'id', 'Asia/Jakarta', now()"
        " FROM generate_series(1, %s) AS number",
        [count],
    )
    ask("ANALYZE messaging_contact")


def owe(count):
    """An outbox with so many messages that are due, and no others."""
    ask("TRUNCATE messaging_message, messaging_attempt CASCADE")
    ask(OWE, [count])
    ask("ANALYZE messaging_message")


def ask(statement, values=()):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def seconds(act):
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
