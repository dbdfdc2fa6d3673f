"""Work abroad as this portal recorded it, for the person and for whoever asks whether a certificate is genuine."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.lib.dates import long_date
from portal.lib.money import amount


def worked(case):
    """Job, country and time of a case that is over, each as text; "" for what was not recorded."""
    first, last = term_of(case)
    return {
        "number": case.number,
        "job": case.work,
        "country": str(case.destination.country),
        "first": long_date(first) if first else "",
        "last": long_date(last) if last else "",
        "months": months_text(first, last),
    }


def term_of(case):
    """(first day there, day of the return) as recorded, None each for what was not."""
    arrival, departure, back = (case.on_record(kind) for kind in ("arrival", "departure", "home_coming"))
    first = arrival.arrived_on if arrival else departure.left_on if departure else None
    return first, back.came_on if back else None


def months_text(first, last):
    """Whole months between two days; "" when one is unknown."""
    if first is None or last is None:
        return ""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if months < 1:
        return _("less than a month")
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}


def initials_of(name):
    """``M. T.`` of a name; "" of none."""
    return " ".join(f"{part[0].upper()}." for part in name.split()[:4])


def sheet_facts(case, *, with_pay):
    """Rows of the certificate. ``with_pay``: also what the contract says of the wage."""
    found, contract = worked(case), case.on_record("contract")
    rows = [
        (_("Name"), case.candidate.name),
        (_("Work"), found["job"]),
        (_("Employer"), case.employer),
        (_("Country"), found["country"]),
        (_("Place of work"), contract.place if contract else ""),
        (_("From"), found["first"]),
        (_("Until"), found["last"]),
        (_("How long"), found["months"]),
        (_("Number of the case"), case.number),
    ]
    if with_pay and contract:
        pay = f"{amount(contract.pay, contract.currency)} {contract.get_period_display()}"
        rows.append((_("Wage by the contract"), pay))
    return [{"term": term, "value": value} for term, value in rows if value]


def public_facts(sheet):
    """What a stranger with the code may read: no name, no day."""
    case = sheet.placement
    found = worked(case)
    rows = (
        (_("Initials"), initials_of(case.candidate.name)),
        (_("Work"), found["job"]),
        (_("Country"), found["country"]),
        (_("How long"), found["months"]),
    )
    return [{"term": term, "value": value} for term, value in rows if value]
