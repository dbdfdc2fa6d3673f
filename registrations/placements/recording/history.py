"""Every move of a case, ready to read: what, who, at which office, when there; what was recorded with it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.roles import Role
from portal.lib.dates import short_date, short_moment
from portal.lib.money import amount, number
from portal.lib.sealed import SealedTextField
from registrations.permissions import REVIEWERS
from registrations.placements.opp.reading import in_short, place_of
from registrations.placements.premiums import premium_for
from registrations.placements.recording.forms.agreeing import PAYERS
from registrations.placements.recording.table import CLEARING, TABLE, done_label
from registrations.placements.workflow import State

# What may hang on a step, by its name there.
KINDS = (
    "selection", "agreement", "medical", "competence", "passport", "insurance", "visa", "seat", "attendance", "contract", "departure",
    "arrival", "offer_check",
    "extension", "case_abroad", "settlement", "home_coming", "death",
    "death_doubt", "death_taken_back", "purna",
)  # fmt: skip
OF_OFFICE_ALONE = {"open_case", "settle_case", "extend"}
UNTOLD = {"safe_words"}  # stands on the page of the problem alone
SHOWN_OF_A_NUMBER = 4  # its last characters


@dataclass(frozen=True)
class Line:
    title: str
    who: str
    when: str
    behalf: str
    reason: str
    facts: tuple[tuple[str, str], ...]


def history(case, by, since=0):
    """Newest first, in the time of the office that clears; ``since``: from this version of the case on. Problems abroad are
    for that office: of them others read no more than that there is one.
    """
    steps = case.history.filter(version__gte=since).select_related(
        "user", "office__province", "reason", "on_behalf__document", "seat__session__office__province", *KINDS
    )
    is_of_office = by.role in REVIEWERS
    return [
        _line(step, case, is_of_office or step.event not in OF_OFFICE_ALONE)
        for step in steps.prefetch_related("agreement__costs").order_by("-pk")
    ]


def cleared_already(case):
    """Who declared it ready, and when, as a sentence; "" where nobody did, or it was taken back."""
    if case.state != State.READY:
        return ""
    step = case.history.filter(event__in=CLEARING).select_related("user").order_by("-pk").first()
    if step is None:
        return _("This person is declared ready to depart.")
    facts = {"name": step.user.name, "when": short_moment(step.taken_at, case.office.zone)}
    return _("%(name)s declared this person ready on %(when)s. There is nothing left to do.") % facts


def _line(step, case, is_told):
    return Line(
        title=_title(step, case),
        who=_who(step),
        when=short_moment(step.taken_at, case.office.zone),
        behalf=_behalf(step),
        reason=step.reason.text if is_told and hasattr(step, "reason") else "",
        facts=tuple(_facts(step, case)) if is_told else (),
    )


# Of steps that have no form of an officer.
_TITLES = {
    "clearance_lapses": gettext_lazy("Ready no longer"),
    "roster_is_over": gettext_lazy("The roster is over"),
    "accept_contract": gettext_lazy("The person agrees with what differs in the work contract"),
    "refuse_contract": gettext_lazy("The person does not agree with the work contract"),
    "allow_contract": gettext_lazy("The head has looked at the work contract"),
}


def _title(step, case):
    if step.event in TABLE:
        return str(done_label(step.event, case))
    return str(_TITLES.get(step.event) or State(step.target).label)


def _who(step):
    if step.user is None:
        return _("The portal, by itself")
    role = str(Role(step.role).label) if step.role else ""
    return ", ".join(filter(None, [step.user.name, role, str(step.office) if step.office else ""]))


def _behalf(step):
    if not hasattr(step, "on_behalf"):
        return ""
    behalf = step.on_behalf
    facts = {"body": behalf.get_body_display(), "name": behalf.name, "day": short_date(behalf.dated_on)}
    facts["who"] = f"{facts.pop('body')} {facts.pop('name')}".strip()
    text = _("On behalf of: %(who)s, paper of %(day)s") % facts
    return f"{text}: {behalf.document.get_paper_display()}" if behalf.document else text


def _facts(step, case):
    for kind in KINDS:
        if hasattr(step, kind):
            row = getattr(step, kind)
            yield from _OWN_WORDS.get(kind, _columns)(row)
            yield from _MORE.get(kind, lambda row, step, case: ())(row, step, case)


def _columns(row):
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name in {"id", "step", *UNTOLD} or value in (None, ""):
            continue
        yield capfirst(str(field.verbose_name)), _text(row, field, value)


def _text(row, field, value):
    if isinstance(field, SealedTextField):
        return f"… {value[-SHOWN_OF_A_NUMBER:]}"
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return short_date(value)
    return number(value) if isinstance(value, Decimal | int) else str(value)


def _costs(agreement, step, case):
    for cost in agreement.costs.all():
        facts = {"amount": amount(cost.amount, cost.currency), "payer": PAYERS[cost.payer]}
        yield str(cost.get_component_display()), _("%(amount)s, paid by: %(payer)s") % facts


def _premium(insurance, step, case):
    """What the table asks for as many months, beside what was paid."""
    premium = premium_for(case.scheme, insurance.months, with_time_before=step.event == "insure")
    if premium is None:
        text = _("no figure is known for this")
    else:
        text = f"{amount(premium.total, 'IDR')} ({premium.legal_basis})"
    yield _("By the table"), text


def _seat(seat):
    yield _("Session"), seat.session.number
    yield _("When"), in_short(seat.session)
    yield _("Place"), place_of(seat.session)


def _attendance(attendance):
    yield _("Number of the certificate"), attendance.certificate_number
    yield _("Biometrics taken"), _("yes") if attendance.has_biometrics else _("no")


def _taken_back(row):
    yield _("Proposed by"), row.proposed_by.name


_OWN_WORDS = {"seat": _seat, "attendance": _attendance, "death_taken_back": _taken_back}


def _cover(extension, step, case):
    if extension.covered_until is None:
        yield _("Social security"), _("still to be paid for the added time")


_MORE = {"extension": _cover, "agreement": _costs, "insurance": _premium}
