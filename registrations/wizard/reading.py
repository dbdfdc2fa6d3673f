"""What was answered: as the forms show it again, and as one page to check before handing in."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jobs import papers as papers_table
from jobs.models import Occupation
from portal.accounts.consent.reading import purposes_of
from portal.accounts.models import Consent, PolicyText, Purpose
from portal.lib import nik
from portal.lib.dates import WIB, long_date, short_moment, today_in
from portal.lib.phone import as_dialled
from portal.places.models import GazetteerEntry
from registrations.asked import FIELDS
from registrations.choices import WhosePhone
from registrations.models import Document
from registrations.needed import PAPERS_TO_SUBMIT
from registrations.stations import Station
from registrations.wizard.pages import PAGES, place_of
from registrations.workflow import State

STEPS_OF_STATION = 3  # data, papers checked, recorded in SISKOP2MI


def where(page):
    """The sentence beside the small line of stations."""
    places = {
        "station": Station.REGISTER.value,
        "stations": len(Station),
        "steps": STEPS_OF_STATION,
        "place": place_of(page),
        "pages": len(PAGES),
    }
    return _("Station %(station)s of %(stations)s, step 1 of %(steps)s: page %(place)s of %(pages)s") % places


# What a form shows again


def initial(slug, registration):
    """What the form of that page begins with."""
    return _INITIAL[slug](registration)


def _reach(registration):
    person = registration.candidate
    told = {"email": person.email, "language": person.user.language if person.user else ""}
    phones = list(person.phones.order_by("pk")[:2])
    for (number, whose), row in zip((("phone", "whose"), ("second_phone", "second_whose")), phones, strict=False):
        told |= {number: as_dialled(row.number), whose: row.whose}
    return told


def _passport(registration):
    passport = registration.candidate.passports.filter(is_current=True).first()
    return {"number": passport.number, "expires_on": passport.expires_on} if passport else {}


def _home(registration):
    person = registration.candidate
    entry = GazetteerEntry.objects.filter(code=person.village_id).first() if person.village_id else None
    return {"village": entry, "address": person.address}


def _interest(registration):
    vacancy = registration.vacancy
    return {
        "destination": registration.destination_id,
        "isco08": registration.isco08,
        "scheme": registration.scheme,
        "planned_departure_on": registration.planned_departure_on,
        "vacancy": vacancy.number if vacancy else "",
        "keeps_vacancy": vacancy is not None,
    }


def _columns(*names):
    return lambda registration: {name: getattr(registration.candidate, name) for name in names}


_INITIAL = {
    "nama": _columns("name", "birth_date", "birth_place", "sex"),
    "nomor": _columns("nik", "kk"),
    "paspor": _passport,
    "tinggal": _home,
    "sekolah": _columns("education", "marital"),
    "kontak": _reach,
    "minat": _interest,
    "data-anda": lambda registration: {},
}


def consents_to_ask(user):
    """Purposes that rest on consent: rows for NoticeForm, and those that ``user`` agrees to already, in words."""
    asked, held = [], []
    for row in purposes_of(user):
        if row["holding"]:
            held.append(row["holding"])
            continue
        last = Consent.objects.latest(user, row["purpose"])
        asked.append(_to_ask(row["purpose"], last.number if last else 0))
    return asked, held


def consents_to_ask_aloud(candidate):
    """The same for somebody whom an officer asks; what stands has a ``code`` as well, to be taken back by."""
    standing = candidate.spoken_consents.standing().about_purposes().select_related("text").order_by("pk")
    given = {row.text.purpose_id: row for row in standing}
    asked, held = [], []
    for purpose in Purpose.objects.asked():
        if row := given.get(purpose.pk):
            held.append(
                {"purpose": purpose.label, "day": long_date(row.given_at.astimezone(WIB).date()), "code": purpose.pk}
            )
        else:
            asked.append(_to_ask(purpose, 0))
    return asked, held


def _to_ask(purpose, seen):
    text = PolicyText.objects.about(purpose).current()
    return {"code": purpose.code, "label": purpose.label, "version": text.number, "seen": seen, "body": text.body_label}


# What is there already


def is_complete(page, registration):
    """Whether nothing of this page stands in the way of handing in."""
    if page.slug == "data-anda":
        return registration.notice_id is not None
    if page.slug == "surat":
        return not registration.papers_missing_to_submit()
    if page.slug == "kontak":
        person = registration.candidate
        return bool(person.user_id or person.email or person.phones.exists())
    return all(getattr(registration.candidate, name) for name in page.needs)


def first_gap(registration):
    """The first page that is not complete, None when all are."""
    return next((page for page in PAGES if not is_complete(page, registration)), None)


def saved(registration):
    """``23 Nov 2026, 10.14 WITA: name, birth date``: when, and what is there."""
    zone = registration.office.zone if registration.office else WIB
    person = registration.candidate
    there = [str(asked.label) for name, asked in FIELDS.items() if getattr(person, name, None) and name != "phones"]
    return f"{short_moment(registration.updated_at, zone)}: {', '.join(there)}"


# All answers on one page


def answers(registration):
    """Each page with its rows (term, value, hint; "" is no answer) and what an officer asks to be put right there."""
    return [
        {
            "slug": page.slug,
            "label": page.label,
            "rows": _ROWS[page.slug](registration),
            "points": points_on(page, registration),
            "is_complete": is_complete(page, registration),
        }
        for page in PAGES
    ]


def points_on(page, registration):
    """What an officer asks to be put right on this page: a sentence and its key each."""
    fields = [name for name, asked in FIELDS.items() if asked.page == page.slug]
    if not fields or registration.state != State.RETURNED:
        return []
    points = registration.points.filter(corrected_at=None, field__in=fields).select_related("words")
    return [{"words": in_words(point), "key": point.pk} for point in points.order_by("pk")]


def papers_to_correct(registration):
    """Papers that came back, and what is wrong."""
    points = registration.points.filter(corrected_at=None).exclude(paper="").select_related("words").order_by("pk")
    return [{"words": in_words(point), "paper": point.paper, "key": point.pk} for point in points]


def answered(registration):
    """Points of which the person has said that all is right as it is: the point and their words."""
    if registration.state != State.RETURNED:
        return []
    points = registration.points.filter(answer__given_at__gte=registration.state_since).select_related(
        "words", "answer"
    )
    return [{"words": in_words(point), "answer": point.answer.text} for point in points.order_by("pk")]


def in_words(point):
    """A point to correct as one sentence: what, why, and the officer's own words."""
    what = str(FIELDS[point.field].label if point.field in FIELDS else point.get_paper_display())
    words = getattr(point, "words", None)
    said = f"{what[:1].upper()}{what[1:]}: {point.get_reason_display()}."
    return f"{said} {words.text}" if words else said


