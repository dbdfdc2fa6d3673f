"""Believable people who register, to try pages and measure them; all marked as demo, never in production.

The same seed gives the same people, a larger number adds to them, and what is there already stays as it is.
"""

import io
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from functools import partial
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from jobs.choices import Paper, PaperNeed
from jobs.models import PaperRule
from jobs.requirements import Case
from portal.accounts.demo import email_of
from portal.accounts.models import Membership, PolicyText, User
from portal.accounts.roles import Role
from portal.lib import codes
from portal.lib.dates import WIB, today_in
from portal.lib.importing import NotReady, copy_rows, keys_for
from portal.lib.sealed import blind_index, seal
from portal.places.models import Village
from registrations.choices import Origin
from registrations.demo_drawing import papers_of, person
from registrations.models import (
    Candidate,
    CorrectionPoint,
    Document,
    DocumentPage,
    PinnedPaper,
    Registration,
    RegistrationStep,
)
from registrations.models.candidate import KK, NIK
from registrations.models.pinned import BEFORE_VERIFIED
from registrations.needed import asked_of
from registrations.services import office_for
from registrations.workflow import HOLDS_NIK, State

_BATCH = 2000
_WITH_PICTURES = 200  # people whose papers can be looked at, with those who wait at the demo officers' own desk
_HOME = "53"  # where the demo officers sit
_VILLAGES_OF_A_REGENCY = 3
_REASON = "blurred"


@transaction.atomic
def seed_registrations(count, seed):
    """Make ``count`` demo people with a registration each; returns how many are new.

    Raises ImproperlyConfigured outside of laptop mode, NotReady without places, notice or demo officers.
    """
    created = 0
    with seeding() as cursor:
        ground = Ground(seed)
        for start in range(0, count, _BATCH):
            people = [ground.person(index) for index in range(start, min(start + _BATCH, count))]
            numbers = [row["number"] for row in people]
            cursor.execute("SELECT number FROM registrations_registration WHERE number = ANY(%s)", [numbers])
            known = {number for (number,) in cursor.fetchall()}
            created += ground.write(cursor, [row for row in people if row["number"] not in known])
        cursor.execute("ANALYZE registrations_candidate, registrations_registration, registrations_document")
    return created


@contextmanager
def seeding():
    """A cursor for whoever seeds demo people, one at a time. Raises ImproperlyConfigured outside of laptop mode."""
    if not settings.LAPTOP:
        raise ImproperlyConfigured("Demo registrations are for a laptop only.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('seed_demo'))")
        yield cursor


