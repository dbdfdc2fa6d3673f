"""The person's side: the code on the office's paper opens the account, once."""

import time

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from portal.accounts import codes, proof
from portal.accounts.acting import Acting, ActRefused
from portal.accounts.adapter import TOO_MANY_TRIES
from portal.accounts.consent.services import note_notice_shown
from portal.accounts.counter.claims import claim_of
from portal.accounts.counter.forms import CodeForm, NewSecretForm
from portal.accounts.counter.purposes import Purpose
from portal.accounts.counter.services import take_over
from portal.accounts.decorators import door_page
from portal.accounts.models import ClaimCode
from portal.audit.services import record

TYPED = "claim_typed"  # in the session: which code was typed, as its hash, and when
TYPED_SECONDS = 15 * 60


@door_page
@sensitive_post_parameters("code")
@sensitive_variables("form")
def type_code(request):
    """Tells nothing but whether the code counts."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        claim = _try_code(request, form)
        if claim:
            # Another session from here on: nobody who sat here before knows it.
            request.session.cycle_key()
            request.session[TYPED] = [claim.code_hash, time.time()]
            return redirect("account_claim_take")
    return render(request, "account/claim.html", {"form": form})


@door_page
@sensitive_post_parameters("secret", "again")
@sensitive_variables("form")
def take(request):
    claim = _typed(request)
    if request.user.is_authenticated or claim is None:
        return redirect("account_claim")
    form = NewSecretForm(request.POST or None, claim=claim)
    if request.method == "POST" and form.is_valid():
        try:
            return _enter(request, claim, form)
        except ActRefused as refused:
            form.add_error(None, str(refused))
    is_first = claim.purpose == Purpose.HAND_OVER
    return render(request, "account/claim_take.html", {"form": form, "is_first": is_first})


def _try_code(request, form):
    if not request.session.session_key:
        request.session.create()
    if not ratelimit.consume(request, action="claim_code", key=request.session.session_key):
        form.add_error(None, TOO_MANY_TRIES)
        return None
    claim = claim_of(form.cleaned_data["code"])
    if claim is None:
        record(request.acting, "accounts.claim_code_refused")
        form.add_error("code", _("This code does not count: wrong, used already, or out of date."))
    return claim


def _typed(request):
    """The claim whose code was typed in this session a moment ago, while it counts, or None."""
    kept, at = request.session.get(TYPED, ("", 0))
    if time.time() - at > TYPED_SECONDS:
        return None
    return ClaimCode.objects.live().select_related("account").filter(code_hash=kept).first()


def _enter(request, claim, form):
    user = take_over(claim, secret=form.cleaned_data["secret"], keeps=form.keeps, ip=request.acting.ip)
    request.session.pop(TYPED, None)
    if claim.purpose == Purpose.HAND_OVER:
        note_notice_shown(Acting(user=user, ip=request.acting.ip), user, language=request.LANGUAGE_CODE)
    record_authentication(request, user, method="password")
    return perform_login(request, Login(user=user, email_verification="none", redirect_url=_next_step(request, user)))


def _next_step(request, user):
    """Says it, and returns the page for it: without a contact the new secret opens nothing any more."""
    if proof.has_contact(user):
        messages.success(request, _("The account is yours. Log in with the new PIN or password from now on."))
        return None
    if codes.can_send():
        messages.success(request, _("The account is yours. One more step: write your phone number, to log in with it."))
        return reverse("account_new_phone")
    messages.success(request, _("The account is yours. One more step: write your e-mail address, to log in with it."))
    return reverse("account_new_email")
