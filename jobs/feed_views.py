"""Feeds of the vacancy list, with its filters."""

from django.http import HttpResponse, JsonResponse

from jobs import feeds
from jobs.forms import VacancySearchForm
from portal.lib.dates import WIB, today_in
from portal.lib.public import public_page, site_address


def _found(request):
    day, wish, base = today_in(WIB), VacancySearchForm(request.GET).as_wish(), site_address(request)
    entries = feeds.entries(feeds.newest(wish, day), day=day, base=base)
    return entries, wish, {"base": base, "own_address": base + request.get_full_path()}


@public_page
def atom(request):
    entries, wish, addresses = _found(request)
    return HttpResponse(feeds.atom(entries, wish, **addresses), content_type="application/atom+xml; charset=utf-8")


@public_page
def as_json(request):
    entries, wish, addresses = _found(request)
    feed = feeds.as_json(entries, wish, **addresses)
    return JsonResponse(feed, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})
