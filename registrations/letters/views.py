"""Letters to be signed, printed from the case, by the person or by an officer; and the door for who did not sign."""

import time

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jobs.choices import Marital
from jobs.costs import cost_of, rules_in_force
from jobs.share.qr import svg
from jobs.wording import pay
from portal.accounts import limits
from portal.accounts.acting import ActRefused
from portal.accounts.adapter import TOO_MANY_TRIES
from portal.accounts.decorators import door_page, person_page
from portal.audit.services import record
from portal.lib import codes
from portal.lib.dates import WIB, long_date, short_date, today_in
from portal.lib.public import full_address
from portal.places.models import PublicContact
from registrations import permissions as may
from registrations.disclosures import disclose
from registrations.doors import file_page, own_file_page
from registrations.letters import services, wording
from registrations.letters.forms import CheckForm, LetterForm
from registrations.models import Disclosure, Letter, Registration
from registrations.models.letter import Circumstance, LetterKind, Signer
from registrations.permissions import ASSISTANTS
from registrations.workflow import OPEN

WHEN = {
    LetterKind.CONSENT: gettext_lazy(
        "Husband or wife, parents or guardian sign. For one job in one country, once you are selected."
    ),
    LetterKind.OWN_RISK: gettext_lazy("Only if you go without a placement company. You sign it yourself."),
    LetterKind.LEAVE: gettext_lazy("Only if you are on leave and go back to the same employer, who signs it."),
    LetterKind.STATUS: gettext_lazy("The head of the village writes whether you are married."),
}
TYPED = "letter_typed"  # in the session: which letter's code was typed, and when
TYPED_SECONDS = 15 * 60
MOST_CONTACTS = 2


# One's own


@person_page
def own_letters(request):
    return _letters(request, _own(request), lambda name, *more: reverse(f"letters:own_{name}", args=more))


@person_page
@require_http_methods(["GET", "HEAD", "POST"])
def own_new(request, kind):
    return _new(request, _own(request), kind, lambda name, *more: reverse(f"letters:own_{name}", args=more))


@own_file_page
def own_sheet(request, code):
    return _sheet(request, _own(request), code, reverse("letters:own"))


def _own(request):
    """The newest registration that is open; one's letters are for it."""
    mine = Registration.objects.of_person(request.user).filter(state__in=OPEN).with_people()
    return get_object_or_404(mine.order_by("-pk")[:1])


# Of a file at the office


@file_page(*ASSISTANTS)
def file_letters(request, number):
    registration = _file(request, number)
    return _letters(request, registration, _addresses_of(registration))


@file_page(*ASSISTANTS)
@require_http_methods(["GET", "HEAD", "POST"])
def file_new(request, number, kind):
    registration = _file(request, number)
    return _new(request, registration, kind, _addresses_of(registration))


@file_page(*ASSISTANTS)
def file_sheet(request, number, code):
    registration = _file(request, number)
    return _sheet(request, registration, code, reverse("letters:of_file", args=[registration.number]))


def _file(request, number):
    """The file, if it is open to the officer; that it was opened is told to the person."""
    visible = Registration.objects.visible_to(request.acting).with_people()
    registration = get_object_or_404(visible, number=codes.parse(number) or "")
    if not may.read(request.acting, registration):
        raise Http404
    disclose(request.acting, registration.candidate, Disclosure.Seen.FILE, registration=registration)
    return registration


def _addresses_of(registration):
    return lambda name, *more: reverse(f"letters:file_{name}", args=[registration.number, *more])


# What both do


def _letters(request, registration, address):
    made = [
        {
            "label": letter.get_kind_display(),
            "address": address("sheet", letter.number),
            "made_on": short_date(letter.made_at.astimezone(request.acting.zone).date()),
            "for_what": ", ".join(filter(None, (letter.title, letter.country))),
        }
        for letter in registration.letters.order_by("-pk")[:20]
    ]
    kinds = [{"label": kind.label, "address": address("new", kind.value), "when": WHEN[kind]} for kind in LetterKind]
    context = {"registration": registration, "made": made, "kinds": kinds, "is_staff": _is_staff(request, registration)}
    return render(request, "registrations/letters/list.html", context)


