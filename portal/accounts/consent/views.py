"""A person's own consents: what was agreed to, how to agree and how to stop."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.consent.forms import ConsentForm, NoticeReadForm
from portal.accounts.consent.reading import in_words, purposes_of, sections
from portal.accounts.consent.services import ConsentRefused, give, new_notice_for, note_notice_shown, withdraw
from portal.accounts.decorators import person_page
from portal.accounts.models import Consent, PolicyText, Purpose

DECISIONS = 20  # the newest; all of them stand in the copy of one's data


@require_safe
@person_page
def own(request):
    decisions = Consent.objects.filter(user=request.user).select_related("purpose", "text__purpose").order_by("-pk")
    context = {
        "asked": purposes_of(request.user),
        "told": Purpose.objects.told(),
        "decisions": [in_words(decision) for decision in decisions[:DECISIONS]],
        "new_notice": new_notice_for(request.user),
        "notice": PolicyText.objects.notices().current(),
    }
    return render(request, "account/consent/own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def decide(request, slug):
    purpose = get_object_or_404(Purpose.objects.asked(), slug=slug)
    text, last = PolicyText.objects.about(purpose).current(), Consent.objects.latest(request.user, purpose)
    form = ConsentForm(request.POST or None, initial={"version": text.number, "seen": last.number if last else 0})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        facts = {"version": given["version"], "seen": given["seen"], "language": request.LANGUAGE_CODE}
        try:
            give(request.acting, request.user, purpose.code, **facts)
        except ConsentRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("consent:decide", slug)
        messages.success(request, _("Noted: you agree. You may stop at any time."))
        return redirect("consent:own")
    context = {
        "purpose": purpose,
        "text": text,
        "sections": sections(text.body_label),
        "form": form,
        "holding": in_words(last) if last and last.is_given else None,
        "asks": not last or not last.is_given or last.text_id != text.pk,
    }
    return render(request, "account/consent/decide.html", context)


@require_POST
@person_page
def stop(request, slug):
    purpose = get_object_or_404(Purpose.objects.filter(basis=Purpose.Basis.CONSENT), slug=slug)
    withdraw(request.acting, request.user, purpose.code, language=request.LANGUAGE_CODE)
    messages.success(request, _("Noted: you no longer agree. The use ends within 3x24 hours."))
    return redirect("consent:own")


@require_POST
@person_page
def read_notice(request):
    form = NoticeReadForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        note_notice_shown(request.acting, request.user, language=request.LANGUAGE_CODE, version=version)
    except ConsentRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noted: you have read it."))
    return redirect("pages:person_home")
