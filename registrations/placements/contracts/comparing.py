"""What was promised beside what is signed, term by term. Amounts are held against each other as they stand: never converted."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobs.choices import WagePeriod
from portal.lib.language import in_page_language
from portal.lib.money import amount, amount_range, number
from registrations.placements.models import ContractDifference, Term, Verdict

# Of a number that may only fall, or only rise, against the person.
_FEWER_IS_WORSE, _MORE_IS_WORSE = -1, 1


def compare(order, contract):
    """The ContractDifference of each term, unsaved. ``order``: with the columns of a Vacancy, None for none."""
    promised = _promised(order, contract)
    signed = _signed(contract)
    rows = []
    for term in Term:
        verdict = _VERDICTS[term](promised[term], signed[term])
        needs_head = term in _HEADS and verdict in _HEADS[term]
        facts = {"promised": promised[term], "signed": signed[term], "verdict": verdict, "needs_head": needs_head}
        rows.append(ContractDifference(contract=contract, term=term, **facts))
    return rows


def stated(order):
    """[(name of a term, in words)] of what ``order`` says."""
    kept = _promised(order, order)
    return [(capfirst(str(term.label)), words(term, kept[term])) for term in Term if kept[term] is not None]


def _promised(order, contract):
    """{term: what the order says, None for nothing}, as it can be kept."""
    if order is None:
        return dict.fromkeys(Term)
    lowest, highest = order.wage_amount_min, order.wage_amount_max
    stated = [value for value in (lowest, highest) if value is not None]
    wage = None
    if stated:
        wage = {"lowest": str(stated[0]), "highest": str(stated[-1])}
        wage |= {"currency": order.currency, "period": order.wage_period}
    deductions = getattr(order, "deductions", None)
    title = {"id": order.title, "en": getattr(order, "title_en", "")} if order.title else None
    return {
        Term.WAGE: wage,
        Term.DEDUCTIONS: None if deductions is None else _money(deductions, contract.currency),
        Term.HOURS: _plain(order.hours_per_day),
        Term.DAYS: _plain(order.days_per_week),
        Term.MONTHS: order.contract_months,
        Term.PLACE: order.city.strip() or None,
        Term.JOB: title,
    }


def _signed(contract):
    wage = {"lowest": str(contract.pay), "highest": str(contract.pay)}
    return {
        Term.WAGE: wage | {"currency": contract.currency, "period": contract.period},
        Term.DEDUCTIONS: _money(contract.deductions, contract.currency),
        Term.HOURS: _plain(contract.hours_per_day),
        Term.DAYS: _plain(contract.days_per_week),
        Term.MONTHS: contract.months,
        Term.PLACE: contract.place,
        Term.JOB: contract.is_for_job,
    }


def _plain(value):
    return None if value is None else str(value)


def _money(value, currency):
    return {"amount": str(value), "currency": currency}


# Verdicts: (promised, signed) as they are kept ---------------------------------------------------------


def _wage(promised, signed):
    if promised is None:
        return Verdict.UNKNOWN
    if (promised["currency"], promised["period"]) != (signed["currency"], signed["period"]):
        return Verdict.OTHER
    pay = Decimal(signed["lowest"])
    if pay < Decimal(promised["lowest"]):
        return Verdict.WORSE
    return Verdict.BETTER if pay > Decimal(promised["highest"]) else Verdict.SAME


def _deductions(promised, signed):
    taken = Decimal(signed["amount"])
    if promised is None:
        # A wage was promised without a word of deductions: whoever takes some pays less.
        return Verdict.WORSE if taken else Verdict.UNKNOWN
    return _numbers(_MORE_IS_WORSE)(promised["amount"], signed["amount"])


def _numbers(against):
    def verdict(promised, signed):
        if promised is None:
            return Verdict.UNKNOWN
        change = (Decimal(signed) - Decimal(promised)) * against
        return Verdict.WORSE if change > 0 else Verdict.BETTER if change < 0 else Verdict.SAME

    return verdict


def _months(promised, signed):
    if promised is None:
        return Verdict.UNKNOWN
    return Verdict.SAME if promised == signed else Verdict.OTHER


def _place(promised, signed):
    """One name may be part of the other: Taoyuan, and Taoyuan City."""
    if promised is None:
        return Verdict.UNKNOWN
    one, other = (" ".join(text.casefold().split()) for text in (promised, signed))
    return Verdict.SAME if one in other or other in one else Verdict.OTHER


def _job(promised, signed):
    if promised is None:
        return Verdict.UNKNOWN
    return Verdict.SAME if signed else Verdict.OTHER


_VERDICTS = {
    Term.WAGE: _wage,
    Term.DEDUCTIONS: _deductions,
    Term.HOURS: _numbers(_MORE_IS_WORSE),
    Term.DAYS: _numbers(_MORE_IS_WORSE),
    Term.MONTHS: _months,
    Term.PLACE: _place,
    Term.JOB: _job,
}
# A wage in another currency or period may hide a lower one.
_HEADS = {Term.WAGE: (Verdict.WORSE, Verdict.OTHER), Term.JOB: (Verdict.OTHER,)}

# In words -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One term, ready to print. ``look``: css of the row and its icon; ``said``: in a sentence what the difference means."""

    key: int | None
    title: str
    promised: str
    signed: str
    verdict: str
    css: str
    icon: str
    said: str
    is_different: bool
    answer: bool | None


