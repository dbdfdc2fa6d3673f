"""The official path explained: one page per scheme, and what to know on the way."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobs import papers as papers_table
from jobs.choices import CostComponent, Scheme
from jobs.guide import papers as tables
from jobs.guide import schemes as scheme_tables
from jobs.guide.reading import pages, schemes
from jobs.guide.reading import papers as paper_pages
from portal.lib.dates import WIB, short_date, today_in
from portal.lib.public import public_page
from portal.places.models import PublicContact

# Nobody places: the person tells an officer of the job.
TOLD_BY_ONESELF = {Scheme.PERSEORANGAN, Scheme.SSW_MANDIRI, Scheme.UKPS, Scheme.RE_ENTRY}


@public_page
def index(request):
    context = {
        "schemes": [(page.slug, page.scheme.label, str(page.lead)) for page in schemes().values()],
        "pages": [(page.slug, str(page.title), str(page.lead)) for page in pages().values()],
    }
    return render(request, "jobs/guide/index.html", context)


@public_page
def scheme(request, slug):
    page, day = schemes().get(slug), today_in(WIB)
    if page is None:
        raise Http404
    facts = [{"term": str(point.term), "value": str(point.text), "note": _ground(point)} for point in page.facts]
    context = {
        "title": page.scheme.label,
        "lead": str(page.lead),
        "facts": facts + scheme_tables.proofs_of(page.scheme, day),
        "steps": scheme_tables.steps_of(page.scheme, day),
        "papers": papers_table.papers_under(page.scheme, day),
        "is_told_by_oneself": page.scheme in TOLD_BY_ONESELF,
        "crumbs": _crumbs(page.scheme.label),
    }
    return render(request, "jobs/guide/scheme.html", context)


@public_page
def page(request, slug):
    one = pages().get(slug)
    if one is None:
        raise Http404
    context = {
        "title": str(one.title),
        "lead": str(one.lead),
        "parts": [(str(part.title), _printed(part.points)) for part in one.parts],
        "components": [component.label for component in CostComponent if component != CostComponent.OTHER]
        if one.lists_costs
        else [],
        "contacts": _contacts() if one.lists_contacts else None,
        "country": one.country,
        "crumbs": _crumbs(one.title),
    }
    return render(request, "jobs/guide/page.html", context)


@public_page
def papers(request):
    named = [(papers_table.name(page.paper), str(page.why[0].text)) for page in paper_pages().values()]
    return render(request, "jobs/guide/papers.html", {"papers": named, "crumbs": _crumbs(_("Papers"))})


@public_page
def paper(request, slug):
    one, day = paper_pages().get(slug), today_in(WIB)
    if one is None:
        raise Http404
    order = list(paper_pages().values())
    place = order.index(one)
    free = tables.free_for(one.component, day)
    cost = [(_("Rp0 for you in: %(work)s.") % {"work": free[0]}, free[1])] if free else []
    named, papers_address = papers_table.name(one.paper), reverse("guide:papers")
    context = {
        "title": named.name,
        "parts": [
            (_("What it is for"), _printed(one.why), ""),
            (_("Where you get it"), _printed(one.where), ""),
            (_("What it costs"), _printed(one.cost) + cost, _("The cost is not recorded here. Ask before you pay.")),
            (
                _("How long it counts"),
                tables.validity(one.paper, day) or _printed(one.validity),
                _("How long it counts is not recorded here. Ask an office before you apply for it."),
            ),
            (_("Take care"), _printed(one.care), ""),
        ],
        "needed": tables.needed_under(one.paper, day, " ".join(str(point.text) for point in one.where)),
        "before": papers_table.name(order[place - 1].paper) if place else None,
        "after": papers_table.name(order[place + 1].paper) if place + 1 < len(order) else None,
        "crumbs": _crumbs(named.name, (_("Papers"), papers_address)),
    }
    return render(request, "jobs/guide/paper.html", context)


def _printed(points):
    return [(str(point.text), _ground(point)) for point in points]


def _crumbs(title, *between):
    return [(_("Guide"), reverse("guide:index")), *between, (str(title), "")]


def _ground(point):
    """Where it was read; what nobody has compared says so, and advice has no source."""
    source = _("Source: %(source)s.") % {"source": point.source} if point.source else ""
    return source if point.is_seen else " ".join(filter(None, [source, _("Not checked yet.")]))


def _contacts():
    """Those somebody has called, each ready to print."""
    found = PublicContact.objects.printable().order_by("reach", "code")
    return [
        {
            "name": str(contact),
            "number": contact.number,
            "is_phone": contact.channel == PublicContact.Channel.PHONE,
            "reach": contact.get_reach_display(),
            "tested": _("Called on %(day)s.") % {"day": short_date(contact.last_tested_on)},
        }
        for contact in found
    ]
