"""One vacancy on its own page: every shown value ready to print, and what nobody has stated."""

from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jobs import costs, wording
from jobs.choices import CheckKind, Payer
from jobs.models import ProofRule
from jobs.workflow import TO_CHECK, State
from portal.lib import money
from portal.lib.dates import long_date, short_date
from portal.lib.language import as_sentence

PERCENT = 100
_BAR, _GAP = 1000, 6
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
    path: str  # its part of the bar, which is _BAR wide
    lines: list[tuple[str, str, str]]  # component, note, amount


@dataclass(frozen=True)
class Bill:
    """A whole cost table in one currency."""

    sentence: str  # the total, and how much of it the reader pays; "" when nobody knows
    shares: str  # the bar in words
    groups: list[BillGroup]


@dataclass(frozen=True)
class Key:
    term: str
    value: str
    note: str = ""
    css: str = ""


@dataclass(frozen=True)
class Need:
    """One requirement: our own words, then the source's with their language if it is not the page's."""

    label: str
    text: str = ""
    language: str = ""


@dataclass(frozen=True)
class Fact:
    term: str
    value: str
    language: str = ""


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
    needs: list[Need]
    facts: list[Fact]
    cost: costs.Cost
    advice: str  # what to do about money until an officer has checked it
    bill: Bill | None
    source_day: str
    crumb: str


def describe(vacancy, *, day, rates, is_current):
    """``vacancy`` comes from ``with_card_details()``; ``is_current``: it stands on an open shelf on ``day``."""
    checks, cost = _checks(vacancy, day), costs.cost_of(vacancy, costs.rules_in_force(day))
    is_sealed = vacancy.is_fully_checked and is_current
    done = sum(check.state == "done" for check in checks)
    proofs = _("%(done)d of %(all)d proofs") % {"done": done, "all": len(checks)}
    return VacancyPage(
        is_sealed=is_sealed,
        seal_kind="ok" if is_sealed else "info" if is_current and vacancy.state == State.REPORTED else "off",
        status=_status(vacancy, is_sealed),
        checks=checks,
        checks_title=_("Four proofs") if is_sealed else proofs,
        checks_text=_("Checked by officers.") if is_sealed else _("No officer has checked all of this here."),
        proofs=proofs,
        keys=_keys(vacancy, day, rates, cost),
        missing=", ".join(wording.not_stated(vacancy, cost)),
        needs=_needs(vacancy),
        facts=[*_facts(vacancy), *_terms(vacancy)],
        cost=cost,
        advice="" if is_sealed else _advice(vacancy, cost),
        bill=_bill(vacancy),
        source_day=wording.source_day(vacancy),
        crumb=vacancy.title_in_page_language,
    )


def _status(vacancy, is_sealed):
    """The one line under the country: who looked at it, or that nobody here did."""
    if is_sealed:
        last = max(check.checked_on for check in vacancy.proofs())
        return _("Checked by an officer on %(day)s") % {"day": short_date(last)}
    if vacancy.state == State.OPEN:  # checked once; since then its time, its company or its country came in between
        return _("No longer open")
    if vacancy.state in TO_CHECK:  # an old link of one that an officer took up, or checks once more
        return _("Being checked by officers")
    if vacancy.state != State.REPORTED:
        return str(vacancy.get_state_display())
    day = wording.source_day(vacancy)
    if day:
        return _("Published %(day)s, not yet checked here") % {"day": day}
    return _("Published, date unknown, not yet checked here")


def _checks(vacancy, day):
    # A case in check is the office's own affair: what one officer found counts when a second one has opened it.
    done = {check.kind: check for check in vacancy.proofs()} if vacancy.has_public_proofs else {}
    undone = _undone(vacancy, day) if len(done) < len(CheckKind) else {}
    return [
        CheckLine(
            title=str(kind.label),
            text=_proof(done[kind]) if kind in done else undone[kind],
            state="done" if kind in done else "",
        )
        for kind in CheckKind
    ]


def _undone(vacancy, day):
    """What to say of each proof that nobody has given: not named, not checked, or no such paper under its scheme."""
    named = {CheckKind.LICENCE: wording.company(vacancy), CheckKind.PERMIT: vacancy.permit_number_as_published}
    told = {
        CheckKind.LICENCE: _("Not checked yet.") if named[CheckKind.LICENCE] else _("Company not stated."),
        CheckKind.PERMIT: _("Not checked yet.") if named[CheckKind.PERMIT] else _("Number not stated."),
        CheckKind.MISSION: _("No letter on record."),
        CheckKind.RULES: _("Not checked yet for this job."),
    }
    for rule in ProofRule.objects.to_show(day).filter(scheme=vacancy.scheme):
        if not named.get(rule.proof):
            told[rule.proof] = " ".join([as_sentence(rule.words), _("Not checked yet.")])
    return told


def _proof(check):
    """What was looked at, then by which office and when."""
    reference = check.reference
    if check.reference_date:
        reference = f"{reference}, {short_date(check.reference_date)}"
    seen = _("Checked by %(office)s, %(day)s") % {"office": check.office, "day": short_date(check.checked_on)}
    return f"{reference}. {seen}."


