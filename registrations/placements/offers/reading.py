"""An own offer ready to print: for the person who tells of it, and for the officer who checks it."""

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobs import papers as paper_names
from jobs.choices import Paper, PaperNeed, Scheme
from jobs.procedures import procedure_for
from portal.lib.dates import WIB, long_date, today_in
from portal.lib.money import amount_range, number
from registrations.models import Document
from registrations.placements import guards
from registrations.placements.applying.reading import of_account, of_registration
from registrations.placements.choices import Door
from registrations.placements.models import CasePaper, OwnOffer, Placement, ReEntry
from registrations.placements.models.paper import OF_OFFER
from registrations.placements.models.promised import PROMISED
from registrations.placements.offers.law import why_closed
from registrations.placements.offers.parts import OF_SLUG
from registrations.placements.workflow import State

_WAITS = (Document.State.WAITING_SCAN, Document.State.HANDED_IN)
MOST = 10  # earlier jobs on one page
# Where one may come back from.
MAY_GO_BACK = (State.AT_WORK, State.RETURNED, State.PURNA)
# A way back that ended so is begun anew.
GAVE_UP = (State.WITHDRAWN, State.CLOSED, State.CLOSED_UNFIT)


def cases_of(user):
    """All cases of the account, drafts too, with all that a page names them by."""
    cases = Placement.objects.filter(registration__candidate__user=user)
    return cases.select_related(*PROMISED, "registration__candidate", "candidate", "procedure", "destination__country")


def draft_of(user):
    """The offer that is being told of, None for none."""
    return cases_of(user).filter(door=Door.OWN_OFFER, state=State.DRAFT).first()


def earlier_jobs(user):
    """Cases whose employer one may go back to, the newest first; not those from which one is going back already."""
    back = Placement.objects.filter(earlier=OuterRef("pk")).exclude(state__in=GAVE_UP)
    return cases_of(user).filter(~Exists(back), state__in=MAY_GO_BACK).order_by("-pk")


def way_back_from(earlier):
    """The case by which one is going back to the employer of ``earlier``, or has; None for none."""
    return Placement.objects.filter(earlier=earlier).exclude(state__in=GAVE_UP).order_by("-pk").first()


# What was told -------------------------------------------------------------------------------------


def parts_of(case):
    """[(slug of the page, rows of components/facts.html)] of what was told."""
    offer = case.own_offer
    job = [
        (_("Way"), case.get_scheme_display()),
        (_("Employer"), case.get_employer_kind_display()),
        (_("Country"), case.destination.country),
        (_("Kind of work"), case.occupation),
        (_("What you will do"), offer.title),
    ]
    employer = [
        (_label("employer_name"), offer.employer_name),
        (_label("employer_address"), offer.employer_address),
        (_label("employer_contact"), offer.employer_contact),
        (_label("sending_company"), offer.sending_company),
        (_label("sending_permit"), offer.sending_permit),
        (_label("found_by"), offer.get_found_by_display()),
        (_label("asked_for_money"), _yes_or_no(offer.asked_for_money)),
        (_label("about_money"), offer.about_money),
    ]
    return [("pekerjaan", _rows(job)), ("pemberi-kerja", _rows(employer)), ("syarat", _rows(terms_of(offer)))]


def terms_of(offer):
    wage = ""
    if offer.wage_amount_min is not None:
        wage = amount_range(offer.wage_amount_min, offer.wage_amount_max, offer.currency)
        wage = f"{wage} {offer.get_wage_period_display()}"
    return [
        (_("Wage"), wage),
        (_label("hours_per_day"), offer.hours_per_day and number(offer.hours_per_day)),
        (_label("days_per_week"), offer.days_per_week and number(offer.days_per_week)),
        (_label("city"), offer.city),
        (_label("contract_months"), offer.contract_months),
        (_label("starts_on"), offer.starts_on and long_date(offer.starts_on)),
    ]


def _label(name, model=OwnOffer):
    return capfirst(str(model._meta.get_field(name).verbose_name))


def _yes_or_no(answer):
    return "" if answer is None else _("yes") if answer else _("no")


def _rows(pairs):
    return [{"term": term, "value": value} for term, value in pairs if value]


def offer_of(case):
    """What an officer reads of an own offer, or of a way back to an employer; None where there is neither."""
    if case.own_offer_id:
        facts = [row for _slug, rows in parts_of(case) for row in rows]
        title, money = _("The offer, as the person tells it"), case.own_offer.asked_for_money
    elif hasattr(case, "re_entry"):
        facts, title, money = changes_of(case), _("What has changed, as the person tells it"), False
    else:
        return None
    return {"title": title, "facts": facts, "money": money, "papers": papers_of(case)}


