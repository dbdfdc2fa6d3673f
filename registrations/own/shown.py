"""The own data and requests to change them, ready to print."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.lib import nik
from portal.lib.dates import WIB, long_date, short_moment
from portal.lib.language import with_capital
from portal.lib.phone import as_dialled
from registrations.asked import FIELDS
from registrations.models import DataRequest, Document
from registrations.workflow import State

MOST = 20  # requests on one page


def data_of(registration):
    candidate, zone = registration.candidate, registration.office.zone if registration.office else WIB
    facts = [
        {"term": capfirst(FIELDS[name].label), "value": value or _("not stated")} for name, value in _values(candidate)
    ]
    is_draft = registration.state == State.DRAFT
    interest = [registration.destination and str(registration.destination), registration.get_scheme_display()]
    return {
        "number": registration.number,
        "facts": facts,
        "interest": ", ".join(filter(None, interest)) or _("not stated"),
        "papers": [_paper(one, is_draft) for one in candidate.documents.current().order_by("paper")],
        "notice": registration.notice,
        "official_id": registration.official_id or _("none yet"),
        "office": registration.office,
        "zone": zone,
    }


def _values(candidate):
    village = candidate.village
    places = [village, village.district, village.district.regency] if village else []
    passport = candidate.passports.filter(is_current=True).first()
    return [
        ("name", candidate.name),
        ("nik", nik.spaced(candidate.nik)),
        ("kk", nik.spaced(candidate.kk)),
        ("birth_date", long_date(candidate.birth_date) if candidate.birth_date else ""),
        ("birth_place", candidate.birth_place),
        ("sex", candidate.get_sex_display()),
        ("marital", candidate.get_marital_display()),
        ("education", candidate.get_education_display()),
        ("village", ", ".join(map(str, places))),
        ("address", candidate.address),
        ("passport", passport.number if passport else ""),
        ("phones", ", ".join(as_dialled(str(one.number)) for one in candidate.phones.order_by("pk"))),
        ("email", candidate.email),
    ]


def _paper(document, is_draft):
    is_kept = is_draft and document.state == Document.State.HANDED_IN  # no officer sees a draft
    until = long_date(document.expires_on) if document.expires_on else _("not stated")
    return {
        "name": with_capital(document.get_paper_display()),
        "state": _("The photo is there") if is_kept else document.get_state_display(),
        "sent": long_date(document.handed_in_at.date()),
        "until": until,
    }


def asked_by(candidate):
    """What was asked, newest first, and what came of it."""
    found = DataRequest.objects.filter(candidate=candidate).select_related("words", "office__province")
    return [request_row(one) for one in found.order_by("-pk")[:MOST]]


def request_row(request):
    zone = request.office.zone
    return {
        "pk": request.pk,
        "field": capfirst(FIELDS[request.field].label) if request.field in FIELDS else _("Something else"),
        "asked": request.words.asked,
        "when": short_moment(request.asked_at, zone),
        "by": short_moment(request.answer_by, zone),
        "outcome": request.get_outcome_display(),
        "answer": request.words.answered,
        "answered": short_moment(request.answered_at, zone) if request.answered_at else "",
        "look": {"changed": "ok", "kept": "off"}.get(request.outcome, "info"),
    }