def _keys(vacancy, day, rates, cost):
    keys = []
    rate = rates.get(vacancy.currency)
    if pay := wording.pay(vacancy, rate.rupiah if rate else None):
        of_day = _("rate of %(day)s") % {"day": short_date(rate.on)} if rate else ""
        small = ", ".join(part for part in (pay.detail, of_day) if part)
        keys.append(Key(_("Pay"), pay.main, small))
    if cost.is_known:
        keys.append(Key(_("Your cost"), cost.text, cost.source, cost.css))
    if closing := wording.closing(vacancy, day):
        keys.append(Key(_("Closes"), closing[0], css=closing[1]))
    if contract := wording.contract(vacancy):
        keys.append(Key(_("Contract"), contract))
    if places := wording.places(vacancy):
        keys.append(Key(_("Places"), places, wording.ground_of_places(vacancy)))
    return keys


def _needs(vacancy):
    level, months = vacancy.language_requirement, vacancy.experience_months
    needs = [
        Need(wording.ages(vacancy)),
        Need(_("Education:"), wording.education(vacancy), of_source(vacancy.education_as_published)),
        Need("" if level.lower().startswith("bahasa") else _("Language:"), level, of_source(level)),
        Need(_("Experience: %(months)d months") % {"months": months} if months else ""),
        *(Need("", text.strip(), of_source(text)) for text in vacancy.other_requirements.split(";")),
    ]
    return [need for need in needs if need.text or (need.label and not need.label.endswith(":"))]


def of_source(text):
    """``id`` when an English page prints a source's own Indonesian words, else ""."""
    return "id" if text and get_language() == "en" else ""


def _facts(vacancy):
    """What the source says about job and parties; a party it leaves out is named as left out."""
    work = vacancy.occupation_as_published
    note = vacancy.cost_note if vacancy.is_fully_checked else ""
    facts = [
        Fact(_("Work"), work or (str(vacancy.occupation) if vacancy.occupation_id else ""), of_source(work)),
        Fact(_("Country"), str(vacancy.destination.country) if vacancy.destination_id else ""),
        Fact(_("City or region"), vacancy.city),
        Fact(_("Employer"), wording.employer(vacancy)),
        Fact(_("Kind of employer"), str(vacancy.get_employer_kind_display())),
        Fact(_("Placement company"), wording.company(vacancy)),
        Fact(_("Partner agency abroad"), wording.partner_agency(vacancy)),
    ]
    known = [
        Fact(_("Scheme"), _scheme(vacancy)),
        Fact(_("Note on cost"), note, of_source(note)),
        Fact(_("Number in the source"), vacancy.permit_number_as_published),
        Fact(_("Opens"), long_date(vacancy.opens_on) if vacancy.opens_on else ""),
    ]
    unknown = _("not stated")
    return [fact if fact.value else replace(fact, value=unknown) for fact in facts] + [f for f in known if f.value]


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
        Fact(_("Hours per day"), money.number(hours) if hours else ""),
        Fact(_("Days per week"), money.number(days) if days else ""),
        Fact(_("Overtime"), vacancy.overtime_rule, of_source(vacancy.overtime_rule)),
        Fact(_("Leave, days per year"), money.number(leave) if leave else ""),
        Fact(_("Housing"), str(vacancy.get_accommodation_display())),
        Fact(_("Meals"), str(vacancy.get_meals_display())),
        Fact(_("Insurance"), vacancy.insurance, of_source(vacancy.insurance)),
    ]
    return [term for term in terms if term.value]


def _advice(vacancy, cost):
    if vacancy.cost_items.all():
        return _("Nobody here has checked these costs. Ask for a written cost table before you pay anything.")
    if vacancy.cost_note:
        return _(
            "The source speaks of costs, nobody here has checked them. Ask for a written cost table before you pay anything."
        )
    if cost.is_known:
        return _("The source states no cost. Ask for a written cost table before you pay anything.")
    return _("The cost is not recorded. Ask for a written cost table before you pay anything.")


def _bill(vacancy):
    """The cost table by payer, the reader's own part first; None when there is none or currencies differ."""
    order = list(Payer)
    items = sorted(vacancy.cost_items.all(), key=lambda item: (order.index(item.payer), item.pk))
    if len({item.currency for item in items}) != 1:
        return None
    whole = sum(item.amount for item in items)
    groups, start = [], 0
    for payer, lines in groupby(items, key=lambda item: Payer(item.payer)):
        lines = list(lines)
        total = sum(item.amount for item in lines)
        part = total / whole if whole else 0
        groups.append(_bill_group(payer, lines, total, part, start))
        start += part * _BAR
    return Bill(
        sentence=_bill_sentence(items, whole, is_complete=vacancy.is_fully_checked),
        shares=", ".join(f"{group.payer} {group.share}%" for group in groups),
        groups=groups,
    )


def _bill_sentence(items, whole, *, is_complete):
    """ "" when the table leaves the candidate out and no officer saw that it is complete: missing is never Rp0."""
    own = [item.amount for item in items if item.payer == Payer.CANDIDATE]
    if not own and not is_complete:
        return ""
    currency = items[0].currency
    words = {"total": money.amount(whole, currency), "own": money.amount(sum(own), currency)}
    return _("Of %(total)s in all you pay %(own)s. Nobody may ask for more than this table says.") % words


def _bill_group(payer, lines, total, part, start):
    colours = {Payer.CANDIDATE: "f-k", Payer.EMPLOYER: "f-b", Payer.P3MI: "f-b", Payer.GOVERNMENT: "f-o"}
    return BillGroup(
        payer=str(payer.label),
        css=colours[payer],
        total=money.amount(total, lines[0].currency),
        share=round(PERCENT * part),
        path=f"M{start:.0f} 0h{max(part * _BAR - _GAP, 0):.0f}v28h-{max(part * _BAR - _GAP, 0):.0f}z",
        lines=[
            (str(item.get_component_display()), item.note, money.amount(item.amount, item.currency)) for item in lines
        ],
    )