def _new(request, registration, kind, address):
    if kind not in LetterKind.values:
        raise Http404
    initial = _known_of_the_job(registration) | _who_signs(kind, registration.candidate)
    form = LetterForm(request.POST or None, kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            letter = services.make_letter(request.acting, registration, key=facts.pop("key"), kind=kind, **facts)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(address("sheet", letter.number))
    context = {"form": form, "title": LetterKind(kind).label, "is_staff": _is_staff(request, registration)}
    return render(request, "registrations/letters/new.html", context)


def _known_of_the_job(registration):
    """What the vacancy or the interest says, in the letter's language; nothing is sure before a placement agreement."""
    vacancy = registration.vacancy
    with override("id"):
        known = {"country": str(registration.destination or "")}
        if vacancy:
            stated = pay(vacancy, None)
            known |= {
                "title": vacancy.title,
                "country": str(vacancy.destination or ""),
                "company": str(vacancy.placement_company or ""),
                "employer": vacancy.employer_as_published,
                "pay": f"{stated.main} {stated.detail}".strip() if stated else "",
                "own_cost": cost_of(vacancy, rules_in_force(today_in(WIB))).text,
                "term": _("%(months)s months") % {"months": vacancy.contract_months} if vacancy.contract_months else "",
            }
    return {name: value[: Letter._meta.get_field(name).max_length] for name, value in known.items()}


def _who_signs(kind, candidate):
    """Who usually signs for somebody of this marital status; any other may be chosen."""
    if kind != LetterKind.CONSENT:
        return {}
    if candidate.marital == Marital.MARRIED:
        return {"signer": Signer.SPOUSE}
    alone = {Marital.WIDOWED: Circumstance.WIDOWED, Marital.DIVORCED: Circumstance.DIVORCED}
    return {"signer": Signer.PARENT, "circumstance": alone.get(candidate.marital, Circumstance.ORDINARY)}


def _sheet(request, registration, code, back):
    letter = get_object_or_404(registration.letters, number=codes.parse(code) or "")
    letter.registration = registration
    with override("id"):
        address = full_address(request, reverse("letters:check"))
        contacts = [(str(one), one.number) for one in _to_call()]
    context = {
        "letter": letter,
        "sheet": wording.sheet_of(letter, address.partition("://")[2]),
        "code_of_address": svg(address),
        "office": registration.office,
        "contacts": contacts,
        "back": back,
        "is_staff": _is_staff(request, registration),
    }
    return render(request, "registrations/letters/sheet.html", context)


def _to_call():
    """Numbers from within the country that somebody has tried."""
    reached = PublicContact.objects.printable().exclude(reach=PublicContact.Reach.ABROAD)
    return reached.exclude(channel=PublicContact.Channel.WEB).order_by("code")[:MOST_CONTACTS]


def _is_staff(request, registration):
    return not may.is_own(request.acting, registration)


# The door of who did not sign


@door_page
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request):
    """Type the code on the back of a letter."""
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not request.session.session_key:
            request.session.create()
        # Per account where there is one: a new session gives nobody new tries.
        tried = limits.take(request, "letter_code", str(request.user.pk or request.session.session_key))
        if tried is None:
            form.add_error(None, TOO_MANY_TRIES)
        elif letter := Letter.objects.filter(number=form.cleaned_data["code"]).first():
            tried.rollback()
            request.session[TYPED] = [letter.pk, time.time()]
            return redirect("letters:not_me")
        else:
            record(request.acting, "registrations.letter_code_refused")
            form.add_error("code", _("No letter has this code. Please compare it with the paper once more."))
    return render(request, "registrations/letters/check.html", {"form": form})


@door_page
@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request):
    """What the paper says of itself, nothing of the case; and the one button."""
    kept, at = request.session.get(TYPED, (None, 0))
    letter = Letter.objects.filter(pk=kept).first() if time.time() - at < TYPED_SECONDS else None
    if letter is None:
        return redirect("letters:check")
    if request.method == "POST":
        services.deny(letter, ip=request.acting.ip)
        request.session.pop(TYPED, None)
        return render(request, "registrations/letters/heard.html")
    context = {
        "kind": letter.get_kind_display(),
        "made_on": long_date(letter.made_at.astimezone(request.acting.zone).date()),
        "work": letter.title,
        "country": letter.country,
    }
    return render(request, "registrations/letters/not_me.html", context)
