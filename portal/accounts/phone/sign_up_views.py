"""Sign-up by phone number, one thing per page."""

from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.accounts import ceiling, codes, limits, records
from portal.accounts.adapter import NEW_CODE
from portal.accounts.decorators import door_page
from portal.accounts.fields import SentCodeForm
from portal.accounts.models import User
from portal.accounts.phone import sign_up as act
from portal.accounts.phone.forms import (
    OTHER_WAYS_IN,
    TOO_MANY_EVERYWHERE,
    PhoneSignupForm,
    SignupSecretForm,
    count_try,
)
from portal.accounts.phone.numbers import NumberIsFull
from portal.accounts.ran_out import back_to
from portal.lib.phone import as_dialled


@door_page
def sign_up(request):
    target = get_next_redirect_url(request) or ""
    if request.user.is_authenticated:
        return redirect(target or settings.LOGIN_REDIRECT_URL)
    if not codes.can_send():
        return render(request, "account/phone_off.html", {"next": target, "is_sign_up": True})
    form = PhoneSignupForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        act.begin(request, name=form.cleaned_data["name"], phone=form.cleaned_data["phone"], next=target)
        return redirect("account_phone_signup_code")
    return render(request, "account/phone_signup.html", {"form": form, "next": target})


@door_page
def confirm(request):
    begun = _begun(request)
    if begun is None:
        return back_to(request, "account_phone_signup", act.left(request))
    if begun.has_proved_number:
        return redirect("account_phone_signup_secret")
    if request.POST.get("action") == "resend":
        return _send_again(request, begun)
    form = SentCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tried = limits.take(request, "code_of_new_contact", begun.phone)
        if not tried:
            form.add_error(None, OTHER_WAYS_IN)
        elif _is_right(request, begun, form.cleaned_data["code"]):
            tried.rollback()
            return redirect("account_phone_signup_secret")
        else:
            form.refuse()
    return render(
        request, "account/phone_signup_code.html", {"form": form, "phone": as_dialled(begun.phone), "next": begun.next}
    )


def _is_right(request, begun, code):
    if not ratelimit.consume(request, action="sms_code", key=begun.kept_as):
        return False
    if act.prove_number(request, begun, code):
        return True
    records.sms_code_rejected(request)
    return False


def _send_again(request, begun):
    try:
        count_try(request, PhoneSignupForm.action, begun.phone)
    except ValidationError:
        messages.error(request, OTHER_WAYS_IN)
    else:
        if ceiling.take(begun.phone):
            act.send_again(begun)
            messages.success(request, NEW_CODE)
        else:
            messages.error(request, TOO_MANY_EVERYWHERE)
    return redirect("account_phone_signup_code")


@door_page
def choose_secret(request):
    begun = _begun(request)
    if begun is None or not begun.has_proved_number:
        return back_to(request, "account_phone_signup", act.left(request) if begun is None else None)
    form = SignupSecretForm(request.POST or None, person=User(name=begun.name), number=begun.phone)
    if request.method == "POST" and form.is_valid():
        try:
            return _join(request, begun, form.cleaned_data)
        except NumberIsFull:
            pass  # the last place went while the person chose
    # The number is proved, so its people may know.
    if act.is_full(begun):
        return render(request, "account/phone_signup_full.html", {"next": begun.next})
    return render(request, "account/phone_signup_secret.html", {"form": form})


def _join(request, begun, given):
    user = act.join(request, begun, given["secret"])
    if user is None:
        return redirect("account_phone_login")
    messages.success(request, _("Your account is ready. Next time, log in with this number and your PIN or password."))
    return act.enter(request, user, begun, is_shared=given["is_shared"])


def _begun(request):
    """The sign-up under way, or None where there is none to go on with."""
    return None if request.user.is_authenticated or not codes.can_send() else act.begun(request)
