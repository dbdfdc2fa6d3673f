"""The official path explained: one page per scheme, and what to know on the way."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from jobs.choices import CostComponent
from jobs.guide.reading import pages, schemes
from portal.lib.dates import short_date
from portal.lib.public import public_page
from portal.places.models import PublicContact


@public_page
def index(request):
    context = {
        "schemes": [(page.slug, page.scheme.label, str(page.lead)) for page in schemes().values()],
        "pages": [(page.slug, str(page.title), str(page.lead)) for page in pages().values()],
    }
    return render(request, "jobs/guide/index.html", context)


@public_page
def scheme(request, slug):
    page = schemes().get(slug)
    if page is None:
        raise Http404
    context = {
        "title": page.scheme.label,
        "lead": str(page.lead),
        "facts": [{"term": str(point.term), "value": str(point.text), "note": _ground(point)} for point in page.facts],
        "stations": [{"title": str(title), "text": str(text), "state": "all"} for title, text in page.stations],
        "stations_source": _("Source: %(source)s.") % {"source": page.stations_source},
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
        "parts": [
            (str(part.title), [(str(point.text), _ground(point)) for point in part.points]) for part in one.parts
        ],
        "components": [component.label for component in CostComponent if component != CostComponent.OTHER]
        if one.lists_costs
        else [],
        "contacts": _contacts() if one.lists_contacts else None,
        "country": one.country,
    }
    return render(request, "jobs/guide/page.html", context)


def _ground(point):
    """Where it was read; what nobody has compared says so, and advice has no source."""
    source = _("Source: %(source)s.") % {"source": point.source} if point.source else ""
    return source if point.is_seen else f"{source} {_('Not checked yet.')}".strip()


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