class Ground:
    """What all demo registrations stand on: villages with their offices, the officer who looked, the notice, the rules."""

    def __init__(self, seed):
        self.seed, self.today = seed, today_in(WIB)
        self.notice = PolicyText.objects.notices().current()
        self.rules = list(PaperRule.objects.to_show(self.today).order_by("pk"))
        self.citizen = User.objects.filter(email=email_of(Role.CITIZEN), is_demo=True).first()
        officers = Membership.objects.filter(user__email=email_of(Role.BP3MI_OFFICER), user__is_demo=True)
        self.officer = officers.order_by("-pk").first()
        self.villages = _villages(self.officer)
        if not (self.notice and self.officer and self.villages):
            raise NotReady(_("There are no demo accounts yet. Please run manage.py seed_demo_accounts first."))

    def person(self, index):
        row = person(self.seed, index, self.villages)
        letters = "".join(row["letters"].choices(codes.ALPHABET, k=codes.RANDOM_LENGTH))
        is_citizen = index == 0 and self.citizen and not Candidate.objects.filter(user=self.citizen).exists()
        # Near the demo officers, so that both sides of one file can be tried.
        near = dict(zip(("village", "regency", "office"), self.villages[0], strict=True))
        name = {"name": self.citizen.name, **near} if is_citizen else {}
        since = datetime.combine(self.today - timedelta(days=row["days"] + 1), time(row["hour"]), tzinfo=WIB)
        return row | name | {
            "number": codes.spell(codes.REGISTRATION, letters),
            "user": self.citizen.pk if is_citizen else None,
            "state": State.RETURNED if is_citizen else row["state"],
            "since": since,
            "index": index,
            "is_drawn": index < _WITH_PICTURES or self._is_seen_early(index, row),
        }  # fmt: skip

    def _is_seen_early(self, index, row):
        """Who waits at the desk of the demo officers: they take the oldest first, whoever was drawn last."""
        return index < _BATCH and row["state"] == State.IN_REVIEW and row["office"] == self.officer.office

    def write(self, cursor, people):
        """COPY the rows of ``people``; returns how many."""
        for model in (Candidate, Registration):
            keys = keys_for(cursor, model, len(people))
            for row, key in zip(people, keys, strict=True):
                row[model] = key
        copy_into(cursor, Candidate, (_candidate(row) for row in people))
        copy_into(cursor, Registration, (self._registration(row) for row in people))
        for row in people:
            row["asked"] = self._asked(row)
        handed_in = [(row, paper, state) for row in people for paper, state in self.papers(row)]
        keys = keys_for(cursor, Document, len(handed_in))
        copy_into(cursor, Document, (self._document(key, *facts) for key, facts in zip(keys, handed_in, strict=True)))
        copy_into(cursor, DocumentPage, (_page(key, *facts) for key, facts in zip(keys, handed_in, strict=True)))
        copy_into(
            cursor, CorrectionPoint, (self._point(row, paper) for row, paper, state in handed_in if state == "returned")
        )
        under_way = [row for row in people if row["state"] != State.DRAFT]
        copy_into(cursor, PinnedPaper, (_pinned(row, asked) for row in under_way for asked in row["asked"]))
        copy_into(cursor, RegistrationStep, (step for row in under_way for step in _steps(row)))
        return len(people)

    def papers(self, row):
        """(paper, state of the document) of what the person has handed in."""
        return papers_of(row, _due(row))

    def _asked(self, row):
        """What a file handed in now needs: so each pin has its rule, and says why it is needed."""
        case = Case(row["scheme"], sex=row["sex"], marital=row["marital"], age=self.today.year - row["birth_date"].year)
        return asked_of(self.rules, case)

    def _registration(self, row):
        is_held = row["state"] in HOLDS_NIK
        return {
            "id": row[Registration], "number": row["number"], "candidate_id": row[Candidate], "state": row["state"],
            "version": 2 if is_held else 0, "state_since": row["since"], "office_id": row["office"].pk,
            "regency_id": row["regency"], "nik_index": _bytes(blind_index(NIK, row["nik"])) if is_held else None,
            "scheme": row["scheme"], "isco08": "", "notice_id": self.notice.pk, "origin": Origin.WEB,
            "submitted_at": None if row["state"] == State.DRAFT else row["since"] - timedelta(days=3),
            "return_by": self.today + timedelta(days=30 - row["days"]) if row["state"] == State.RETURNED else None,
            "needs_second_pair": False, "rejection_ground": "", "is_demo": True,
            "verified_by_id": self.officer.user_id if row["state"] == State.VERIFIED else None,
            "official_id": f"CONTOH-{self.seed}-{row['index']}" if row["is_recorded"] else None,
            "created_at": row["since"] - timedelta(days=4), "updated_at": row["since"],
        }  # fmt: skip

    def _document(self, key, row, paper, state):
        is_decided = state in {"accepted", "returned"}
        return {
            "id": key, "candidate_id": row[Candidate], "paper": paper, "version": 1, "is_current": True, "state": state,
            "number": _bytes(b""), "issuer": "", "expires_on": row.get("expires", {}).get(paper),
            "handed_in_at": row["since"] - timedelta(days=3),
            "reviewed_by_id": self.officer.pk if is_decided else None, "reviewed_at": row["since"] if is_decided else None,
            "return_reason": _REASON if state == "returned" else "",
        }  # fmt: skip

    def _point(self, row, paper):
        return {
            "registration_id": row[Registration], "field": "", "paper": paper, "reason": _REASON,
            "raised_by_id": self.officer.pk, "raised_at": row["since"],
        }  # fmt: skip


