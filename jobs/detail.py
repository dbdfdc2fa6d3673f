"""One vacancy on its own page: every shown value ready to print, and what nobody has stated."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from jobs import wording
from jobs.choices import CheckKind, Payer
from jobs.workflow import State
from portal.lib import money
from portal.lib.dates import long_date, short_date

PERCENT = 100
UNKNOWN_SCHEME = "unknown"  # the published file's word for a source that names none


@dataclass(frozen=True)
class CheckLine:
    title: str
    text: str
    state: str  # "done" or ""


@dataclass(frozen=True)
class BillGroup:
    """The lines of a cost table that one payer carries."""

    payer: str
    css: str  # colour of the bar
    total: str
    share: int  # percent of all
    lines: list[tuple[str, str, str]]  # component, note, amount


@dataclass(frozen=True)
class Key:
    term: str
    value: str
    note: str = ""
    css: str = ""


@dataclass(frozen=True)
class VacancyPage:
    is_sealed: bool
    seal_kind: str  # ok, info or off: see components/seal_line.html
    status: str
    checks: list[CheckLine]
    checks_title: str
    checks_text: str
    proofs: str
    keys: list[Key]
    missing: str
    needs: list[str]
    facts: list[tuple[str, str]]
    terms: list[tuple[str, str]]
    bill: list[BillGroup]
    source_day: str
    crumb: str


def describe(vacancy, *, day, rates, is_current):
    """``vacancy`` comes from ``with_card_details()``; ``is_current``: it stands on an open shelf on ``day``."""
    checks = _checks(vacancy)
    is_sealed = vacancy.is_fully_checked
    done = sum(check.state == "done" for check in checks)
    proofs = _("%(done)d of %(all)d proofs") % {"done": done, "all": len(checks)}
    return VacancyPage(
        is_sealed=is_sealed,
        seal_kind="ok" if is_sealed else "info" if is_current and vacancy.state == State.REPORTED else "off",
        status=_status(vacancy),
        checks=checks,
        checks_title=_("Four proofs") if is_sealed else proofs,
        checks_text=_("Checked by officers.") if is_sealed else _("No officer has checked all of this here."),
        proofs=proofs,
        keys=_keys(vacancy, day, rates),
        missing=", ".join(wording.not_stated(vacancy)),
        needs=_needs(vacancy),
        facts=_facts(vacancy),
        terms=_terms(vacancy),
        bill=_bill(vacancy),
        source_day=wording.source_day(vacancy),
        crumb=vacancy.title_in_page_language,
    )


def _status(vacancy):
    """The one line under the country: who looked at it, or that nobody here did."""
    if vacancy.is_fully_checked:
        last = max(check.checked_on for check in vacancy.checks.all())
        return _("Checked by an officer on %(day)s") % {"day": short_date(last)}
    if vacancy.state != State.REPORTED:
        return str(vacancy.get_state_display())
    day = wording.source_day(vacancy)
    if day:
        return _("Published %(day)s, not yet checked here") % {"day": day}
    return _("Published, date unknown, not yet checked here")


def _checks(vacancy):
    done = {check.kind: check for check in vacancy.checks.all()}
    undone = {
        CheckKind.LICENCE: _("Not checked yet.") if wording.company(vacancy) else _("Company not stated."),
        CheckKind.PERMIT: _("Not checked yet.") if vacancy.permit_number_as_published else _("Number not stated."),
        CheckKind.MISSION: _("No letter on record."),
        CheckKind.RULES: _("Not checked yet for this job."),
    }
    return [
        CheckLine(
            title=str(kind.label),
            text=f"{done[kind].reference}, {short_date(done[kind].checked_on)}." if kind in done else undone[kind],
            state="done" if kind in done else "",
        )
        for kind in CheckKind
    ]


def _keys(vacancy, day, rates):
    keys = []
    if pay := wording.pay(vacancy, rates):
        rate = rates.get(vacancy.currency)
        of_day = _("rate of %(day)s") % {"day": short_date(rate.on)} if rate else ""
        small = ", ".join(part for part in (pay.detail, of_day) if part)
        keys.append(Key(_("Pay"), pay.main, small))
    if cost := wording.cost(vacancy):
        keys.append(Key(_("Your cost"), cost.text, cost.note, cost.css))
    if closing := wording.closing(vacancy, day):
        keys.append(Key(_("Closes"), closing[0], css=closing[1]))
    if contract := wording.contract(vacancy):
        keys.append(Key(_("Contract"), contract))
    if places := wording.places(vacancy):
        keys.append(Key(_("People sought"), places))
    return keys


def _needs(vacancy):
    level = wording.education(vacancy)
    months = vacancy.experience_months
    needs = [
        wording.ages(vacancy),
        _("Education: %(level)s") % {"level": level} if level else "",
        _language(vacancy),
        _("Experience: %(months)d months") % {"months": months} if months else "",
        *(part.strip() for part in vacancy.other_requirements.split(";")),
    ]
    return [need[:1].upper() + need[1:] for need in needs if need]


def _language(vacancy):
    level = vacancy.language_requirement
    if not level or level.lower().startswith("bahasa"):
        return level
    return _("Language: %(level)s") % {"level": level}


def _facts(vacancy):
    """What the source says about job and parties; a party it leaves out is named as left out."""
    unknown = _("not stated")
    facts = [
        (_("Work"), vacancy.occupation_as_published or (str(vacancy.occupation) if vacancy.occupation_id else "")),
        (_("Country"), str(vacancy.destination.country) if vacancy.destination_id else unknown),
        (_("City or region"), vacancy.city or unknown),
        (_("Employer"), wording.employer(vacancy) or unknown),
        (_("Kind of employer"), str(vacancy.get_employer_kind_display()) or unknown),
        (_("Placement company"), wording.company(vacancy) or unknown),
        (_("Partner agency abroad"), vacancy.partner_agency or unknown),
        (_("Scheme"), _scheme(vacancy)),
        (_("Note on cost"), vacancy.cost_note if vacancy.is_fully_checked else ""),
        (_("Number in the source"), vacancy.permit_number_as_published),
        (_("Opens"), long_date(vacancy.opens_on) if vacancy.opens_on else ""),
    ]
    return [(label, value) for label, value in facts if value]


def _scheme(vacancy):
    if vacancy.scheme:
        return str(vacancy.get_scheme_display())
    written = vacancy.scheme_as_published
    if written == UNKNOWN_SCHEME:
        return _("not stated")
    return _("%(scheme)s, as the source writes it") % {"scheme": written} if written else ""


def _terms(vacancy):
    hours, days, leave = vacancy.hours_per_day, vacancy.days_per_week, vacancy.annual_leave_days
    terms = [
        (_("Hours per day"), money.number(hours) if hours else ""),
        (_("Days per week"), money.number(days) if days else ""),
        (_("Overtime"), vacancy.overtime_rule),
        (_("Leave, days per year"), money.number(leave) if leave else ""),
        (_("Housing"), str(vacancy.get_accommodation_display())),
        (_("Meals"), str(vacancy.get_meals_display())),
        (_("Insurance"), vacancy.insurance),
    ]
    return [(label, value) for label, value in terms if value]


def _bill(vacancy):
    """The cost table by payer, the reader's own part first; empty when there is none or currencies differ."""
    colours = {Payer.CANDIDATE: "f-k", Payer.EMPLOYER: "f-b", Payer.P3MI: "f-b", Payer.GOVERNMENT: "f-o"}
    order = list(Payer)
    items = sorted(vacancy.cost_items.all(), key=lambda item: (order.index(item.payer), item.pk))
    whole = sum(item.amount for item in items)
    if len({item.currency for item in items}) != 1:
        return []
    groups = []
    for payer, lines in groupby(items, key=lambda item: Payer(item.payer)):
        lines = list(lines)
        total = sum(item.amount for item in lines)
        groups.append(
            BillGroup(
                payer=str(payer.label),
                css=colours[payer],
                total=money.amount(total, lines[0].currency),
                share=round(PERCENT * total / whole) if whole else 0,
                lines=[
                    (str(item.get_component_display()), item.note, money.amount(item.amount, item.currency))
                    for item in lines
                ],
            )
        )
    return groups
