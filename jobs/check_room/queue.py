"""The queue of vacancies: whose turn it is, in which order, and how a row reads."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobs import wording
from jobs.choices import CheckKind
from jobs.models import Check, PlacementCompany, Vacancy
from jobs.models.vacancy import TITLE_WORDS
from jobs.names import company_key
from jobs.permissions import OPENERS
from jobs.workflow import State
from portal.accounts.models.work_claim import with_claim
from portal.lib import codes
from portal.lib.dates import WIB, today_in

ROWS = 25
# A row that waits longer is marked.
LONG_DAYS = 5
# So many companies of a name are searched for their vacancies; whoever needs more types more of the name.
MOST_COMPANIES = 50
MOST_WORDS = 8  # of the title that are looked for
_WORDS = re.compile(r"\w+")


class Tab(models.TextChoices):
    """Values of the address stay Indonesian in both languages, like the slugs."""

    TURN = "giliran", gettext_lazy("The officer's turn")
    TO_OPEN = "buka", gettext_lazy("To be opened")
    REPORTED = "terbit", gettext_lazy("Published, not checked")
    OPEN = "terbuka", gettext_lazy("Open now")
    OVER = "selesai", gettext_lazy("Finished or stopped")


STATES = {
    Tab.TURN: (State.DRAFT, State.SUBMITTED, State.IN_CHECK),
    Tab.TO_OPEN: (State.VERIFIED,),
    Tab.REPORTED: (State.REPORTED,),
    Tab.OPEN: (State.OPEN,),
    Tab.OVER: (State.FILLED, State.CLOSED, State.EXPIRED, State.SUSPENDED, State.REVOKED),
}
# Where there is something to take up next.
WORK = {Tab.TURN, Tab.TO_OPEN, Tab.REPORTED}
# Colour of the state: whose turn it is.
LOOKS = {
    State.REPORTED: "info",
    State.DRAFT: "turn",
    State.SUBMITTED: "turn",
    State.IN_CHECK: "turn",
    State.VERIFIED: "info",
    State.OPEN: "ok",
    State.SUSPENDED: "bad",
    State.REVOKED: "bad",
}


# How the four marks of a row read.
LEGEND = [
    (["accepted"], gettext_lazy("enough")),
    (["returned"], gettext_lazy("not enough")),
    (["missing"], gettext_lazy("not checked yet")),
]


@dataclass(frozen=True)
class Row:
    number: str
    title: str
    language: str
    small: str  # code and company
    country: str
    state: str
    look: str
    dots: tuple[str, ...]  # one mark per proof
    proofs: str  # the same in words
    age: str
    is_late: bool
    holder: str


def own_tab(by):
    """Where this officer's work lies: heads open, the others check."""
    return Tab.TO_OPEN if by.role in OPENERS else Tab.TURN


def matching(words, country="", company=""):
    """Vacancies by code, job order number, words of the title or name of the company, in one country, of one company.

    Of a word its beginning is enough ("rawat" finds no "perawat": only beginnings stand in an index).
    """
    found = Vacancy.objects.all()
    if country:
        found = found.for_destination(country)
    if company:
        found = found.filter(placement_company__slug=company)
    words = words.strip()
    if not words:
        return found
    if code := codes.parse(words):
        return found.filter(number=code)
    any_of = Q(job_order_number__in={words, words.upper()})
    if starts := " & ".join(f"'{word}':*" for word in _WORDS.findall(words)[:MOST_WORDS]):
        found = found.alias(title_words=TITLE_WORDS)
        any_of |= Q(title_words=SearchQuery(starts, config="simple", search_type="raw"))
    if company_key(words):
        # Their keys first: a join inside an "or" would read the whole table.
        named = PlacementCompany.objects.matching(words).order_by("name_key").values_list("pk", flat=True)
        any_of |= Q(placement_company__in=list(named[:MOST_COMPANIES]))
    return found.filter(any_of)


def page_of(vacancies, tab, after=None, *, is_few=False):
    """(at most ROWS rows of the tab, whether more follow), the one that waits longest first.

    ``is_few``: they are better found by what is looked for and then sorted than met in the order of waiting.
    """
    standing = Check.objects.standing().only("vacancy_id", "kind", "is_sufficient", "set_aside_at", "checked_by_id")
    waiting = (
        with_claim(vacancies.waiting(STATES[tab], after))
        .select_related("destination__country", "placement_company")
        .prefetch_related(Prefetch("checks", queryset=standing))
    )
    if is_few:
        waiting = waiting.order_by(F("state_since") + timedelta(0), "pk")  # no index has the order of a sum
    found = list(waiting[: ROWS + 1])
    return found[:ROWS], len(found) > ROWS


def row(vacancy):
    days = (today_in(WIB) - vacancy.state_since.astimezone(WIB).date()).days
    found = {check.kind: check.is_sufficient for check in vacancy.checks.all()}
    marks = {True: "accepted", False: "returned", None: "missing"}
    works = vacancy.state not in {State.OPEN, *STATES[Tab.OVER]}
    return Row(
        number=vacancy.number,
        title=vacancy.title_in_page_language,
        language=vacancy.title_language,
        small=", ".join(filter(None, [vacancy.number, vacancy.job_order_number, wording.company(vacancy)])),
        country=str(vacancy.destination) if vacancy.destination_id else _("not stated"),
        state=str(vacancy.get_state_display()),
        look=LOOKS.get(vacancy.state, "off"),
        dots=tuple(marks[found.get(kind)] for kind in CheckKind),
        proofs=_("%(done)d of %(all)d proofs") % {"done": sum(found.values()), "all": len(CheckKind)},
        age=_("today") if days < 1 else ngettext("%(count)d day", "%(count)d days", days) % {"count": days},
        is_late=works and days > LONG_DAYS,
        holder=vacancy.claim_holder or "",
    )


def next_for(by, tab, after=None):
    """Vacancies that ``by`` could take from this tab, longest waiting first: nobody else holds them.

    With ``after``, a vacancy: of those, what stands behind it.
    To open, only those whose proofs somebody else gave.
    """
    nobodys_or_own = Q(claim_user_id=None) | Q(claim_user_id=by.user_id)
    free = with_claim(Vacancy.objects.waiting(STATES[tab], after)).filter(nobodys_or_own)
    if tab == Tab.TO_OPEN:
        own = Check.objects.proofs().filter(checked_by=by.user_id).values("vacancy")
        free = free.exclude(verified_by=by.user_id).exclude(pk__in=own)
    return free
