"""Which public offices a person of one regency turns to, ready to print."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib.dates import zone_label
from portal.places.models import Office, OfficeCoverage

# What each kind is for, in the order of the first visit: candidates register at the labour office of their
# regency (Permen P2MI 31/2025 Pasal 1).
KINDS = {
    Office.Kind.REGENCY_LABOUR: gettext_lazy("Registration begins here."),
    Office.Kind.LTSA: gettext_lazy("LTSA: several services under one roof."),
    Office.Kind.P4MI: gettext_lazy("P4MI: service post for migrant workers."),
    Office.Kind.BP3MI: gettext_lazy("BP3MI: service office for migrant workers."),
}
MOST_OFFICES = 20


@dataclass(frozen=True)
class OfficeCard:
    name: str
    purpose: str
    seat: str  # city and zone
    address: str
    phone: str  # "" until somebody has called it
    claims: list  # sentences: what has been checked and what has not
    source: str  # sentence, "" when no source is recorded
    source_url: str
    missing: str  # facts nobody stated, comma-separated


def offices_covering(regency, day):
    """Cards of the offices that answer for ``regency`` on ``day``, at most MOST_OFFICES."""
    rows = (
        OfficeCoverage.objects.in_force(day)
        .reaching(regency)
        .filter(office__in=Office.objects.in_force(day).filter(kind__in=list(KINDS)))
        .select_related("office__province", "office__regency")[:MOST_OFFICES]
    )
    return [
        _card(row.office, row) for row in sorted(rows, key=lambda row: (list(KINDS).index(row.office.kind), row.pk))
    ]


def posts_nearby(regency, day):
    """Service posts in the same province whose area nobody has published, at most MOST_OFFICES."""
    posts = Office.objects.in_force(day).filter(kind=Office.Kind.P4MI, province=regency.province_id, coverage=None)
    return [_card(office, None) for office in posts.with_card_details().order_by("name")[:MOST_OFFICES]]


def _card(office, coverage):
    day = office.source_day
    source = ""
    if office.source_name:
        when = day.short() if day else _("no date")
        source = _("Source: %(source)s, %(date)s.") % {"source": office.source_name, "date": when}
    # A telephone number is printed only after a test call, before it stays among the missing ones.
    missing = [_("opening hours")] if office.printed_phone else [_("telephone"), _("opening hours")]
    if not office.address:
        missing.insert(0, _("address"))
    return OfficeCard(
        name=str(office),
        purpose=str(KINDS[office.kind]),
        seat=f"{office.city}, {zone_label(office.zone)}" if office.city else zone_label(office.zone),
        address=office.address,
        phone=office.printed_phone,
        claims=_claims(office, coverage),
        source=source,
        source_url=office.source_url,
        missing=", ".join(missing),
    )


def _claims(office, coverage):
    name = _("Name checked by an officer.") if office.name_checked else _("Name of this office not checked yet.")
    if coverage is None:
        return [name, _("Which area it serves has not been published.")]
    if coverage.checked:
        area = _("Area checked by an officer.")
    else:
        area = _("That it serves your area has not been checked yet.")
    basis = _("Basis: %(basis)s.") % {"basis": coverage.legal_basis} if coverage.legal_basis else ""
    return [claim for claim in (name, area, basis) if claim]
