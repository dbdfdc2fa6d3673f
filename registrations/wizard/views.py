"""/daftar/: the person's own registration. All that happens on its pages: registrations/wizard/walk.py."""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.acting import ActRefused
from portal.accounts.decorators import person_page
from portal.lib import codes
from portal.lib.public import public_page
from registrations.doors import own_file_page
from registrations.models import Registration
from registrations.wizard import pages, services
from registrations.wizard.as_it_is import as_it_is
from registrations.wizard.forms import NameForm
from registrations.wizard.walk import (
    Room,
    check,
    done,
    fill_in,
    hand_in,
    onwards,
    resume,
    show_page,
    too_young,
    vacancy_named_in,
    withdraw,
)
from registrations.workflow import State

form_page = require_http_methods(["GET", "HEAD", "POST"])
OWN = Room("wizard", "registrations/wizard/_own.html", "pages:person_home")


# Beginning


@public_page
def start(request):
    vacancy = vacancy_named_in(request)
    query = f"?{urlencode({'lowongan': vacancy.number})}" if vacancy else ""
    first = f"{reverse('wizard:begin')}{query}"
    context = {
        "vacancy": vacancy.title_in_page_language if vacancy else "",
        "language": vacancy.title_language if vacancy else "",
        "first": first,
        "by_phone": f"{reverse('account_phone_signup')}?{urlencode({'next': first})}",
        "by_email": f"{reverse('account_signup')}?{urlencode({'next': first})}",
        "pages": pages.PAGES,
        "demo_data": bool(vacancy and vacancy.is_demo),
    }
    return render(request, "registrations/wizard/start.html", context)


@form_page
@person_page
def begin(request):
    """The first page. Nothing is kept before it is right, and nothing at all of somebody under 18."""
    vacancy = vacancy_named_in(request)
    if found := services.under_way(request.user):
        if vacancy and found.state == State.DRAFT and found.vacancy_id != vacancy.pk:
            query = urlencode({"lowongan": vacancy.number})
            return redirect(f"{OWN.address('page', found, 'minat')}?{query}")
        return redirect(OWN.address("registration", found))
    form = NameForm(request.POST or None, initial=_known(request.user))
    if request.method == "POST" and form.is_valid():
        if day := form.too_young_until():
            return too_young(request, OWN, day, request.get_full_path())
        try:
            registration = services.begin(request.acting, form.answers(), vacancy=vacancy)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(onwards(request, OWN, registration, pages.FIRST))
    return show_page(request, OWN, None, pages.FIRST, form, {"back": reverse("wizard:start")})


def _known(user):
    """What an earlier registration or the account says."""
    person = getattr(user, "candidate", None)
    if person is None:
        return {"name": user.name}
    return {name: getattr(person, name) for name in ("name", "birth_date", "birth_place", "sex")}


# The person's own


def _own(request, number):
    rows = Registration.objects.of_person(request.user).with_people().select_related("candidate__user", "notice")
    return get_object_or_404(rows, number=codes.parse(number))


@require_safe
@own_file_page
def own_registration(request, number):
    return resume(OWN, _own(request, number))


@form_page
@own_file_page
def own_page(request, number, slug):
    return fill_in(request, OWN, _own(request, number), slug)


@require_safe
@own_file_page
def own_check(request, number):
    return check(request, OWN, _own(request, number))


@form_page
@own_file_page
def own_hand_in(request, number):
    registration = _own(request, number)
    if request.method != "POST":  # the log-in was over when the button was pressed, and leads here afterwards
        return redirect(OWN.address("check", registration))
    return hand_in(request, OWN, registration)


@form_page
@own_file_page
def own_as_it_is(request, number, key):
    return as_it_is(request, OWN, _own(request, number), key)


@require_safe
@own_file_page
def own_done(request, number):
    return done(request, OWN, _own(request, number))


@form_page
@own_file_page
def own_withdraw(request, number):
    return withdraw(request, OWN, _own(request, number))
