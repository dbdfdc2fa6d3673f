"""Log-in by phone number: the number with a PIN or password, then the code by SMS."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from portal.accounts import codes, records
from portal.accounts.decorators import door_page
from portal.accounts.phone import services
from portal.accounts.phone.forms import PhoneCodeOnlyForm, PhoneLoginForm, SmsCodeForm, count_try


def _number_page(form_class, template):
    @door_page
    def page(request):
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        if not codes.can_send():
            return render(request, "account/phone_off.html")
        form = form_class(request.POST or None, request=request)
        if request.method == "POST" and form.is_valid():
            if form.account is None:
                records.phone_login_failed(request)
            given = form.cleaned_data
            services.begin(
                request,
                given["phone"],
                form.account,
                by_secret=form.by_secret,
                is_shared=given["is_shared"],
            )
            return redirect("account_phone_code")
        return render(request, template, {"form": form})

    return page


log_in = _number_page(PhoneLoginForm, "account/phone_login.html")
log_in_by_code = _number_page(PhoneCodeOnlyForm, "account/phone_code_only.html")


@door_page
def confirm(request):
    begun = services.begun(request)
    if request.user.is_authenticated or begun is None or not codes.can_send():
        return redirect("account_phone_login")
    if request.POST.get("action") == "resend":
        return _send_again(request, begun)
    form = SmsCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = _account(request, begun, form.cleaned_data["code"])
        if user and services.may_enter(request, user):
            return services.enter(request, user, begun)
        if user:
            services.drop(request)
            records.phone_refused(request, user)
            return redirect("account_phone_refused")
        form.refuse()
    return render(request, "account/phone_code.html", {"form": form, "phone": begun.phone})


def _account(request, begun, code):
    # Counted alike where nobody is meant: the fifth wrong code ends both. Then per account, over all its log-ins.
    key = f"{request.session.session_key} {begun.at}"
    if not ratelimit.consume(request, action="sms_code", key=key):
        return None
    if not ratelimit.consume(request, action="sms_code_of_account", key=str(begun.user_id or begun.contact)):
        return None
    user = services.account_behind(begun, code)
    if user is None:
        records.sms_code_rejected(request)
    return user


def _send_again(request, begun):
    try:
        count_try(request, begun.phone, by_secret=begun.by_secret)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        services.send_again(begun)
    return redirect("account_phone_code")


@door_page
def refused(request):
    return render(request, "account/phone_refused.html")
