"""Pages of published figures: all of a kind, and a sheet per province for speakers."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs import figures
from jobs.choices import FigureKind
from jobs.forms import FigureListForm
from jobs.models import PublishedFigure
from portal.lib.dates import WIB, long_date, today_in
from portal.lib.public import public_page
from portal.places.models import Province

FIGURES_PER_PAGE = 50


@public_page
def figure_list(request):
    form = FigureListForm(request.GET)
    kind, key = FigureKind(form.wish("jenis")), form.wish("sesudah")
    found = PublishedFigure.objects.filter(kind=kind).with_disagreement().newest_first()
    after = found.filter(pk=int(key)).first() if key else None
    rows = list((found.after(after) if after else found)[: FIGURES_PER_PAGE + 1])
    shown = rows[:FIGURES_PER_PAGE]
    context = {
        "kind": kind,
        "kinds": [(one.label, f"?jenis={one.value}", one == kind) for one in FigureKind],
        "lines": [figures.line(figure) for figure in shown],
        "provinces": Province.objects.current().filter(figures__isnull=False).distinct(),
        "shown": ngettext("%(count)d shown", "%(count)d shown", len(shown)) % {"count": len(shown)},
        "next_address": f"?jenis={kind.value}&sesudah={shown[-1].pk}" if len(rows) > len(shown) else "",
        "first_address": f"?jenis={kind.value}" if after else "",
    }
    return render(request, "jobs/figure_list.html", context)


@public_page
def province_sheet(request, code):
    province = get_object_or_404(Province.objects.current(), code=code)
    context = {
        "province": province,
        "groups": figures.of_province(province),
        "printed_on": long_date(today_in(WIB)),
        "crumbs": [(_("Figures"), reverse("jobs:figure_list")), (province.name, "")],
    }
    return render(request, "jobs/province_sheet.html", context)
