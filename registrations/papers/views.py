"""A person's own papers, and the one way by which a page leaves the storage."""

from csp.decorators import csp_update
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs.choices import Paper
from portal.accounts.acting import ActRefused
from portal.accounts.decorators import person_page, staff_page
from portal.lib.uploads import CONTENT_TYPES
from portal.workflow import StepRefused
from registrations.models import Candidate
from registrations.papers import reading, staged, viewing
from registrations.papers.forms import DownloadForm, PaperForm, PartForm, StartForm
from registrations.papers.services import SameAgain, hand_in
from registrations.permissions import DESK_ROLES

TOO_MUCH, UNREADABLE = 413, 422


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def paper(request, paper):
    candidate, paper = _own(request, paper)
    # Whoever registers comes from the wizard, which goes on where something is missing.
    home = "wizard:begin" if request.GET.get("kembali") == "daftar" else "pages:person_home"
    return take(request, candidate, paper, template="registrations/papers/paper.html", home=reverse(home))


def take(request, candidate, paper, *, template, home, **more):
    """The page of one paper of ``candidate``, for the person and for whoever types for them. ``home``: where it leads."""
    current = candidate.documents.current().filter(paper=paper).first()
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        paper=paper,
        waiting=staged.waiting(candidate, paper),
        initial=reading.facts_of(current),
    )
    if request.method == "POST":
        if form.is_valid() and _handed_in(request, candidate, form):
            messages.success(request, _("It has arrived: %(paper)s.") % {"paper": reading.title(paper)})
            return redirect(home)
        # A browser sends a file once: what was good is kept until the rest is.
        for read in form.accepted:
            staged.keep(candidate, paper, read)
        form.keep_ticked(staged.waiting(candidate, paper))
    return render(request, template, reading.page(candidate, paper, current) | {"form": form, "home": home} | more)


def _handed_in(request, candidate, form):
    files = [staged.opened(upload) for upload in form.chosen()] + form.accepted
    try:
        hand_in(request.acting, candidate, form.paper, files, form.facts_given())
    except SameAgain as refusal:
        form.drop_pages(str(refusal))
        return False
    except (ActRefused, StepRefused) as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@require_POST
@person_page
def parts(request, paper):
    """Where a script asks before it sends: the address for the parts, and what has arrived of them."""
    candidate, paper = _own(request, paper)
    form = StartForm(request.POST)
    if not form.is_valid():
        return _problem(_("We could not read that"))
    try:
        upload = staged.start(candidate, paper, **form.cleaned_data)
    except ValidationError as error:
        return _problem(*error.messages, status=TOO_MUCH)
    return _state(upload)


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def part(request, paper, key):
    """Bytes from ``?mulai=`` on; answers what has arrived, also to whoever only asks."""
    candidate, paper = _own(request, paper)
    upload = get_object_or_404(candidate.uploads.filter(paper=paper), key=key)
    if request.method == "POST":
        form = PartForm(request.GET)
        if not form.is_valid():
            return _problem(_("We could not read that"))
        try:
            upload = staged.take_part(upload, form.cleaned_data["mulai"], request.body)
        except ValidationError as error:
            return _problem(*error.messages)
    return _state(upload)


def _state(upload):
    state = {"key": str(upload.key), "has": upload.received, "whole": bool(upload.kind), "step": staged.MOST_PART}
    return JsonResponse(state | {"to": reverse("papers:part", args=[upload.paper, upload.key])})


def _problem(*sentences, status=UNREADABLE):
    return JsonResponse({"problem": " ".join(sentences)}, status=status)


@require_safe
@person_page
def page(request, name):
    """A page for whoever may see it: it came from outside, so it runs nothing and is kept nowhere."""
    one, registration = viewing.page_for(request.acting, name)
    return _file(request, one, registration)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*DESK_ROLES)
def download(request, name):
    one, registration = viewing.page_for(request.acting, name)
    if one is None or registration is None:
        raise Http404
    form = DownloadForm(request.POST or None, is_on_hold=registration.is_held)
    if form.is_valid():
        return _file(request, one, registration, purpose=form.cleaned_data["purpose"], is_download=True)
    context = {"form": form, "title": reading.title(Paper(one.document.paper)), "page": one}
    return render(request, "registrations/papers/download.html", context)


@csp_update({"sandbox": True})
def _file(request, page, registration, **wish):
    if page is None:
        raise Http404
    try:
        content = viewing.open_page(request.acting, page, registration, **wish)
    except FileNotFoundError:
        raise Http404 from None
    kept = "attachment" if wish else "inline"
    name = f"{page.document.paper}-{page.document.version}-{page.place}.{page.kind}"
    response = HttpResponse(content, content_type=CONTENT_TYPES[page.kind])
    response.headers["Content-Disposition"] = f'{kept}; filename="{name}"'
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _own(request, paper):
    """The Candidate and Paper of an address; the person's own, or there is no such page."""
    if paper not in Paper.values:
        raise Http404
    return get_object_or_404(Candidate, user=request.user), Paper(paper)
