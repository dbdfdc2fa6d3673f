"""The officers' side of the counter: one person stands in front of them, and only that one is ever shown."""

import time

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.debug import sensitive_variables

from portal.accounts.acting import ActRefused
from portal.accounts.counter import services
from portal.accounts.counter.forms import AskForm, ConfirmForm, LookUpForm, OpenAccountForm, QueueForm, RefuseForm
from portal.accounts.counter.purposes import Purpose
from portal.accounts.decorators import staff_page, weighty
from portal.accounts.models import ClaimCode, User
from portal.accounts.roles import COUNTER_ROLES
from portal.lib import codes
from portal.lib.dates import long_moment, short_moment, today_in

ROWS = 25
FOUND = "counter_found"  # in the officer's session: the account looked up
FOUND_SECONDS = 15 * 60  # a person is served in that time; then they are looked up again
RECENT_DAYS = 7  # used so lately that an officer should wonder how it can be lost


@staff_page(*COUNTER_ROLES)
def look_up(request):
    form = LookUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # Counted per officer, whether somebody is found or not.
        if not ratelimit.consume(request, action="counter_look_up", key=str(request.user.pk)):
            form.add_error(
                None, _("You have looked up many accounts today. Please go on tomorrow, or ask a colleague.")
            )
        elif user := services.look_up(request.acting, name=form.cleaned_data["name"], **form.cleaned_data["contact"]):
            request.session[FOUND] = [user.pk, time.time()]
            return redirect("counter:ask")
        else:
            form.add_error(None, _("No account has this name together with this contact. Please compare both."))
    return render(request, "account/counter/look_up.html", {"form": form})


@staff_page(*COUNTER_ROLES)
@weighty
def ask(request):
    account = _found(request)
    if account is None:
        return redirect("counter:look_up")
    form = AskForm(request.POST or None, purposes=services.possible(account))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            claim = services.ask(
                request.acting, account=account, purpose=given["purpose"], facts=given["facts"], key=given["key"]
            )
        except ActRefused as refused:
            form.add_error(None, str(refused))
        else:
            request.session.pop(FOUND, None)
            return redirect(claim)
    context = {"form": form, "account": account, "refusal": services.refusal(request.acting, account)}
    return render(request, "account/counter/ask.html", context | _last_use(request, account))


@staff_page(*COUNTER_ROLES)
@weighty
def open_account(request):
    form = OpenAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(services.open_account(request.acting, **form.cleaned_data))
        except ActRefused as refused:
            form.add_error(None, str(refused))
    return render(request, "account/counter/open_account.html", {"form": form})


@staff_page(*COUNTER_ROLES)
def waiting(request):
    """What waits for a second officer of this office, the oldest first."""
    after = QueueForm(request.GET).after()
    claims = ClaimCode.objects.waiting().visible_to(request.acting).select_related("account", "requested_by")
    if passed := claims.filter(number=after).first() if after else None:
        claims = claims.filter(pk__gt=passed.pk)
    # The key grows with the age: each is asked for when its row is made.
    rows = list(claims.order_by("pk")[: ROWS + 1])
    shown = rows[:ROWS]
    context = {
        "ready": services.ready_to_print(request.acting)[:ROWS],
        "rows": [_row(request.acting, claim) for claim in shown],
        "shown": ngettext("%(count)s person waits", "%(count)s people wait", len(shown)) % {"count": len(shown)},
        "next_address": f"?sesudah={shown[-1].number}" if len(rows) > ROWS else "",
        "first_address": "?" if after else "",
    }
    return render(request, "account/counter/waiting.html", context)


@staff_page(*COUNTER_ROLES)
@weighty
def act(request, number):
    claim = _claim(request, number)
    answers = {"confirm": ConfirmForm, "refuse": RefuseForm}
    answer = request.POST.get("answer", "") if request.method == "POST" else ""
    if request.method == "POST" and answer not in answers:
        raise Http404
    forms = {
        name: form_class(request.POST if name == answer else None, auto_id=f"id_{name}_%s")
        for name, form_class in answers.items()
    }
    if answer and forms[answer].is_valid():
        return _answered(request, claim, answer, forms[answer])
    return render(request, "account/counter/act.html", _facts_of(request, claim) | forms | {"form": forms.get(answer)})