_LOOKS = {
    Verdict.SAME: ("yes", "ok"),
    Verdict.BETTER: ("yes", "ok"),
    Verdict.WORSE: ("no", "bad"),
    Verdict.OTHER: ("un", "turn"),
    Verdict.UNKNOWN: ("un", "q"),
}


def line_of(row):
    """``row``: a ContractDifference, perhaps with ``answer``."""
    css, icon = _LOOKS[Verdict(row.verdict)]
    return Line(
        key=row.pk,
        title=capfirst(str(row.get_term_display())),
        promised=_not_stated() if row.promised is None else words(row.term, row.promised),
        signed=words(row.term, row.signed),
        verdict=str(row.get_verdict_display()),
        css=css,
        icon=icon,
        said=_said(row),
        is_different=row.is_different,
        answer=getattr(row, "answer", None),
    )


def _not_stated():
    return _("Not stated")


def words(term, value):
    """A kept value in the language of the page."""
    if term == Term.WAGE:
        lowest, highest = Decimal(value["lowest"]), Decimal(value["highest"])
        return f"{amount_range(lowest, highest, value['currency'])} {WagePeriod(value['period']).label}"
    if term == Term.DEDUCTIONS:
        return amount(Decimal(value["amount"]), value["currency"])
    if term == Term.JOB:
        if isinstance(value, bool):
            return _("This work") if value else _("Another work")
        return in_page_language(value["id"], value["en"])
    return value if term == Term.PLACE else number(Decimal(value))


def _said(row):
    """In a sentence what the difference means for the person; "" for none."""
    if row.term == Term.DEDUCTIONS and row.verdict == Verdict.WORSE and row.promised is None:
        return _("Something is taken from each wage, and nothing was said of it before.")
    sentences = {
        (Term.WAGE, Verdict.WORSE): _("The contract pays less than was promised."),
        (Term.WAGE, Verdict.BETTER): _("The contract pays more than was promised."),
        (Term.WAGE, Verdict.OTHER): _(
            "Currency or period is another one, so the two cannot be compared. Ask how much it is for the same time."
        ),
        (Term.DEDUCTIONS, Verdict.WORSE): _("More is taken from each wage than was promised."),
        (Term.DEDUCTIONS, Verdict.BETTER): _("Less is taken from each wage than was promised."),
        (Term.HOURS, Verdict.WORSE): _("The working day is longer than was promised."),
        (Term.HOURS, Verdict.BETTER): _("The working day is shorter than was promised."),
        (Term.DAYS, Verdict.WORSE): _("The working week has more days than was promised."),
        (Term.DAYS, Verdict.BETTER): _("The working week has fewer days than was promised."),
        (Term.MONTHS, Verdict.OTHER): _("The contract lasts longer or shorter than was promised."),
        (Term.PLACE, Verdict.OTHER): _("The place of work is another one."),
        (Term.JOB, Verdict.OTHER): _("The work in the contract is another one."),
    }
    return sentences.get((row.term, row.verdict), "")


def differing(rows):
    """Names of the terms that differ, of rows saved or not."""
    return [str(row.get_term_display()) for row in rows if row.is_different]
