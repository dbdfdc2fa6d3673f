"""The queue of files: its tabs and filters, the next one in hand, and finding somebody's."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jobs.choices import Scheme
from jobs.search import capped_count
from portal.accounts.decorators import staff_page
from portal.accounts.roles import Role
from portal.places.models import Regency
from registrations.desk import finding, queue, services
from registrations.desk.forms import FilterForm, QueueForm, SearchForm
from registrations.models import Registration, SavedFilter
from registrations.permissions import DESK_ROLES, REVIEWERS
from registrations.workflow import State


@staff_page(*DESK_ROLES)
def files(request):
    form, by = QueueForm(request.GET), request.acting
    tab = queue.Tab(form.wish("tab") or queue.Tab.TURN)
    sort = queue.Sort(form.wish("urut") or queue.Sort.OLDEST)
    sort = sort if sort in queue.SORTS[tab] else queue.Sort.OLDEST
    wish = {name: form.wish(name) for name in ("kabupaten", "skema", "tanda", "habis")}
    asked = {name: value if value is not True else "1" for name, value in wish.items() if value}
    scope = Registration.objects.at_desk(by)
    found = queue.narrowed(
        scope,
        regency=wish["kabupaten"],
        scheme=wish["skema"],
        is_flagged=wish["tanda"],
        runs_out=wish["habis"],
    )
    after = scope.filter(number=form.wish("sesudah")).first() if form.wish("sesudah") else None
    rows, has_more = queue.page_of(queue.of_tab(found, tab, by), tab, sort, after)
    late_before, ends = queue.latest_start(by), queue.endings(rows) if wish["habis"] else {}
    context = {
        "rows": [queue.row(one, by, late_before, ends.get(one.pk, "")) for one in rows],
        "shown": ngettext("%(count)d shown", "%(count)d shown", len(rows)) % {"count": len(rows)},
        "demo_data": any(one.is_demo for one in rows),
        "tab": tab,
        "columns": queue.COLUMNS[tab],
        "tabs": [
            (one, "?" + urlencode({"tab": one.value} | asked), capped_count(queue.of_tab(found, one, by)))
            for one in queue.Tab
        ],
        "sort": sort,
        "sorts": queue.SORTS[tab],
        "wish": wish,
        "regencies": _regencies(by),
        "schemes": Scheme,
        "may_take": queue.may_take(by),
        "is_head": by.role == Role.BP3MI_HEAD,
        "is_asked": bool(asked),
        "filters": SavedFilter.objects.filter(membership=by.membership).order_by("name"),
        "legend": queue.LEGEND,
    }
    context |= _waiting(scope, by, late_before)
    context |= _ways_on(tab, sort, asked, rows, has_more=has_more, is_later=bool(after))
    return render(request, "registrations/desk/files.html", context)


def _ways_on(tab, sort, asked, rows, *, has_more, is_later):
    """Addresses that lead on from ``rows``, with the filters ``asked``. ``is_later``: whether rows stand before these."""
    own = {"tab": tab.value} | asked | ({"urut": sort.value} if sort != queue.Sort.OLDEST else {})
    address = "?" + urlencode(own)
    return {
        "filter_query": urlencode(own),
        "export_address": f"{reverse('lists:export')}{address}",
        "next_address": "?" + urlencode(own | {"sesudah": rows[-1].number}) if has_more else "",
        "first_address": address if is_later else "",
    }


def _waiting(scope, by, late_before):
    """Above the tabs, whatever is asked for: what waits longest, and how many wait too long."""
    turn = queue.of_tab(scope, queue.Tab.TURN, by)
    oldest = turn.order_by("state_since", "pk").first()
    return {
        "oldest": queue.age_of(oldest, by.zone) if oldest else "",
        "limit": _("Past the limit of %(days)s working days") % {"days": settings.REGISTRATION_REVIEW_DAYS},
        "late": capped_count(turn.filter(state_since__lt=late_before)),
    }


def _regencies(by):
    """What an office may narrow its queue by: the regencies of its province; a regency's office has its own alone."""
    if by.role not in REVIEWERS:
        return []
    return Regency.objects.filter(province=by.membership.office.province_id).order_by("name")


@staff_page(*DESK_ROLES)
@require_POST
def keep_filter(request):
    """Keep the present filters under a name, or let go of a kept one."""
    wish, form = QueueForm(request.POST), FilterForm(request.POST)
    own = SavedFilter.objects.filter(membership=request.acting.membership)
    if "forget" in request.POST:
        own.filter(name=request.POST["forget"][:200].replace("\0", "")).delete()
    elif form.is_valid():
        names = ("tab", "kabupaten", "skema", "urut")
        asked = {name: str(wish.wish(name)) for name in names if wish.wish(name)}
        query = urlencode(asked | {name: "1" for name in ("tanda", "habis") if wish.wish(name)})
        own.update_or_create(
            name=form.cleaned_data["name"], membership=request.acting.membership, defaults={"query": query}
        )
        return redirect(f"{reverse('desk:files')}?{query}")
    return redirect("desk:files")


@staff_page(*DESK_ROLES)
def search(request):
    """Sent as a form: neither a name nor a NIK stands in an address or a log."""
    form, found = SearchForm(request.POST or None), []
    if form.is_valid():
        found = finding.find(request.acting, form.cleaned_data["q"])
        if len(found) == 1:
            # Who came by a list and was not reached yet has nothing to review.
            is_draft = found[0].state == State.DRAFT
            return redirect("assisted:registration" if is_draft else "desk:screen", found[0].number)
        late_before, keys = queue.latest_start(request.acting), [one.pk for one in found]
        rows = queue.with_row_details(Registration.objects.filter(pk__in=keys)).order_by("candidate__name", "pk")
        found = [queue.row(one, request.acting, late_before) for one in rows[: finding.MOST_FOUND]]
    context = {
        "form": form,
        "rows": found,
        "columns": queue.ALL_COLUMNS,
        "is_asked": form.is_bound,
        "most": finding.MOST_FOUND,
        "legend": queue.LEGEND,
    }
    return render(request, "registrations/desk/search.html", context)


@staff_page(*REVIEWERS)
@require_POST
def take_next(request):
    form = QueueForm(request.POST)
    at_desk = Registration.objects.at_desk(request.acting)
    after = at_desk.filter(number=form.wish("sesudah")).first() if form.wish("sesudah") else None
    file = services.take_next(request.acting, after)
    if file is None:
        messages.info(request, _("Nothing waits for you here."))
        return redirect("desk:files")
    return redirect("desk:screen", file.number)