def _row(term, value, hint=""):
    return {"term": str(term).capitalize() if str(term).islower() else term, "value": value, "hint": hint}


def _rows_of_name(registration):
    person = registration.candidate
    return [
        _row(FIELDS["name"].label, person.name),
        _row(FIELDS["birth_date"].label, long_date(person.birth_date) if person.birth_date else ""),
        _row(FIELDS["birth_place"].label, person.birth_place),
        _row(FIELDS["sex"].label, person.get_sex_display()),
    ]


def _rows_of_numbers(registration):
    person = registration.candidate
    differs = nik.mismatches(person.nik, person.birth_date, person.sex) if person.nik else []
    hint = " ".join(str(found.sentence) for found in differs)
    if hint:
        hint += " " + _("Typed right? Then leave it so: an officer looks at it.")
    return [_row(FIELDS["nik"].label, nik.masked(person.nik), hint), _row(FIELDS["kk"].label, nik.masked(person.kk))]


def _rows_of_passport(registration):
    passport = registration.candidate.passports.filter(is_current=True).first()
    if passport is None:
        return [_row(FIELDS["passport"].label, _("none yet"))]
    until = _("until %(day)s") % {"day": long_date(passport.expires_on)} if passport.expires_on else ""
    if passport.expires_on and passport.expires_on < today_in(WIB):
        until += ". " + _("It has run out. That is fine now: a new one comes after the placement agreement.")
    return [_row(FIELDS["passport"].label, f"•••• {passport.number[-3:]}", until)]


