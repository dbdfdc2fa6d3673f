"""Public pages of vacancies, countries and placement companies."""

from dataclasses import replace

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs import costs, countries, figures, listing, next_step, search, search_pages, standing, wording
from jobs.cards import cards_of
from jobs.choices import Education, Sex, Shelf, Sort
from jobs.detail import describe
from jobs.forms import CompanySearchForm, SanctionListForm, VacancySearchForm
from jobs.models import CompanyStatement, Destination, PlacementCompany, Vacancy, VacancySearch
from jobs.models.card_row import card_rows, listed_card_rows
from jobs.papers import papers_of, way_of
from jobs.posting import posting
from jobs.rules_room import listed
from jobs.rules_room.forms import RuleListForm
from jobs.rules_room.kinds import every_kind
from jobs.search_words import did_you_mean
from jobs.share.links import links_of
from jobs.workflow import State
from portal.lib import codes
from portal.lib.dates import WIB, short_date, today_in
from portal.lib.public import public_page, site_address

COMPANIES_PER_PAGE = 50
SANCTIONS_PER_PAGE = 50
RULES_PER_PAGE = 50
VACANCIES_OF_ONE = 5


@public_page
def vacancy_list(request):
    form = VacancySearchForm(request.GET)
    day, wish, shelf, after = today_in(WIB), form.as_wish(), Shelf(form.wish("rak")), form.wish("sesudah")
    counted = search.counts(wish, shelf, day)
    rows, next_number = search_pages.page(wish, shelf, day, counted, after, load=card_rows)
    other = Shelf.OPEN if shelf == Shelf.ARCHIVE else Shelf.ARCHIVE
    elsewhere = search.capped_count_of(wish, other, day)
    cards = cards_of(rows, day, is_archived=shelf == Shelf.ARCHIVE)
    context = {
        "checked": [card for card in cards if card.row.state == State.OPEN],
        "published": [card for card in cards if card.row.state != State.OPEN],
        "cards": cards,
        "shelf": shelf.value,
        "counted": counted,
        "open_count": counted.all if shelf == Shelf.OPEN else elsewhere,
        "archive_count": counted.all if shelf == Shelf.ARCHIVE else elsewhere,
        "is_first_page": not after,
        "wish": wish,
        "facets": listing.facets(wish, shelf, day, counted),
        "chips": listing.chips(wish, shelf),
        "education_levels": Education.choices,
        "sexes": Sex.choices,
        "sorts": Sort.choices,
        "did_you_mean": _better_words(wish, shelf, counted),
        "open_address": "?" + listing.query(wish),
        "archive_address": "?" + listing.query(wish, Shelf.ARCHIVE),
        "kept": listing.fields_beside_the_words(wish, shelf),
        "shown": _shown(cards),
        "feed_query": listing.query(wish),
        "next_address": "?" + listing.query(wish, shelf, next_number) if next_number else "",
        "first_address": "?" + listing.query(wish, shelf) if after else "",
        "demo_data": Vacancy.objects.any_demo(),
    }
    return render(request, "jobs/vacancy_list.html", context)


def _better_words(wish, shelf, counted):
    """(words, address) of what may have been meant where nothing was found, None otherwise."""
    better = did_you_mean(wish.words) if wish.words and not counted.all else ""
    return (better, "?" + listing.query(replace(wish, words=better), shelf)) if better else None


def _newest(vacancies, day, count):
    """Cards of the newest of these on the open shelves, checked ones first."""
    rows = VacancySearch.objects.on_shelves(day).filter(vacancy__in=vacancies)
    keys = rows.order_by("shelf", "-published_on", "-vacancy_id").values_list("vacancy_id", flat=True)[:count]
    return cards_of(listed_card_rows(list(keys), day), day)


def _shown(rows):
    return ngettext("%(count)d shown", "%(count)d shown", len(rows)) % {"count": len(rows)}


@public_page
def vacancy_detail(request, number, slug=""):
    day = today_in(WIB)
    code = codes.of_vacancy(number)
    vacancies = Vacancy.objects.reachable().with_standing(day).with_page_details()
    vacancy = get_object_or_404(vacancies, number=code).for_the_public()
    if request.path != vacancy.get_absolute_url():
        return redirect(vacancy)
    current = Vacancy.objects.current(day)
    is_current = current.filter(pk=vacancy.pk).exists()
    rates = search.latest_rates(day)
    page = describe(vacancy, day=day, rates=rates, is_current=is_current)
    context = {
        "vacancy": vacancy,
        "page": page,
        "posting": posting(vacancy, page, base=site_address(request)),
        "papers": papers_of(vacancy, day),
        "way": way_of(vacancy.scheme),
        "links": links_of(vacancy, request, day),
        "crumbs": _crumbs_of(vacancy),
        "reasons": [] if is_current else _why_not_open(vacancy, day),
        "is_forbidden": wording.is_forbidden(vacancy),
        "open_address": "" if is_current else _open_instead(vacancy, current),
        "demo_data": wording.is_demo(vacancy, rates),
    }
    return render(request, "jobs/vacancy_detail.html", context)


def _why_not_open(vacancy, day):
    """Why nobody can apply and since when; of a barred company also the decision, by source, date and number."""
    last = vacancy.history.order_by("pk").last()
    reasons = wording.why_archived(vacancy, day, last.taken_at.astimezone(WIB).date() if last else None)
    company = vacancy.placement_company
    if company and company.is_barred:
        reasons += standing.of(company.statements.all()).decision_sentences()
    return reasons


