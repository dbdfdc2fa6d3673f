"""Moves of registrations by several clients at once: through ``take_step``, and by hand with psycopg2."""

import os
import statistics
import subprocess
import sys
from contextlib import contextmanager

from benchmarks.messages import ask

CLIENTS, MOVES, ROUNDS = 8, 800, 3
# Where a file stands after each.
ARRIVES = {"approve": "verified", "return": "returned"}
# Files that are being checked at the officer's office, all their papers accepted, each of a person with an account.
PREPARE = (
    """CREATE TABLE moved AS SELECT r.id, r.candidate_id, row_number() OVER (ORDER BY r.id) AS place
       FROM registrations_registration r JOIN registrations_candidate c ON c.id = r.candidate_id
       WHERE state = 'in_review' AND c.user_id IS NULL ORDER BY r.id LIMIT %(moves)s""",
    """INSERT INTO accounts_user (name, email, password, pin, language, device_generation, is_active, is_staff, is_demo,
                                  is_superuser, date_joined)
       SELECT 'Orang ' || place, 'orang' || candidate_id || '@contoh.test', '!', '', 'id', 0, true, false, true, false, now()
       FROM moved""",
    """UPDATE registrations_candidate c SET user_id = u.id FROM moved m JOIN accounts_user u
       ON u.email = 'orang' || m.candidate_id || '@contoh.test' WHERE c.id = m.candidate_id""",
    """INSERT INTO messaging_contact (user_id, email, channel, language, zone, created_at)
       SELECT c.user_id, '', '', 'id', 'Asia/Makassar', now()
       FROM registrations_candidate c JOIN moved m ON m.candidate_id = c.id""",
    """UPDATE registrations_document SET state = 'accepted', reviewed_by_id = %(membership)s, reviewed_at = now()
       WHERE candidate_id IN (SELECT candidate_id FROM moved)""",
    """UPDATE registrations_registration SET office_id = %(office)s, needs_second_pair = false
       WHERE id IN (SELECT id FROM moved)""",
)
BACK = (
    """UPDATE registrations_registration SET state = 'in_review', verified_by_id = NULL, return_by = NULL
       WHERE id IN (SELECT id FROM moved)""",
    "DELETE FROM registrations_correctionpoint WHERE registration_id IN (SELECT id FROM moved)",
    """INSERT INTO registrations_correctionpoint (registration_id, field, paper, reason, raised_by_id, raised_at)
       SELECT id, '', 'ktp', 'blurred', %(membership)s, now() FROM moved WHERE %(event)s = 'return'""",
    "VACUUM ANALYZE registrations_registration, registrations_correctionpoint",
)
# A client lives as long as the measurement: for each line it is given it moves its files once.
CLIENT = """
import sys, time
import django
from django.conf import settings
name, membership, client = sys.argv[1:]
settings.DATABASES["default"]["NAME"] = name
django.setup()
from benchmarks import moving
print("ready", flush=True)
for line in sys.stdin:
    way, event = line.split()
    files, move = moving.files_of(int(client)), moving.WAYS[way](event, int(membership))
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    for key, version in files:
        move(key, version)
    print(time.perf_counter() - began, flush=True)
"""
# The same checks and the same rows, one statement each. The beginning of a transaction and its end come to them.
HOLD = """
        SELECT r.candidate_id, r.state, r.version, r.office_id, r.first_by_id, r.needs_second_pair, c.user_id
        FROM registrations_registration r JOIN registrations_candidate c ON c.id = r.candidate_id
        WHERE r.id = %(id)s FOR UPDATE OF r"""
CHECKS = {
    "approve": """
        SELECT EXISTS (SELECT FROM registrations_correctionpoint WHERE registration_id = %(id)s AND corrected_at IS NULL)
            OR EXISTS (
            SELECT FROM registrations_pinnedpaper p
            WHERE p.registration_id = %(id)s AND p.need = 'required' AND p.due IN ('submitted', 'verified')
            AND NOT EXISTS (
                SELECT FROM registrations_document d
                LEFT JOIN registrations_passport b
                    ON b.candidate_id = d.candidate_id AND b.is_current AND d.paper = 'passport'
                LEFT JOIN jobs_validityrule v ON v.paper = d.paper AND v.scheme = '' AND v.counted = 'from_issue'
                    AND v.withdrawn_on IS NULL AND daterange(v.valid_from, v.valid_to, '[]') @> %(day)s
                WHERE d.candidate_id = %(candidate)s AND d.paper = p.paper AND d.is_current AND d.state = 'accepted'
                AND coalesce(least(coalesce(d.expires_on, b.expires_on),
                                   d.issued_on + make_interval(months => v.months::int)) >= %(day)s, true)))""",
    "return": """
        SELECT NOT EXISTS (
            SELECT FROM registrations_correctionpoint WHERE registration_id = %(id)s AND corrected_at IS NULL)""",
}
HISTORY = """
        INSERT INTO registrations_registrationstep
            (registration_id, event, source, target, version, user_id, role, office_id, system, taken_at)
        VALUES (%(id)s, %(event)s, 'in_review', %(target)s, %(version)s, %(user)s, %(role)s, %(office)s, '', now())
        RETURNING id"""
