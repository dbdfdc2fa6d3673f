"""A vacancy outside of the site: code, QR, preview picture, receipt. None of them says more than the page does."""

from io import BytesIO

import pytest
import segno
from django.utils.translation import override
from PIL import Image

from jobs.share import views as share
from jobs.share.picture import HEIGHT, WIDTH, Facts, draw
from portal.lib import codes
from tests.factories.jobs import PlacementCompanyFactory, VacancyFactory

pytestmark = pytest.mark.django_db

LONGEST = 30_000  # bytes of a picture


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def drawn(monkeypatch):
    """The facts of each picture that was asked for."""
    seen = []
    monkeypatch.setattr(share, "draw", lambda facts: seen.append(facts) or draw(facts))
    return seen


def picture(client, vacancy, prefix="/en"):
    return client.get(f"{prefix}/lowongan/{vacancy.number}/gambar.png")


def test_a_picture_is_drawn_for_one_spelling_of_the_code_alone(client, drawn):
    vacancy = VacancyFactory()

    answer = client.get(f"/en/lowongan/{vacancy.number.lower().replace('-', '')}/gambar.png")

    assert (answer.status_code, answer["Location"]) == (302, f"/en/lowongan/{vacancy.number}/gambar.png")
    assert drawn == []


@pytest.mark.parametrize(
    ("facts", "kind", "state"),
    [
        ({"checked": True}, "ok", "Checked by an officer and open"),
        ({}, "info", "Published, not yet checked here"),
        ({"closed": True, "checked": True}, "off", "Not open for applications"),
        ({"closed": True}, "off", "Not open for applications"),
        ({"old": True}, "off", "Not open for applications"),
        ({"state": "open"}, "off", "Not open for applications"),  # open without its four proofs
        ({"checked": True, "placement_company__is_barred": True, "placement_company__slug": "x"}, "off", None),
    ],
)
def test_the_picture_calls_checked_only_what_wears_the_seal(client, drawn, facts, kind, state):
    if any(name.startswith("placement_company") for name in facts):
        facts = {"checked": True, "placement_company": PlacementCompanyFactory(is_barred=True)}

    picture(client, VacancyFactory(**facts))

    assert drawn[0].kind == kind
    assert state in {None, drawn[0].state}
    assert kind == "ok" or "hecked by an officer" not in f"{drawn[0].state} {drawn[0].note}"


def test_the_picture_is_small_and_may_be_kept(client):
    vacancy = VacancyFactory(title="Perawat lansia di panti jompo kota besar " * 6, checked=True)

    response = picture(client, vacancy)
    again = client.get(f"/en/lowongan/{vacancy.number}/gambar.png", headers={"if-none-match": response["ETag"]})

    assert response["Content-Type"] == "image/png"
    assert len(response.content) < LONGEST
    assert Image.open(BytesIO(response.content)).size == (WIDTH, HEIGHT)
    assert again.status_code == 304


def test_the_picture_bears_code_country_day_and_address(client, drawn):
    vacancy = VacancyFactory(checked=True)

    picture(client, vacancy)

    assert (drawn[0].code, drawn[0].iso2) == (vacancy.number, vacancy.destination.country_id)
    assert drawn[0].day.startswith("As of ")
    assert drawn[0].address == f"testserver/en/lowongan/{vacancy.number}/"


def test_a_demo_vacancy_says_so_in_its_picture(client, drawn):
    picture(client, VacancyFactory(is_demo=True))

    assert drawn[0].warning == "Example, not a real vacancy"


@pytest.mark.parametrize("title", ["", "x" * 400, "介護 Perawat", "a " * 300])
def test_any_title_can_be_drawn(title):
    facts = Facts("L-2222-2222-2", title, "?", "Negara", "off", "Keadaan", "Catatan", "Hari", "alamat")

    assert len(draw(facts)) < LONGEST


def test_a_picture_that_nobody_may_see_is_none(client):
    assert picture(client, VacancyFactory(state="draft")).status_code == 404


def test_a_shared_link_names_its_picture_by_full_address(client, settings):
    settings.PUBLIC_DOMAIN = "jalur.example"
    vacancy = VacancyFactory()

    page = text_of(client.get(vacancy.get_absolute_url()))

    address = f"http://jalur.example/lowongan/{vacancy.number}/"
    assert f'<meta property="og:image" content="{address}gambar.png">' in page
    assert f'<meta property="og:url" content="{address}">' in page


def test_the_square_on_the_page_holds_the_full_address(client):
    vacancy = VacancyFactory()
    address = f"http://testserver/lowongan/{vacancy.number}/"
    drawing = (
        segno.make(address, error="m", micro=False)
        .svg_inline(scale=4, border=4, svgclass=None, lineclass=None)
        .partition(">")[2]
    )

    assert drawing in client.get(vacancy.get_absolute_url()).content.decode()
    assert codes.parse(vacancy.number) == vacancy.number
    assert client.get(f"/lowongan/{vacancy.number}/")["Location"] == vacancy.get_absolute_url()


def test_the_receipt_names_vacancy_code_and_office(client, settings):
    settings.PUBLIC_BODY, settings.PUBLIC_PHONE = "Kantor Contoh", "0800-0000-0000"
    vacancy = VacancyFactory(placement_company=PlacementCompanyFactory(name="PT Contoh Cemara"))

    page = text_of(client.get(f"/lowongan/{vacancy.number}/tanda-terima/")).split("<main")[1].split("</main>")[0]

    for part in (vacancy.title, vacancy.number, "PT Contoh Cemara", "Kantor Contoh, 0800-0000-0000"):
        assert part in page


def test_a_receipt_reached_by_another_spelling_has_one_address(client):
    vacancy = VacancyFactory()

    response = client.get(f"/lowongan/{vacancy.number.lower()}/tanda-terima/")

    assert (response.status_code, response["Location"]) == (302, f"/lowongan/{vacancy.number}/tanda-terima/")


def test_the_picture_speaks_the_language_of_its_address(client, drawn):
    vacancy = VacancyFactory()

    picture(client, vacancy)
    with override("id"):
        picture(client, vacancy, "")

    assert [facts.state for facts in drawn] == ["Published, not yet checked here", "Terbit, belum dicek di sini"]
