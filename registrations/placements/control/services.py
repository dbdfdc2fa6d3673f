"""Running the control of cards, settling what it found, and reading the official lists it is held against."""

import re

import structlog
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.acting import ActRefused
from portal.accounts.roles import Role
from portal.audit.check import Check
from portal.audit.services import record
from portal.lib.dates import WIB, today_in
from portal.lib.spreadsheets import Unusable
from portal.lib.tabular import ANY, Table
from portal.messaging import planning
from portal.messaging.kinds import kind_named
from registrations.placements.control.comparing import Kind, beyond, differing_cards, differing_cases
from registrations.placements.models import CardList, ControlFinding, ControlRun, ListedCard, Placement

log = structlog.get_logger(__name__)
ROLES = (Role.BP3MI_HEAD, Role.MINISTRY_ADMIN)
ALARM = "placements.cards_differ"
MOST_CARDS = 100_000
# A card that no case bears, and an audit that differs: nobody here can be shown to have had no part in it, and the office is
# the first to be asked.
OF_MINISTRY = {Kind.CARD_UNKNOWN, Kind.AUDIT}
COLUMNS = ("Nomor E-KPMI", "No E-KPMI", "Nomor Kartu", "Nomor E-PMI")
_NUMBER = re.compile(r"[0-9A-Za-z./-]{3,40}\Z")
_BATCH = 5000
# One run at a time.
_LOCK = 7_205_110_026


def run_control(*, reads_audit=True):
    """Compare, keep what is new, raise the alarm; returns the ControlRun, or None while another run is under way."""
    # Some minutes over millions of entries: not within the transaction.
    check = Check().run() if reads_audit else None
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return None
        found = _keep(_found(check))
        run = ControlRun.objects.create(
            cases=beyond().count(),
            cards=ListedCard.objects.filter(card_list__kept_at__isnull=False).count(),
            found=found,
            audit_findings=len(check.findings) if check else None,
            audit_remarks=len(check.remarks) if check else None,
        )
    if ControlFinding.objects.filter(settled_at=None).exists():
        _raise_alarm(found)
    return run


def _found(check):
    for kind, cases in differing_cases().items():
        for case in cases.only("pk", "office", "e_card_number").iterator(chunk_size=_BATCH):
            yield ControlFinding(kind=kind, placement=case, card_number=case.e_card_number, office_id=case.office_id)
    for kind, cards in differing_cards().items():
        offices = dict(
            Placement.objects.filter(e_card_number__in=cards.values("number")).values_list("e_card_number", "office")
        )
        for number, office in cards.values_list("number", "card_list__office"):
            yield ControlFinding(kind=kind, card_number=number, office_id=offices.get(number, office))
    if check and check.findings:
        yield ControlFinding(kind=Kind.AUDIT)


def _keep(findings):
    """How many were not known before. What was settled once is not found again, but of the audit."""
    before = ControlFinding.objects.count()
    ControlFinding.objects.bulk_create(findings, batch_size=_BATCH, ignore_conflicts=True)
    return ControlFinding.objects.count() - before


def _raise_alarm(found):
    """At once and, as long as something stands, each day: to the heads concerned and to the ministry."""
    log.error("cards_and_clearances_differ", standing=ControlFinding.objects.filter(settled_at=None).count(), new=found)
    planning.know_accounts()
    planning.plan(kind_named(ALARM), today_in(WIB))


def visible_to(by):
    """Of the own office for its head, all for the ministry."""
    found = ControlFinding.objects.all()
    return found if by.role == Role.MINISTRY_ADMIN else found.filter(office=by.office_id)


def may_settle(by, finding):
    return by.role == Role.MINISTRY_ADMIN or finding.kind not in OF_MINISTRY


@transaction.atomic
def settle(by, finding, reason):
    """What it was, in the words of somebody who had no part in the case. Raises ActRefused with a sentence."""
    finding = visible_to(by).select_for_update(of=("self",)).select_related("placement").get(pk=finding.pk)
    if finding.settled_at:
        raise ActRefused(_("Somebody has settled this already."))
    if not may_settle(by, finding):
        raise ActRefused(_("No case here bears this card: the ministry settles it."))
    # A card that was never cleared names no case, but somebody wrote its number into one.
    case = (
        finding.placement
        or Placement.objects.filter(e_card_number=finding.card_number).exclude(e_card_number="").first()
    )
    if by.user_id in _had_a_part(case):
        raise ActRefused(
            _("You had a part in this case. Somebody else has to look at it: another head, or the ministry.")
        )
    finding.settled_at, finding.settled_by, finding.reason = timezone.now(), by.membership, reason
    finding.save(update_fields=["settled_at", "settled_by", "reason"])
    record(by, "placements.control_settled", finding, reason_code=finding.kind)


def _had_a_part(case):
    if case is None:
        return set()
    columns = {case.verified_by_id, case.prepared_by_id, case.cleared_by_id}
    return {key for key in {*columns, *case.history.values_list("user", flat=True)} if key}


@transaction.atomic
def try_list(by, path, *, issued_from, issued_until):
    """Read a list in the place of the last one that was only tried; returns the CardList. Raises Unusable."""
    office = None if by.role == Role.MINISTRY_ADMIN else by.office_id
    numbers = _numbers(path)
    CardList.objects.filter(office=office, kept_at=None).delete()
    days = {"issued_from": issued_from, "issued_until": issued_until}
    tried = CardList.objects.create(office_id=office, membership=by.membership, **days)
    ListedCard.objects.bulk_create((ListedCard(card_list=tried, number=one) for one in numbers), batch_size=_BATCH)
    record(by, "placements.card_list_tried", tried)
    return tried


def _numbers(path):
    """The numbers on the list, each once; all other columns, names too, are passed by."""
    with Table(path, (), ignored=ANY) as table:
        spelt = {" ".join(name.casefold().split()): name for name in table.header}
        column = next((spelt[name.casefold()] for name in COLUMNS if name.casefold() in spelt), None)
        if column is None:
            raise Unusable(_("Missing columns: %(names)s.") % {"names": COLUMNS[0]})
        if table.row_count > MOST_CARDS:
            raise Unusable(_("The file has more than %(most)s rows. Please split it.") % {"most": MOST_CARDS})
        found = {}
        for line, cells in table:
            number = cells[column].strip().lstrip("'") if cells else ""
            if not _NUMBER.match(number):
                raise Unusable(_("Row %(line)s has no number of a card.") % {"line": line})
            found[number] = None
    return list(found)


@transaction.atomic
def keep_list(by, tried):
    """From now on cards and clearances are held against it."""
    CardList.objects.filter(pk=tried.pk, kept_at=None).update(kept_at=timezone.now())
    record(by, "placements.card_list_kept", tried)


def preview(tried):
    """[(label, count)] of what the control would find by this list; nothing is kept of it."""
    with transaction.atomic():
        CardList.objects.filter(pk=tried.pk).update(kept_at=timezone.now())
        cards = {kind: found.filter(card_list=tried).count() for kind, found in differing_cards().items()}
        missing = differing_cases()[Kind.NOT_ON_LIST]
        missing = missing.filter(office=tried.office_id).count() if tried.office_id else missing.count()
        transaction.set_rollback(True)
    rows = [(Kind(kind).label, count) for kind, count in cards.items()]
    return [(_("Cards on the list"), tried.cards.count()), *rows, (Kind.NOT_ON_LIST.label, missing)]