def _villages(officer):
    """(code, regency code, office) of some villages of each regency near the demo officers, and a few elsewhere."""
    if officer is None:
        return []
    villages = Village.objects.current().select_related("district__regency__province").order_by("code")
    chosen, offices = {}, {}
    near = villages.filter(district__regency__province=officer.office.province_id or _HOME)
    for village in [*near, *villages.filter(code__endswith=".2001", district__code__endswith=".01")]:
        regency = village.district.regency_id
        if regency not in offices:
            offices[regency] = office_for(village)
        if offices[regency] and len(chosen.setdefault(regency, [])) < _VILLAGES_OF_A_REGENCY:
            chosen[regency].append((village.code, regency, offices[regency]))
    return [village for of_regency in chosen.values() for village in of_regency]


def copy_into(cursor, model, rows):
    rows = list(rows)
    if rows:
        columns = list(rows[0])
        copy_rows(cursor, model._meta.db_table, columns, (tuple(row[name] for name in columns) for row in rows))


def _bytes(content):
    """As COPY reads bytes."""
    return None if content is None else f"\\x{content.hex()}"


def _candidate(row):
    return {
        "id": row[Candidate], "user_id": row["user"], "name": row["name"], "nik": _bytes(seal(NIK, row["nik"].encode())),
        "nik_index": _bytes(blind_index(NIK, row["nik"])), "kk": _bytes(seal(KK, row["kk"].encode())),
        "kk_index": _bytes(blind_index(KK, row["kk"])), "birth_date": row["birth_date"], "birth_place": row["birth_place"],
        "sex": row["sex"], "marital": row["marital"], "education": row["education"], "village_id": row["village"],
        "address": _bytes(b""), "email": "", "origin": Origin.WEB, "is_demo": True,
        "created_at": row["since"] - timedelta(days=4), "updated_at": row["since"],
    }  # fmt: skip


def _page(key, row, paper, _state):
    content = _picture(row, paper) if row["is_drawn"] else b""
    name = f"surat-contoh/{uuid4()}"
    if content:  # after the rows are kept: a dry run leaves no file behind
        sealed = ContentFile(seal("document.page", content))
        transaction.on_commit(partial(default_storage.save, name, sealed))
    return {
        "document_id": key,
        "place": 1,
        "kind": "jpg",
        "digest": f"{key:064x}",
        "size": len(content) or 1,
        "file": name,
    }


def _picture(row, paper):
    """A sheet that says at a glance that it is an example, and what an officer would read on it."""
    sheet = Image.new("RGB", (640, 404), "#eef2f8")
    draw = ImageDraw.Draw(sheet)
    lines = [
        f"CONTOH: {Paper(paper).value.upper()}",
        row["name"].upper(),
        f"NIK {row['nik']}",
        f"LAHIR {row['birth_date']:%d-%m-%Y}",
    ]
    for place, line in enumerate(lines):
        draw.text((36, 44 + place * 72), line, fill="#15192e", font=ImageFont.load_default(size=34 if place else 44))
    drawn = io.BytesIO()
    sheet.save(drawn, "JPEG", quality=70)
    return drawn.getvalue()


def _due(row):
    """The papers that must be there before verification, those for handing in first."""
    due = [one for one in row["asked"] if one.need == PaperNeed.REQUIRED and one.due in BEFORE_VERIFIED]
    return [one.paper for one in sorted(due, key=lambda one: not one.is_due_to_submit)]


def _pinned(row, asked):
    return {
        "registration_id": row[Registration], "paper": asked.paper, "rule_id": asked.rule and asked.rule.pk,
        "need": asked.need, "due": asked.due, "pinned_at": row["since"] - timedelta(days=3),
    }  # fmt: skip


def _steps(row):
    """Handed in and given to the office, and, where it went on, the step to where it stands."""
    begun = row["since"] - timedelta(days=3)
    way = [("submit", State.DRAFT, State.SUBMITTED, begun), ("assign", State.SUBMITTED, State.IN_REVIEW, begun)]
    last = {State.RETURNED: "return", State.VERIFIED: "approve", State.ON_HOLD: "hold", State.WITHDRAWN: "withdraw", State.CLOSED: "close", State.LAPSED: "lapse"}  # fmt: skip
    if row["state"] in last:
        way.append((last[row["state"]], State.IN_REVIEW, row["state"], row["since"]))
    for version, (event, source, target, at) in enumerate(way):
        yield {
            "registration_id": row[Registration], "event": event, "source": source, "target": target, "version": version,
            "role": "", "system": "seed_demo", "taken_at": at,
        }  # fmt: skip
