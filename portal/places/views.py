from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from portal.lib.dates import today_in, zone_label
from portal.lib.public import public_page
from portal.places.finder import offices_covering, posts_nearby
from portal.places.forms import OfficeFinderForm


@public_page
def office_finder(request):
    form = OfficeFinderForm(request.GET if request.GET.get("q", "").strip() else None)
    place = form.cleaned_data["q"] if form.is_valid() else None
    context = {"form": form, "place": place, "typed": form["q"].value()[0] if form.is_bound else ""}
    if place:
        zone = place.regency.province.zone
        day = today_in(zone)
        context |= {
            "zone": _("Local time: %(zone)s") % {"zone": zone_label(zone)},
            "offices": offices_covering(place.regency, day),
            "posts": posts_nearby(place.regency, day),
        }
    elif form.is_bound:
        context["is_choosing"] = form.has_error("q", "choose")
        # The first list of places is an answer, not a mistake; only leaving it without a choice is one.
        if not context["is_choosing"] or "q_untuk" in request.GET:
            context["problem"] = " ".join(form.errors["q"])
    return render(request, "places/office_finder.html", context)


@public_page
def former_address(request):
    query = request.META.get("QUERY_STRING", "")
    address = reverse("places:office_finder")
    return redirect(f"{address}?{iri_to_uri(query)}" if query else address, permanent=True)