def job_of(case):
    """The job that one goes back to: rows of components/facts.html."""
    pairs = [
        (_("Employer"), case.employer),
        (_("What you do there"), case.work),
        (_("Country"), case.destination.country),
        (_("City"), case.order.city if case.order else ""),
    ]
    return _rows(pairs)


def changes_of(case):
    """What was told of a way back."""
    told = case.re_entry
    days = ("home_since", "leave_ends_on", "contract_until", "visa_until", "passport_until")
    pairs = [(_label(name, ReEntry), (day := getattr(told, name)) and long_date(day)) for name in days]
    pairs.insert(2, (_label("terms", ReEntry), told.get_terms_display()))
    return _rows([*pairs, (_label("about_changes", ReEntry), told.about_changes)])


def papers_of(case):
    """Papers that speak of the offer: name, need, how each stands and its pages."""
    if not (case.own_offer_id or case.earlier_id):
        return []
    asked = case.papers.filter(paper__in=OF_OFFER).order_by("pk")
    held = case.documents().filter(paper__in=OF_OFFER).prefetch_related("pages")
    documents = {one.paper: one for one in held}
    return [_paper(row, documents.get(row.paper)) for row in asked]


def with_letters_missing(cases):
    """Each with ``lacks_letters``: sent, and a letter that its officer needs is not there or was given back."""
    letters = CasePaper.objects.filter(placement=OuterRef("pk")).letters_missing()
    is_own = Q(own_offer__isnull=False) | Q(earlier__isnull=False)
    return cases.annotate(
        lacks_letters=ExpressionWrapper(Q(is_own, Exists(letters), state=State.APPLIED), output_field=BooleanField())
    )


def _paper(row, document):
    state, label = "turn", _("Not handed in yet")
    if document is not None:
        label = str(document.get_state_display())
        state = "ok" if document.state == Document.State.ACCEPTED else "info" if document.state in _WAITS else "turn"
    is_shown = document is not None and document.state not in {Document.State.WAITING_SCAN, Document.State.INFECTED}
    return {
        "name": paper_names.name(Paper(row.paper)).name,
        "is_needed": row.need == PaperNeed.REQUIRED,
        "address": reverse("papers:paper", args=[row.paper]),
        "state": state,
        "label": label,
        "pages": sorted((page.place, page.get_absolute_url()) for page in document.pages.all()) if is_shown else [],
    }


def page_of(case, refused=""):
    """All that the last page before sending prints. ``refused``: the sentence with which it was refused just now."""
    rows = against(case) or ([{"text": refused}] if refused else [])
    titles = {slug: part.title for slug, part in OF_SLUG.items()}
    return {
        "case": case,
        "parts": [{"slug": slug, "title": titles[slug], "rows": facts} for slug, facts in parts_of(case)],
        "against": rows,
        "papers": papers_of(case),
        "money": case.own_offer.asked_for_money,
        "seen": case.own_offer.version,
        "office": case.office,
    }


# What stands against it -----------------------------------------------------------------------------


def closed_to(registration):
    """Rows as ``against``, before anything was told: where nothing new may begin; else []."""
    return of_account(Placement(candidate=registration.candidate))


def against(case):
    """Rows (text, perhaps address and label) of what stands against sending it now; of doubts no more than guards say."""
    if closed := of_account(case):
        return closed
    rows = [*of_registration(case)]
    sentences = [
        guards.offer_is_told(case),
        why_closed(case.destination, case.occupation, today_in(WIB), case.employer_kind),
        *case.gaps(),
        guards.way_is_written_down(case),
        guards.is_bound_to_no_other(case),
    ]
    return rows + [{"text": sentence} for sentence in sentences if sentence]


def against_return(registration, earlier):
    """The same of going back to the employer of ``earlier``, before anything is kept."""
    case = Placement(
        registration=registration,
        candidate=registration.candidate,
        office=registration.office,
        door=Door.RE_ENTRY,
        earlier=earlier,
        scheme=Scheme.RE_ENTRY,
        procedure=procedure_for(Scheme.RE_ENTRY, today_in(WIB)),
        **{name: getattr(earlier, name) for name in ("destination", "occupation", "employer_kind")},
    )
    if closed := of_account(case):
        return closed
    is_bound = case.others_bound().exclude(pk=earlier.pk).exists()
    sentences = [
        why_closed(case.destination, case.occupation, today_in(WIB), case.employer_kind),
        *case.gaps(),
        guards.way_is_written_down(case),
        _("You are on the way with another vacancy already. Withdraw from it first.") if is_bound else "",
    ]
    return of_registration(case) + [{"text": sentence} for sentence in sentences if sentence]
