"""Saving a vacancy or a search, with an account or without one. Public pages only link here, so proxies may keep them."""

from dataclasses import asdict

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jobs import listing, told
from jobs.forms import VacancySearchForm
from jobs.models import Vacancy
from jobs.saved import flow
from jobs.saved.forms import SearchForm, SearchOfStrangerForm, VacancyForm
from portal.accounts.acting import ActRefused
from portal.accounts.adapter import NEW_CODE
from portal.accounts.decorators import door_page
from portal.accounts.fields import SentCodeForm
from portal.accounts.ran_out import NO_LONGER
from portal.lib import codes
from portal.lib.phone import as_dialled
from portal.mailroom import bare_address
from portal.messaging.services import contact_of

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@door_page
def search(request):
    """What the address of the list looks for."""
    wish = VacancySearchForm(request.GET).as_wish()
    query = listing.query(listing.without_order(wish))
    context = {
        "label": told.label_of(wish, None),
        "back": f"{reverse('jobs:vacancy_list')}?{query}",
        "with_account": f"{reverse('saved:search')}?{query}",
    }
    return _save(request, "jobs/saved/search.html", context, SearchForm, SearchOfStrangerForm, query=query)


@form_page
@door_page
def vacancy(request, number):
    code = codes.parse(number)
    vacancy = get_object_or_404(Vacancy.objects.reachable(), number=code).for_the_public()
    address = reverse("saved:vacancy", args=[vacancy.number])
    if request.method != "POST" and request.path != address:
        return redirect(address)
    context = {
        "title": vacancy.title_in_page_language,
        "language": vacancy.title_language,
        "closes": bool(vacancy.closes_on),
        "back": vacancy.get_absolute_url(),
        "with_account": address,
    }
    return _save(
        request, "jobs/saved/vacancy.html", context, VacancyForm, bare_address.AddressForm, vacancy=vacancy.number
    )


def _save(request, template, context, form_of_known, form_of_stranger, **wanted):
    """Of somebody logged in, or whose address this visit has proved, one click; of others the address and its code."""
    contact = contact_of(request.user) if request.user.is_authenticated else bare_address.proved(request)
    typed = request.POST if request.method == "POST" else None
    form = form_of_known(typed) if contact else form_of_stranger(typed, request=request)
    if typed is not None and form.is_valid():
        if rhythm := form.cleaned_data.get("rhythm"):
            wanted["rhythm"] = rhythm
        if not contact:
            flow.begin(request, form.cleaned_data["address"], **wanted)
            return redirect("saved:code")
        return _kept(request, wanted, lambda: flow.keep(contact, **wanted))
    shown = bare_address.as_shown(contact) if contact and not contact.user_id else ""
    return render(request, template, context | {"form": form, "is_known": bool(contact), "shown_address": shown})


def _kept(request, wanted, act):
    try:
        act()
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _said_of(wanted))
    return redirect("saved:own" if request.user.is_authenticated else "saved:of_address")


def _said_of(wanted):
    """No promise to write about a vacancy of which nobody said when it closes."""
    number = wanted.get("vacancy")
    if number and not Vacancy.objects.filter(number=number, closes_on__isnull=False).exists():
        return _("Saved. It stands in your list.")
    return _("Saved. We write to you.")


@form_page
@door_page
def code(request):
    begun = flow.begun(request)
    if begun is None:
        if flow.left(request):
            messages.info(request, NO_LONGER)
        return redirect("saved:of_address")
    if request.POST.get("action") == "resend":
        return _send_again(request, begun)
    form = SentCodeForm(request.POST if request.method == "POST" else None, by_mail="@" in begun.address)
    if request.method == "POST" and form.is_valid():
        if bare_address.is_right_code(request, begun.address, begun.word, form.cleaned_data["code"]):
            if begun.query is None and not begun.vacancy:
                flow.finish(request, begun)
                return redirect("saved:of_address")
            return _kept(request, asdict(begun), lambda: flow.finish(request, begun))
        form.refuse()
    shown = begun.address if "@" in begun.address else as_dialled(begun.address)
    return render(request, "jobs/saved/code.html", {"form": form, "shown_address": shown})


def _send_again(request, begun):
    try:
        bare_address.count_code_to(request, begun.address)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        flow.send_again(begun)
        messages.success(request, NEW_CODE)
    return redirect("saved:code")
