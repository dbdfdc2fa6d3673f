"""Where a person looks after the own ways in: what is there, what each is for, and one step for each."""

from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.accounts import codes, proof
from portal.accounts.adapter import NEW_CODE, TOO_MANY_TRIES
from portal.accounts.contacts import flow, services
from portal.accounts.contacts.forms import DetailsForm, NewEmailForm, NewPhoneForm, PinForm
from portal.accounts.contacts.overview import overview
from portal.accounts.decorators import asked_again, person_page, weighty
from portal.accounts.fields import SentCodeForm
from portal.accounts.models import User
from portal.accounts.national.adapter import national_name
from portal.accounts.national.services import links_of
from portal.accounts.phone.numbers import NumberIsFull
from portal.accounts.ran_out import back_to
from portal.accounts.second_factor import has_own_factor
from portal.lib.phone import as_dialled


def _way_in(view):
    """A page that changes what opens the account."""
    return person_page(weighty(asked_again(_second_step_first(require_http_methods(["GET", "HEAD", "POST"])(view)))))


def _second_step_first(view):
    """Whoever has a role that begins later or is locked, and no second step yet, sets it up before.

    A stolen password would otherwise put the thief's own e-mail at the account and let him set up his step with a
    code to it: he would be there already when the role counts.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if has_own_factor(request.user) or not request.user.memberships.not_over().exists():
            return view(request, *args, **kwargs)
        words = _(
            "You have a role that needs a second step at log-in. Please set it up before you change how you log in."
        )
        messages.info(request, words)
        return redirect(f"{reverse('mfa_activate_totp')}?{urlencode({'next': request.path})}")

    return guarded


@person_page
def contacts(request):
    # Not the person of the request: a refused name must not stand in the header.
    form = DetailsForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        services.change_details(request, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("account_contacts")
    return render(request, "account/contacts/contacts.html", overview(request.user) | {"form": form})


@_way_in
def new_phone(request):
    if not codes.can_send():
        return redirect("account_contacts")
    form = NewPhoneForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        services.send_phone_code(request, flow.begin(request, services.NEW_PHONE, form.target()))
        return redirect("account_new_phone_code")
    return render(request, "account/contacts/phone.html", {"form": form})


@_way_in
def new_phone_code(request):
    def save(phone):
        try:
            services.change_phone(request, phone)
        except NumberIsFull:
            messages.error(request, _("Six accounts use this number already. Please take another."))
            return redirect("account_new_phone")
        messages.success(request, _("Your new number is saved. Other devices are logged out."))
        return redirect("account_contacts")

    return _code_page(request, services.NEW_PHONE, services.send_phone_code, save, back="account_new_phone")


@_way_in
def new_email(request):
    unconfirmed = None if proof.confirmed_email(request.user) else request.user.email
    form = NewEmailForm(request.POST or None, request=request, initial={"email": unconfirmed})
    if request.method == "POST" and form.is_valid():
        services.send_email_code(request, flow.begin(request, services.NEW_EMAIL, form.target()))
        return redirect("account_new_email_code")
    return render(request, "account/contacts/email.html", {"form": form})


@_way_in
def new_email_code(request):
    def save(email):
        try:
            services.change_email(request, email)
        except services.AddressTaken:
            messages.error(request, _("Another account has this address now. Please take another one."))
            return redirect("account_new_email")
        messages.success(request, _("Your new e-mail address is saved. Other devices are logged out."))
        return redirect("account_contacts")

    return _code_page(request, services.NEW_EMAIL, services.send_email_code, save, back="account_new_email")


def _code_page(request, purpose, send, save, *, back):
    """The page for a code: the right one saves, a wrong one is said, a new one may be asked for."""
    kept = flow.begun(request, purpose)
    if kept is None:
        return back_to(request, back, request.session.pop(purpose, None))
    if request.POST.get("action") == "resend":
        if flow.may_send(request, kept.target):
            send(request, kept)
            messages.success(request, NEW_CODE)
        else:
            messages.error(request, TOO_MANY_TRIES)
        return redirect(request.path)
    form = SentCodeForm(request.POST or None, by_mail=purpose == services.NEW_EMAIL)
    if request.method == "POST" and form.is_valid():
        if flow.is_proved(request, purpose, kept, form.cleaned_data["code"]):
            return save(kept.target)
        form.refuse()
    target = kept.target if "@" in kept.target else as_dialled(kept.target)
    return render(request, "account/contacts/code.html", {"form": form, "target": target, "back": back})


@_way_in
def remove_phone(request):
    if not request.user.phone:
        return redirect("account_contacts")
    if request.method == "POST":
        try:
            services.remove_phone(request)
        except services.LastWayIn:
            return redirect("account_remove_phone")
        messages.success(request, _("Your number is removed. Other devices are logged out."))
        return redirect("account_contacts")
    return render(
        request,
        "account/contacts/remove_phone.html",
        {
            "may_go": services.has_way_besides_phone(request.user),
            "has_pin": bool(request.user.pin),
            "linked": national_name() if links_of(request.user).exists() else "",
        },
    )


@sensitive_post_parameters("pin", "again")
@_way_in
def pin(request):
    if not request.user.phone:
        messages.info(request, _("A PIN opens nothing without a phone number. Please add your number first."))
        return redirect("account_contacts")
    form = PinForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        services.change_pin(request, form.cleaned_data["pin"])
        messages.success(request, _("Your new PIN is saved. Other devices are logged out."))
        return redirect("account_contacts")
    return render(request, "account/contacts/pin.html", {"form": form, "is_first": not request.user.pin})
