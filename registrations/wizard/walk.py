"""The pages for whoever fills them in: the person, or an officer who types for somebody.

Whatever a page saves, it saves for the registration whose number stands in the address: so a form sent twice, from two
tabs or two devices has one effect, and needs no key.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobs.models import Vacancy
from portal import workflow
from portal.accounts import limits
from portal.accounts.acting import ActRefused
from portal.accounts.adapter import TOO_MANY_TRIES
from portal.accounts.consent.reading import sections
from portal.accounts.consent.services import ConsentRefused
from portal.accounts.models import PolicyText, Purpose
from portal.lib import codes
from portal.lib.dates import long_date
from portal.lib.language import listed as in_words
from portal.workflow import StepRefused
from registrations.asked import FIELDS, IDENTITY
from registrations.guards import COME_WITH_YOUR_KTP
from registrations.pace import pace_of, usually
from registrations.wizard import pages, reading, services
from registrations.wizard.forms import SeenForm
from registrations.workflow import HOLDS_NIK, OPEN, WITH_OFFICE, State

CHECK = "periksa"  # ?kembali=periksa: the person came from the page with all answers


@dataclass(frozen=True)
class Room:
    """Where the pages stand: the person's own, or the officer's who types for somebody."""

    name: str  # of the addresses
    layout: str
    home: str  # where "later" leads
    is_desk: bool = False

    def address(self, page, registration, *more):
        return reverse(f"{self.name}:{page}", args=[registration.number, *more])

    def with_answers(self, registration, points):
        """``points``: rows with a ``key``; each with the address at which one says that it is right as it is."""
        return [point | {"as_it_is": self.address("as_it_is", registration, point["key"])} for point in points]

    def with_addresses(self, registration, papers):
        """``papers``: rows of reading.papers; each with the address of its own page, which leads back here."""
        for row in papers:
            if self.is_desk:
                row["address"] = self.address("paper", registration, row["paper"])
            else:
                row["address"] = f"{reverse('papers:paper', args=[row['paper']])}?kembali=daftar"
        return papers


def vacancy_named_in(request):
    """The one that ``?lowongan=`` names, or None: nothing of it is told but what its page says."""
    number = codes.parse(request.GET.get("lowongan", ""))
    found = Vacancy.objects.public().filter(number=number).first() if number else None
    return found.for_the_public() if found else None


def too_young(request, room, day, back):
    """Under 18: what to do instead. Nothing of what was typed is kept."""
    context = {"layout": room.layout, "day": long_date(day), "back": back}
    return render(request, "registrations/wizard/too_young.html", context)


def resume(room, registration):
    """On with the first page that is not complete; once all are, all answers."""
    gap = reading.first_gap(registration) if registration.state == State.DRAFT else None
    return redirect(room.address("page", registration, gap.slug) if gap else room.address("check", registration))


def fill_in(request, room, registration, slug):
    page = pages.OF_SLUG.get(slug)
    if page is None:
        raise Http404
    if not services.may_change(registration, request.acting):
        messages.info(request, services.NOT_NOW)
        return redirect(room.address("check", registration))
    if page.form is None:
        return _show_papers(request, room, registration, page)
    form, more = _form(request, room, registration, page)
    if request.method == "POST" and "later" in request.POST and not form.has_changed():
        return _leave(request, room)
    if request.method == "POST" and form.is_valid():
        if page == pages.FIRST and (day := form.too_young_until()):
            return too_young(request, room, day, request.path)
        if _keep(request, registration, page, form):
            later = "later" in request.POST
            return _leave(request, room) if later else redirect(onwards(request, room, registration, page))
    elif request.method == "POST":
        form = form.asking_further() or form
    return show_page(request, room, registration, page, form, more)


def _form(request, room, registration, page):
    """(form, what its page shows besides)."""
    typed = request.POST if request.method == "POST" else None
    initial = reading.initial(page.slug, registration)
    if page.slug == "minat" and (vacancy := vacancy_named_in(request)):
        initial |= {"vacancy": vacancy.number, "keeps_vacancy": True}
    if page.slug != "data-anda":
        vacancy = _title_of(initial.get("vacancy"))
        return page.form(typed, initial=initial, registration=registration), {"vacancy": vacancy}
    if room.is_desk:
        asked, held = reading.consents_to_ask_aloud(registration.candidate)
    else:
        asked, held = reading.consents_to_ask(request.user)
    notice = PolicyText.objects.notices().current()
    facts = {"registration": registration, "asked": asked, "is_for_another": room.is_desk}
    facts |= {"held": held} if room.is_desk else {}
    form = page.form(typed, initial={"version": notice.number}, **facts)
    texts = [row | {"sections": sections(row["body"]), "field": form[f"agrees_{row['code']}"]} for row in asked]
    if room.is_desk:
        held = [row | {"stop": form[f"stops_{row['code']}"]} for row in held]
    purpose = Purpose.objects.current().filter(code="registration").first()
    return form, {"notice": notice, "texts": texts, "held": held, "purpose": purpose}


def _title_of(number):
    vacancy = Vacancy.objects.reachable().filter(number=number).first() if number else None
    return vacancy.for_the_public().title_in_page_language if vacancy else ""


def _may_try_a_nik(request, registration):
    """A NIK that is held already is refused, so nobody may try one after the other."""
    return limits.take(request, "nik_tried", f"{request.acting.user_id} {registration.candidate_id}") is not None


def _keep(request, registration, page, form):
    """Whether it was saved; if not, the form says why."""
    is_held = page.slug == "nomor" and registration.state in HOLDS_NIK
    if is_held and "nik" in form.changed_data and not _may_try_a_nik(request, registration):
        form.add_error(None, TOO_MANY_TRIES)
        return False
    try:
        if page.slug == "data-anda":
            services.accept_notice(
                registration,
                by=request.acting,
                version=form.cleaned_data["version"],
                language=request.LANGUAGE_CODE,
                agreed=form.agreed(),
                stopped=form.stopped(),
                channel=form.cleaned_data.get("channel", ""),
            )
        else:
            services.save(registration, form.answers(), by=request.acting)
    except (ActRefused, ConsentRefused, StepRefused) as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def onwards(request, room, registration, page):
    """The next page; back to all answers for who came from there, or puts right what is at the office already."""
    following = pages.after(page)
    if following is None or registration.state != State.DRAFT or request.GET.get("kembali") == CHECK:
        return room.address("check", registration)
    return room.address("page", registration, following.slug)


def _leave(request, room):
    where = (
        _("Saved. Go on whenever you like, on any device: log in and open My path.")
        if request.user.email
        # A number alone opens no account on a device that doesn't know it (docs/decisions/0011).
        else _(
            "Saved. Go on whenever you like: log in and open My path. Another phone asks for a code from the office."
        )
    )
    messages.success(request, where)
    return redirect(room.home)


def show_page(request, room, registration, page, form, more):
    """``registration``: None on the first page of a new one."""
    template = "registrations/wizard/notice.html" if page.slug == "data-anda" else "registrations/wizard/page.html"
    return render(request, template, _context(request, room, registration, page) | {"form": form} | more)


def _show_papers(request, room, registration, page):
    listed = room.with_addresses(registration, reading.papers(registration))
    context = _context(request, room, registration, page) | {
        "papers": listed,
        "asks_for_more": in_words([row["label"] for row in listed if row["text"]]),
        "interest": room.address("page", registration, "minat"),
    }
    return render(request, "registrations/wizard/papers.html", context)


def _context(request, room, registration, page):
    former = pages.before(page)
    context = {"layout": room.layout, "page": page, "where": reading.where(page), "registration": registration}
    if registration is None:
        return context
    if request.GET.get("kembali") == CHECK or registration.state != State.DRAFT or former is None:
        back = room.address("check", registration)
    else:
        back = room.address("page", registration, former.slug)
    return context | {
        "back": back,
        "check": room.address("check", registration),
        "saved": reading.saved(registration),
        "points": room.with_answers(registration, reading.points_on(page, registration)),
        "sends_back": registration.state == State.VERIFIED and page.slug in {FIELDS[name].page for name in IDENTITY},
        "person": registration.candidate.name if room.is_desk else "",
    }


# All answers, and the steps


def check(request, room, registration, **more):
    event = {State.DRAFT: "submit", State.RETURNED: "resubmit"}.get(registration.state, "")
    rows = [
        row
        | {
            "address": f"{room.address('page', registration, row['slug'])}?kembali={CHECK}",
            "points": room.with_answers(registration, row["points"]),
        }
        for row in reading.answers(registration)
    ]
    papers_back = room.with_answers(registration, reading.papers_to_correct(registration))
    gap = reading.first_gap(registration) if event == "submit" else None
    context = {
        "layout": room.layout,
        "registration": registration,
        "state": _("Not handed in yet") if event == "submit" else registration.get_state_display(),
        "rows": rows,
        "papers_to_correct": room.with_addresses(registration, papers_back),
        "answered": reading.answered(registration),
        "may_change": services.may_change(registration, request.acting),
        "may_withdraw": registration.state in OPEN and not workflow.problems(registration, "withdraw"),
        "event": event,
        "home": reverse(room.home) if registration.state != State.DRAFT else "",
        "problems": workflow.problems(registration, event) if event else [],
        "gap": room.address("page", registration, gap.slug) if gap else "",
        "hand_in": room.address("hand_in", registration),
        "withdraw": room.address("withdraw", registration),
        "seen": SeenForm(initial={"seen": registration.told_version()}),
        "is_verified": registration.state == State.VERIFIED,
        "until": long_date(registration.return_by) if registration.return_by else "",
        "person": registration.candidate.name if room.is_desk else "",
    }
    return render(request, "registrations/wizard/check.html", context | more)


def hand_in(request, room, registration):
    if registration.state == State.DRAFT and not _may_try_a_nik(request, registration):
        messages.error(request, TOO_MANY_TRIES)
        return redirect(room.address("check", registration))
    form = SeenForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else None
    try:
        services.hand_in(registration, by=request.acting, seen=seen)
    except StepRefused as refusal:
        # To come with the KTP is a thing to do, and no mistake of the person's.
        is_to_come = str(refusal) == str(COME_WITH_YOUR_KTP)
        messages.add_message(request, messages.WARNING if is_to_come else messages.ERROR, str(refusal))
        return redirect(room.address("check", registration))
    return redirect(room.address("done", registration))


def done(request, room, registration):
    if registration.state not in WITH_OFFICE:
        return redirect(room.address("registration", registration))
    context = {
        "layout": room.layout,
        "registration": registration,
        "office": registration.office,
        "usually": usually(pace_of(registration.office)),
        "check": room.address("check", registration),
        "home": reverse(room.home),
        "person": registration.candidate.name if room.is_desk else "",
    }
    return render(request, "registrations/wizard/done.html", context)


def withdraw(request, room, registration):
    if registration.state not in OPEN:
        return redirect(room.address("check", registration))
    if found := workflow.problems(registration, "withdraw"):
        messages.error(request, " ".join(found))
        return redirect(room.address("check", registration))
    if request.method == "POST":
        try:
            services.withdraw(registration, by=request.acting)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(room.address("check", registration))
        messages.success(request, _("Withdrawn. You may register again at any time."))
        return redirect(room.home)
    context = {"layout": room.layout, "registration": registration, "check": room.address("check", registration)}
    return render(request, "registrations/wizard/withdraw.html", context)