def _answered(request, claim, answer, form):
    try:
        if answer == "confirm":
            services.confirm(request.acting, claim)
            messages.success(request, _("Confirmed. You or your colleague can print the code now."))
        else:
            services.refuse(request.acting, claim, form.cleaned_data["reason"])
            messages.success(request, _("This is ended. Its code opens nothing."))
    except ActRefused as refused:
        messages.error(request, str(refused))
    return redirect(claim)


@staff_page(*COUNTER_ROLES)
@weighty
@sensitive_variables("code", "words")
def paper(request, number):
    """The code, shown in the answer to this form and never again; a second time it is another code."""
    claim = _claim(request, number)
    if request.method != "POST":
        return redirect(claim)
    try:
        claim, code = services.print_code(request.acting, claim)
    except ActRefused as refused:
        messages.error(request, str(refused))
        return redirect(claim)
    # The paper is the person's: in their language, whatever the officer reads.
    with override(claim.account.language):
        name = "account_claim" if claim.purpose != Purpose.NEW_DEVICE else "account_phone_login"
        words = {
            "code": code,
            "claim": claim,
            "is_for_device": claim.purpose == Purpose.NEW_DEVICE,
            "is_recovery": claim.purpose == Purpose.RECOVERY,
            "address": f"{settings.PUBLIC_DOMAIN or request.get_host()}{reverse(name)}",
            "until": long_moment(claim.expires_at, claim.office.zone),
            "office": claim.office,
            "language": claim.account.language,
        }
        sheet = render_to_string("account/counter/_paper.html", words)
    return render(request, "account/counter/paper.html", {"sheet": sheet, "claim": claim})


def _found(request):
    """The account the officer looked up a moment ago, or None."""
    pk, at = request.session.get(FOUND, (None, 0))
    return User.objects.filter(pk=pk, is_active=True).first() if time.time() - at < FOUND_SECONDS else None


def _claim(request, number):
    visible = ClaimCode.objects.visible_to(request.acting)
    related = visible.select_related("account", "office__province", "requested_by", "confirmed_by", "refused_by")
    return get_object_or_404(related, number=codes.parse(number))


def _row(by, claim):
    return {
        "address": claim.get_absolute_url(),
        "name": claim.account.name,
        "asked_by": claim.requested_by.name,
        "age": _age(claim.requested_at),
        "is_own": claim.requested_by_id == by.user_id,
    }


def _facts_of(request, claim):
    """All that the page of an act shows, ready to print."""
    by, zone = request.acting, claim.office.zone
    is_open = ClaimCode.objects.open().filter(pk=claim.pk).exists()
    is_waiting = is_open and claim.purpose == Purpose.RECOVERY and not claim.is_confirmed
    return {
        "claim": claim,
        "compared": [ClaimCode.Fact(fact).label for fact in claim.facts],
        "asked": short_moment(claim.requested_at, zone),
        "confirmed": short_moment(claim.confirmed_at, zone) if claim.confirmed_at else "",
        "until": short_moment(claim.expires_at, zone),
        "state": _state(claim, is_open, is_waiting),
        "is_open": is_open,
        "is_waiting": is_waiting,
        "may_confirm": is_waiting and claim.requested_by_id != by.user_id,
        "may_print": is_open and services.may_print(by, claim),
    } | _last_use(request, claim.account)


def _state(claim, is_open, is_waiting):
    if claim.used_at:
        return _("Used by the person")
    if claim.refused_at:
        return _("Ended: %(reason)s") % {"reason": claim.get_refusal_display()}
    if claim.replaced_at:
        return _("Replaced by a newer one")
    if not is_open:
        return _("Its time is over")
    if is_waiting:
        return _("Waits for a second officer")
    return _("Printed, not used yet") if claim.code_hash else _("Ready to print")


def _last_use(request, account):
    zone = request.acting.zone
    day = services.last_used_on(account, zone)
    if day is None:
        return {"last_used": _("never")}
    days = (today_in(zone) - day).days
    ago = ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}
    return {"last_used": ago if days else _("today"), "is_recent": days <= RECENT_DAYS}


def _age(moment):
    minutes = int((timezone.now() - moment).total_seconds() // 60)
    if not minutes:
        return _("less than a minute")
    if minutes < 60:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    return ngettext("%(count)s hour", "%(count)s hours", minutes // 60) % {"count": minutes // 60}
