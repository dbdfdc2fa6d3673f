"""What search engines may read, and where they find it: /robots.txt and the sitemaps.

Written here rather than by Django's framework: that one counts and skips rows to reach a page, and reverses six
addresses for each, seconds of work for 5,000 vacancies.
"""

from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from jobs import sitemap as of_jobs
from outreach.public import sitemap as of_events
from portal.lib.dates import WIB, today_in
from portal.lib.public import public_page, site_address
from registrations.placements.programmes import sitemap as of_programmes

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
# The rooms of staff and people, and lists narrowed by a query: their vacancies stand in the sitemap.
CLOSED = (
    "/petugas/", "/akun/", "/saya/", "/henti/", "/daftar/?", "/daftar/mulai/", "/lowongan/?", "/lowongan/kabari/", "/lowongan/simpanan/", "/perusahaan/?",
    "/kantor/?", "/kegiatan/?", "/feeds/lowongan", "/feeds/kegiatan",
)  # fmt: skip


def _pages():
    names = ("pages:home", "wizard:start", "places:office_finder", "pages:privacy", "pages:api_docs")
    return [(reverse(name), None) for name in names] + of_jobs.lists()


PARTS = {
    "halaman": _pages,
    "negara": of_jobs.destinations,
    "perusahaan": of_jobs.companies,
    "program": of_programmes.batches,
    "kegiatan": of_events.events,
}


@public_page
def robots(request):
    if settings.PRACTICE_MODE:  # what is invented, or speaks for no office, is not to be found
        return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")
    lines = ["User-agent: *", *(f"Disallow: {prefix}{path}" for path in CLOSED for prefix in ("", "/en"))]
    lines += ["", f"Sitemap: {site_address(request)}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public_page
def index(request):
    names = [*PARTS, *(f"lowongan-{key}" for key in of_jobs.parts_of_vacancies(today_in(WIB)))]
    base = site_address(request)
    entries = (f"<sitemap><loc>{base}{reverse('sitemap_part', args=[name])}</loc></sitemap>" for name in names)
    return _xml(f"<sitemapindex {SCHEMA}>\n", entries, "</sitemapindex>")


@public_page
def part(request, name):
    """``name``: of a part, or ``lowongan-`` and the key it begins with."""
    kind, _hyphen, key = name.partition("-")
    if name in PARTS:
        found = PARTS[name]()
    elif kind == "lowongan" and key.isascii() and key.isdigit() and len(key) < 19:
        found = of_jobs.vacancies(today_in(WIB), int(key))
    else:
        raise Http404
    base = site_address(request)
    entries = (_both_languages(base, path, changed) for path, changed in found)
    return _xml(f'<urlset {SCHEMA} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n', entries, "</urlset>")


def _both_languages(base, path, changed):
    indonesian, english = escape(base + path), escape(f"{base}/en{path}")
    others = (
        f'<xhtml:link rel="alternate" hreflang="id" href="{indonesian}"/>'
        f'<xhtml:link rel="alternate" hreflang="en" href="{english}"/>'
    )
    day = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    return "\n".join(f"<url><loc>{address}</loc>{day}{others}</url>" for address in (indonesian, english))


def _xml(opening, entries, closing):
    body = "\n".join(entries)
    return HttpResponse(f"{HEAD}{opening}{body}\n{closing}\n", content_type="application/xml; charset=utf-8")
