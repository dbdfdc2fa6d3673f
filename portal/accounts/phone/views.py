"""Log-in by phone number: the number with a PIN or password, then the code by SMS, then, where needed, more proof."""

from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from portal.accounts import codes, limits, records
from portal.accounts.adapter import NEW_CODE
from portal.accounts.decorators import door_page
from portal.accounts.fields import SentCodeForm
from portal.accounts.forms import SecondFactorForm
from portal.accounts.phone import services
from portal.accounts.phone.forms import PhoneCodeOnlyForm, PhoneLoginForm, ProofForm, count_try
from portal.accounts.ran_out import back_to
from portal.accounts.second_factor import has_own_factor, note_used
from portal.lib.phone import as_dialled


def _number_page(form_class, template):
    @door_page
    def page(request):
        target = get_next_redirect_url(request) or ""
        if request.user.is_authenticated:
            return redirect(target or settings.LOGIN_REDIRECT_URL)
        if not codes.can_send():
            return render(request, "account/phone_off.html", {"next": target})
        form = form_class(request.POST or None, request=request)
        if request.method == "POST" and form.is_valid():
            _begin(request, form, target)
            return redirect("account_phone_code")
        return render(request, template, {"form": form, "next": target})

    return page


def _begin(request, form, target):
    users = form.find()
    if not users:
        records.phone_login_failed(request)
    services.begin(
        request,
        form.cleaned_data["phone"],
        users,
        budget=form.budget,
        by_secret=form.by_secret,
        is_shared=form.cleaned_data["is_shared"],
        next=target,
    )


log_in = _number_page(PhoneLoginForm, "account/phone_login.html")
log_in_by_code = _number_page(PhoneCodeOnlyForm, "account/phone_code_only.html")


@door_page
def confirm(request):
    begun = services.begun(request)
    if request.user.is_authenticated or begun is None or not codes.can_send():
        return back_to(request, "account_phone_login", services.left(request) if begun is None else None)
    if begun.has_proved_number:
        return redirect("account_phone_proof")
    if request.POST.get("action") == "resend":
        return _send_again(request, begun)
    form = SentCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _is_right(request, begun, form.cleaned_data["code"]):
            return _go_on(request, begun)
        form.refuse()
    return render(
        request, "account/phone_code.html", {"form": form, "phone": as_dialled(begun.phone), "next": begun.next}
    )


def _is_right(request, begun, code):
    # Counted alike where nobody is meant: the fifth wrong code ends both. Then per account, over all its log-ins;
    # from a device it knows the account has tries of its own.
    if not ratelimit.consume(request, action="sms_code", key=begun.kept_as):
        return False
    tried = limits.take(request, "sms_code_of_account", services.tries_of(request, begun))
    if not tried:
        return False
    if services.is_right_code(begun, code):
        tried.rollback()
        return True
    records.sms_code_rejected(request)
    return False


def _go_on(request, begun):
    users = services.candidates(begun)
    if user := services.whose(request, users):
        return services.enter(request, user, begun)
    services.ask_for_more(request, begun)
    records.phone_refused(request, users)
    return redirect("account_phone_proof")


def _send_again(request, begun):
    try:
        count_try(request, "phone_login" if begun.by_secret else "phone_code_only", begun.budget)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        services.send_again(begun)
        messages.success(request, NEW_CODE)
    return redirect("account_phone_code")


@door_page
def prove(request):
    """Number, secret and code were right; still a new owner of the number could have come so far."""
    begun = services.begun(request)
    if request.user.is_authenticated or begun is None or not begun.has_proved_number:
        return back_to(request, "account_phone_login", services.left(request) if begun is None else None)
    users = services.candidates(begun)
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user, app = _prover(request, begun, users, form.cleaned_data["code"])
        if user:
            return services.enter(request, user, begun, app=app)
        form.refuse()
    return render(request, "account/phone_proof.html", {"form": form, "next": begun.next})


def _prover(request, begun, users, code):
    """(the account whose code this is, the Authenticator it came from or None); (None, None) for a wrong code."""
    if not ratelimit.consume(request, action="sms_code", key=f"proof {begun.kept_as}"):
        return None, None
    for user in users:
        if has_own_factor(user):
            form = SecondFactorForm({"code": code}, user=user)
            if form.is_valid():
                note_used(request, form.authenticator)
                return user, form.authenticator
    return services.owner_of_claim_code(users, code), None
