from allauth.account import views as account
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts import devices, sessions
from portal.accounts.decorators import door_page, person_page
from portal.accounts.forms import ChooseOfficeForm, EndSessionForm
from portal.accounts.middleware import CHOSEN_MEMBERSHIP
from portal.accounts.ran_out import LOG_IN_FIRST, leads_back
from portal.audit.services import record
from portal.lib.dates import short_moment


@door_page
def log_out(request):
    was_shared = request.session.get(sessions.SHARED_PHONE)
    has_phone_only = request.user.is_authenticated and request.user.phone and not request.user.email
    response = account.logout(request)
    if has_phone_only and request.method == "POST" and response.url == reverse("account_login"):
        response = redirect("account_phone_login")
    if was_shared and request.method == "POST":
        # The next person's "Back" finds no page of this one. On a phone of one's own it would only cost a new load.
        response["Clear-Site-Data"] = '"cache"'
    return response


@door_page
def confirm_email(request):
    # Somebody already in has no address to confirm here; allauth would send them to a page we don't have.
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return leads_back(account.email_verification_sent, "account_login", says=LOG_IN_FIRST)(request)


@door_page
def complete_password_reset(request):
    """A new password is no log-in: where the person wanted to go waits behind the log-in page, not instead of it."""
    answer = account.complete_password_reset(request)
    wish = get_next_redirect_url(request)
    if wish and answer.status_code == 302 and answer.url == wish:
        return redirect(passthrough_next_redirect_url(request, reverse("account_password_reset_completed"), "next"))
    return answer


@person_page
def choose_office(request):
    """After the log-in of a person with several roles, and whenever they switch."""
    if not request.memberships:
        raise Http404
    form = ChooseOfficeForm(request.POST or None, memberships=request.memberships)
    if request.method == "POST" and form.is_valid():
        membership = form.cleaned_data["membership"]
        request.session[CHOSEN_MEMBERSHIP] = membership.pk
        record(request.acting, "accounts.office_chosen", membership)
        messages.success(request, _("You now act as: %(membership)s.") % {"membership": membership})
        return redirect(_own_page(request, request.POST.get("next", "")))
    if request.method == "POST":
        messages.error(request, _("Please choose one of your offices."))
    context = {"acting": request.acting.membership, "next": _own_page(request, request.GET.get("next", ""))}
    return render(request, "account/choose_office.html", context)


def _own_page(request, address):
    """``address`` if it lies on this site, else the home of the staff."""
    is_own = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if is_own else reverse("pages:staff_home")


@require_safe
@person_page
def own_sessions(request):
    own = request.session[sessions.OWN_ROW]
    rows = [
        {
            "pk": row.pk,
            "device": devices.in_words(row.browser, row.system),
            "first_used": short_moment(row.first_used_at, request.acting.zone),
            "last_used": short_moment(row.last_used_at, request.acting.zone),
            "is_this_one": row.pk == own,
        }
        for row in request.user.open_sessions.live().order_by("-last_used_at", "-pk")
    ]
    rows.sort(key=lambda row: not row["is_this_one"])
    return render(request, "account/sessions.html", {"sessions": rows})


@require_POST
@person_page
def end_session(request):
    others = request.user.open_sessions.others_than(request.session[sessions.OWN_ROW])
    form = EndSessionForm(request.POST, others=others)
    if form.is_valid():
        ended = form.cleaned_data["session"]
        record(request.acting, "accounts.session_ended", ended)
        ended.delete()
        messages.success(request, _("That device is logged out."))
    else:
        messages.info(request, _("That device is no longer logged in."))
    return redirect("account_sessions")


@require_POST
@person_page
def end_other_sessions(request):
    sessions.end_others(request, request.user)
    devices.forget_all(request.user)
    record(request.acting, "accounts.other_sessions_ended", request.user)
    messages.success(request, _("All other devices are logged out."))
    answer = redirect("account_sessions")
    devices.remember(request, answer, request.user)
    return answer