MOVE = """
        UPDATE registrations_registration SET state = %(target)s, version = version + 1, state_since = now(),
            updated_at = now(), return_by = %(until)s, verified_by_id = %(verified)s, first_by_id = CASE WHEN
            %(event)s = 'return' THEN NULL ELSE first_by_id END, rejection_proposed_by_id = CASE WHEN
            %(event)s = 'return' THEN NULL ELSE rejection_proposed_by_id END, rejection_ground = CASE WHEN
            %(event)s = 'return' THEN '' ELSE rejection_ground END
        WHERE id = %(id)s"""
OWE = """
        INSERT INTO messaging_message (kind, subject, contact_id, due_on, facts, office_id, is_urgent)
        SELECT %(kind)s, %(step)s, id, %(day)s, '{}', %(office)s, false FROM messaging_contact WHERE user_id = %(person)s
        ON CONFLICT (kind, subject, contact_id, due_on) DO NOTHING"""


def files_of(client):
    """(key, version) of the files that this client moves."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT r.id, version FROM moved JOIN registrations_registration r USING (id)
               WHERE place %% %s = %s ORDER BY place""",
            [CLIENTS, client],
        )
        return cursor.fetchall()


def officer(membership):
    from portal.accounts.acting import Acting
    from portal.accounts.models import Membership

    member = Membership.objects.select_related("user", "office__province").get(pk=membership)
    return Acting(user=member.user, membership=member, ip="192.0.2.7")


def through_the_door(event, membership):
    from portal.workflow import take_step
    from registrations.models import Registration

    by = officer(membership)
    return lambda key, version: take_step(Registration(pk=key), event, by=by, seen=version)


def by_hand(event, membership):
    import psycopg2
    from django.db import connection

    from portal.lib.dates import WIB, today_in
    from registrations.deadlines import last_day_to_correct

    by = officer(membership)
    given = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    target, is_approval = ARRIVES[event], event == "approve"
    facts = {"event": event, "target": target, "kind": f"registrations.{target}", "user": by.user_id}
    facts |= {"role": by.role.value, "office": by.office_id, "verified": by.user_id if is_approval else None}

    def move(key, version):
        now = facts | {"id": key, "version": version, "day": today_in(WIB)}
        now["until"] = None if is_approval else last_day_to_correct(today_in(by.zone))
        with given, given.cursor() as cursor:
            cursor.execute(HOLD, now)
            now["candidate"], state, held, office, first, wants_two, now["person"] = cursor.fetchone()
            refused = (state, held, office) != ("in_review", version, by.office_id) or now["person"] == by.user_id
            refused = refused or (is_approval and (first == by.user_id or (wants_two and not first)))
            cursor.execute(CHECKS[event], now)
            if refused or cursor.fetchone()[0]:
                raise RuntimeError(f"{key} is not to be moved.")
            cursor.execute(HISTORY, now)
            now["step"] = cursor.fetchone()[0]
            cursor.execute(MOVE, now)
            cursor.execute(OWE, now)

    return move


WAYS = {"take_step": through_the_door, "by_hand": by_hand}


def rates(name, membership):
    """Yield (event, moves a second through take_step, the same by hand) in the database ``name``; raises RuntimeError."""
    for statement in PREPARE:
        ask(statement, {"moves": MOVES, "office": membership.office_id, "membership": membership.pk})
    with clients(name, membership) as running:
        for event in ARRIVES:
            rounds = [[moved(running, way, event, membership) for way in WAYS] for _round in range(ROUNDS)]
            yield event, *(statistics.median(column) for column in zip(*rounds, strict=True))


@contextmanager
def clients(name, membership):
    running = [
        subprocess.Popen(
            [sys.executable, "-c", CLIENT, name, str(membership.pk), str(client)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"LOG_LEVEL": "ERROR"},
        )
        for client in range(CLIENTS)
    ]  # fmt: skip
    try:
        heard(running)
        yield running
    finally:
        for client in running:
            client.stdin.close()
        for client in running:
            client.wait()


def say(running, line):
    for client in running:
        client.stdin.write(f"{line}\n")
        client.stdin.flush()


def heard(running):
    return [client.stdout.readline() for client in running]


def moved(running, way, event, membership):
    """Files moved a second, until the last of the clients is through with its share."""
    for statement in BACK:
        ask(statement, {"membership": membership.pk, "event": event})
    before = outcome(event)
    say(running, f"{way} {event}")
    heard(running)
    say(running, "go")
    took = [float(line) for line in heard(running)]
    files, messages, steps = (now - then for now, then in zip(outcome(event), before, strict=True))
    if not files == messages == steps > 0:
        raise RuntimeError(f"{files} files moved, {steps} steps and {messages} messages written.")
    return files / max(took)


def outcome(event):
    """Files that arrived, messages owed and steps written, all so far."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT (SELECT count(*) FROM registrations_registration WHERE state = %s AND id IN (SELECT id FROM moved)),
                      (SELECT count(*) FROM messaging_message), (SELECT count(*) FROM registrations_registrationstep)""",
            [ARRIVES[event]],
        )
        return cursor.fetchone()
