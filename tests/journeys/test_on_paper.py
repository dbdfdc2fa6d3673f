"""What people take home on paper: one sheet of A4 each."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from jobs import reference
from jobs.choices import FigureKind
from jobs.figures import OF_ONE_PROVINCE
from jobs.guide.reading import pages, papers, schemes
from jobs.models import CostRule, Occupation, PaperRule, ProcedureRule, ProofRule
from outreach.choices import Topic
from outreach.workflow import State
from tests.factories.jobs import CostItemFactory, DestinationFactory, PublishedFigureFactory, VacancyFactory
from tests.factories.outreach import EventFactory, VenueFactory
from tests.factories.places import CountryFactory, OfficeFactory, ProvinceFactory

pytestmark = pytest.mark.django_db(transaction=True)
MARGINS = dict.fromkeys(("top", "bottom", "left", "right"), "12mm")


def sheets(page, address):
    page.goto(address)
    return page.pdf(format="A4", margin=MARGINS).count(b"/Type /Page\n")


@pytest.fixture
def _packaged_rules():
    """The rules that pages of the guide print, as sync_jobs brings them."""
    DestinationFactory(country=CountryFactory(iso2="MY"))
    works = reference._read("occupations.csv")
    Occupation.objects.bulk_create(Occupation(**{n: row[n] for n in ("isco08", "title", "title_en")}) for row in works)
    for model, row_of, file in (
        (ProcedureRule, reference._procedure, "procedures.csv"),
        (ProofRule, reference._proof_rule, "proofs.csv"),
    ):
        model.objects.bulk_create(model(**case, **facts) for case, facts in map(row_of, reference._read(file)))
    papers = [reference._paper_rule(row, {}) for row in reference._read("papers.csv") if not row["iso2"]]
    PaperRule.objects.bulk_create(PaperRule(**case, **facts) for case, facts in papers)
    rules = [reference._cost_rule(row, {}) for row in reference._read("cost_rules.csv") if not row["iso2"]]
    CostRule.objects.bulk_create(CostRule(**case, **facts) for case, facts in rules)


def guide(*names):
    known = {"guide:page": pages(), "guide:scheme": schemes(), "guide:paper": papers()}
    return [reverse(name, args=args) for name in names for args in ([[slug] for slug in known.get(name, [])] or [[]])]


@pytest.mark.usefixtures("_packaged_rules")
@pytest.mark.parametrize("names", [("guide:index", "guide:papers", "guide:page", "guide:scheme"), ("guide:paper",)])
def test_each_page_of_the_guide_fits_on_one_sheet(page, names):
    found = {address: sheets(page, address) for address in guide(*names)}

    assert {address: count for address, count in found.items() if count != 1} == {}


@pytest.mark.usefixtures("_packaged_rules")
def test_its_fullest_pages_fit_in_english_too(page):
    fullest = (("guide:page", "biaya"), ("guide:scheme", "lewat-perusahaan"), ("guide:paper", "paspor"))
    with override("en"):
        addresses = [reverse(name, args=[slug]) for name, slug in fullest]

    assert [sheets(page, address) for address in addresses] == [1, 1, 1]


@pytest.mark.usefixtures("_packaged_rules")
def test_a_vacancy_with_all_its_facts_fits_on_one_sheet(page):
    helper = Occupation.objects.get(isco08="9111")
    facts = {"description": "Memasak, mencuci, dan membersihkan rumah satu keluarga.", "scheme": "P_TO_P"}
    vacancy = VacancyFactory(checked=True, occupation=helper, age_min=21, age_max=45, quota_total=3, **facts)
    for component in ("ticket_out", "visa", "training", "company_fee", "medical", "skck"):
        CostItemFactory(vacancy=vacancy, component=component, payer="EMPLOYER")

    assert sheets(page, vacancy.get_absolute_url()) == 1


def test_the_figures_of_a_province_fit_on_one_sheet(page):
    province = ProvinceFactory(code="52", name="Nusa Tenggara Barat")
    for kind in FigureKind:
        for year in range(2010, 2010 + OF_ONE_PROVINCE):
            source = {"source_name": "Harian Contoh Mataram", "source_url": f"https://contoh.test/berita/{year}/angka"}
            facts = {"period_from": str(year), "period_to": str(year), "note": "kurang lebih, menurut dinas"}
            PublishedFigureFactory(kind=kind, country=None, country_name="", province=province, **facts, **source)

    address = reverse("jobs:province_sheet", args=["52"])
    assert [sheets(page, f"{language}{address}") for language in ("", "/en")] == [1, 1]


def test_what_hangs_on_a_wall_fits_on_one_sheet(page):
    title = "Sosialisasi peluang kerja luar negeri dan migrasi aman bagi warga kecamatan perbatasan"
    venue, office = VenueFactory(name="Gedung Serbaguna Contoh"), OfficeFactory(labour=True)
    for _ in range(4):
        event = EventFactory(title=title, state=State.PLANNED, topics=list(Topic), office=office, sessions__venue=venue)
        VacancyFactory(checked=True, title="Perawat lansia di panti, gelombang pertama", city="Kaohsiung")

    found = [
        sheets(page, reverse("outreach:poster", args=[event.number])),
        sheets(page, reverse("outreach:notices", args=[venue.regency_id])),
    ]

    assert found == [1, 1]