def _rows_of_home(registration):
    person = registration.candidate
    village = person.village
    areas = f"{village}, {village.district}, {village.district.regency}" if village else ""
    office = registration.office
    checks = _("Checked by: %(office)s") % {"office": office} if office else ""
    return [_row(FIELDS["village"].label, areas, checks), _row(FIELDS["address"].label, person.address or _("none"))]


def _rows_of_school(registration):
    person = registration.candidate
    return [
        _row(FIELDS["education"].label, person.get_education_display()),
        _row(FIELDS["marital"].label, person.get_marital_display()),
    ]


def _rows_of_contact(registration):
    person = registration.candidate
    phones = [f"{as_dialled(row.number)} ({WhosePhone(row.whose).label})" for row in person.phones.order_by("pk")]
    return [
        _row(FIELDS["phones"].label, ", ".join(phones) or _("none")),
        _row(FIELDS["email"].label, person.email or _("none")),
    ]


def _rows_of_interest(registration):
    work = Occupation.objects.filter(pk=registration.isco08).first() if registration.isco08 else None
    rows = [
        _row(_("Country"), str(registration.destination or pgettext("interest", "open"))),
        _row(_("Kind of work"), str(work or pgettext("interest", "open"))),
        _row(_("Way to go"), registration.get_scheme_display() or pgettext("interest", "open")),
    ]
    planned = registration.planned_departure_on
    rows.append(
        _row(FIELDS["planned_departure_on"].label, long_date(planned) if planned else pgettext("interest", "open"))
    )
    vacancy = registration.vacancy
    return rows + ([_row(_("vacancy"), f"{vacancy.title_in_page_language} ({vacancy.number})")] if vacancy else [])


def _rows_of_notice(registration):
    read = ""
    if registration.notice:
        read = _("read, version %(number)s") % {"number": registration.notice.number}
    rows = [_row(_("Notice about your data"), read)]
    person = registration.candidate
    held = consents_to_ask(person.user)[1] if person.is_in_own_hands else consents_to_ask_aloud(person)[1]
    return rows + [_row(consent["purpose"], _("I agree")) for consent in held]


def papers(registration):
    """The papers without which nothing can be handed in: name, state in words, its badge, and where one gets it."""
    wanted = registration.papers_to_submit()
    found = Document.objects.current().filter(candidate=registration.candidate_id, paper__in=wanted)
    documents = {document.paper: document for document in found}
    return [_paper(paper, documents.get(paper), registration.state == State.DRAFT) for paper in wanted]


_BADGES = {"accepted": "ok", "returned": "turn", "infected": "turn"}


def _paper(paper, document, is_draft):
    facts = {"paper": paper.value, "label": papers_table.name(paper).name, "text": ""}
    if document is None or document.state == Document.State.INFECTED:
        words = document.get_state_display() if document else _("Not there yet")
        where = "" if paper in PAPERS_TO_SUBMIT else papers_table.told_of(paper).where
        text = _("Where you get it: %(where)s") % {"where": where} if where else ""
        return facts | {"state": "turn", "words": words, "text": text}
    if is_draft and document.state == Document.State.HANDED_IN:
        return facts | {"state": "ok", "words": _("The photo is there")}  # no officer sees a draft
    return facts | {"state": _BADGES.get(document.state, "info"), "words": document.get_state_display()}


def _rows_of_papers(registration):
    return [_row(row["label"], row["words"] if row["state"] != "turn" else "") for row in papers(registration)]


_ROWS = {
    "nama": _rows_of_name,
    "nomor": _rows_of_numbers,
    "paspor": _rows_of_passport,
    "tinggal": _rows_of_home,
    "sekolah": _rows_of_school,
    "kontak": _rows_of_contact,
    "minat": _rows_of_interest,
    "data-anda": _rows_of_notice,
    "surat": _rows_of_papers,
}