def _open_instead(vacancy, current):
    """Where open vacancies are: those of the same country, or all when it has none."""
    address = reverse("jobs:vacancy_list")
    iso2 = vacancy.destination.country_id if vacancy.destination else ""
    return f"{address}?negara={iso2}" if iso2 and current.for_destination(iso2).exists() else address


def _crumbs_of(vacancy):
    land = vacancy.destination
    middle = [(str(land), land.get_absolute_url())] if land else []
    return [(_("Vacancies"), reverse("jobs:vacancy_list")), *middle, (vacancy.title_in_page_language, "")]


@public_page
def destination_list(request):
    day = today_in(WIB)
    context = {"groups": countries.grouped(countries.overview(day)), "demo_data": Vacancy.objects.any_demo()}
    return render(request, "jobs/destination_list.html", context)


@public_page
def destination_detail(request, iso2):
    day = today_in(WIB)
    destination = get_object_or_404(Destination.objects.with_rules(day), country=iso2.upper())
    if request.path != destination.get_absolute_url():
        return redirect(destination)
    current = destination.vacancies.all()
    cards = _newest(current, day, VACANCIES_OF_ONE)
    context = {
        "destination": destination,
        "page": countries.describe(destination, day),
        "dispute": costs.dispute_in(destination, day),
        "published_figures": figures.of_country(destination.country_id),
        "counted_on": short_date(day),
        "crumbs": [(_("Countries"), reverse("jobs:destination_list")), (str(destination), "")],
        "cards": cards,
        "archived": search.capped_count(Vacancy.objects.archived(day).for_destination(destination.country_id)),
        "demo_data": Vacancy.objects.any_demo(),
    }
    return render(request, "jobs/destination_detail.html", context)


@public_page
def rule_list(request):
    """What changed since when, all kinds of rules; of one country with ``?negara=``, of one kind with ``?jenis=``."""
    form = RuleListForm(request.GET)
    wish = {name: form.wish(name) or "" for name in ("jenis", "negara", "sesudah")}
    iso2, after, day = wish["negara"], wish["sesudah"], today_in(WIB)
    found = listed.lines(day, iso2=iso2, kind=wish["jenis"], only_told=True)
    lines, has_more = listed.page_of(found, after, RULES_PER_PAGE)
    kept = {name: wish[name] for name in ("jenis", "negara") if wish[name]}
    context = {
        "lines": lines,
        "iso2": iso2,
        "kind": wish["jenis"],
        "kinds": every_kind(),
        "destinations": Destination.objects.select_related("country").order_by("country__name"),
        "shown": _shown(lines),
        "next_address": "?" + urlencode(kept | {"sesudah": lines[-1].key}) if has_more else "",
        "first_address": "?" + urlencode(kept) if after else "",
        "crumbs": [(_("Countries"), reverse("jobs:destination_list")), (_("Rules"), "")],
    }
    return render(request, "jobs/rule_list.html", context)


@public_page
def company_list(request):
    form = CompanySearchForm(request.GET)
    words = form.wish("q")
    companies = PlacementCompany.objects.with_statements().matching(words)
    if after := PlacementCompany.objects.filter(slug=form.wish("sesudah")).first():
        companies = companies.after(after)
    rows = list(companies.order_by("name_key", "pk")[: COMPANIES_PER_PAGE + 1])
    shown = rows[:COMPANIES_PER_PAGE]
    list_date = standing.register_date()
    context = {
        "companies": [(company, standing.of(company.statements.all(), list_date)) for company in shown],
        "words": words,
        "count": search.capped_count(PlacementCompany.objects.matching(words)),
        "shown": _shown(shown),
        "next_address": "?" + urlencode({"q": words, "sesudah": shown[-1].slug}) if len(rows) > len(shown) else "",
        "first_address": "?" + urlencode({"q": words}) if after else "",
        "register_day": standing.register_day(list_date),
        "demo_data": any(company.is_demo for company in shown),
    }
    return render(request, "jobs/company_list.html", context)


@public_page
def sanction_list(request):
    """Final decisions alone: what somebody complained of or a paper wrote is never here."""
    key = SanctionListForm(request.GET).wish("sesudah")
    after = CompanyStatement.objects.final_sanctions().filter(pk=int(key)).first() if key else None
    rows = list(CompanyStatement.objects.final_sanctions(after).select_related("company")[: SANCTIONS_PER_PAGE + 1])
    shown = rows[:SANCTIONS_PER_PAGE]
    context = {
        "rows": [(statement.company, standing.public([statement])[0]) for statement in shown],
        "shown": _shown(shown),
        "next_address": f"?sesudah={shown[-1].pk}" if len(rows) > len(shown) else "",
        "first_address": "?" if after else "",
        "crumbs": [(_("Companies"), reverse("jobs:company_list")), (_("Sanctions"), "")],
        "demo_data": any(statement.company.is_demo for statement in shown),
    }
    return render(request, "jobs/sanction_list.html", context)


@public_page
def company_detail(request, slug):
    day = today_in(WIB)
    company = get_object_or_404(PlacementCompany.objects.with_statements(), slug=slug)
    statements = list(company.statements.all())
    now = standing.of(statements, standing.register_date())
    context = {
        "company": company,
        "standing": now,
        "next_step": next_step.after(now.kind),
        "statements": standing.public(statements),
        "cards": _newest(company.vacancies.all(), day, VACANCIES_OF_ONE),
        "crumbs": [(_("Companies"), reverse("jobs:company_list")), (company.name, "")],
        "demo_data": company.is_demo,
    }
    return render(request, "jobs/company_detail.html", context)
