"""Files as people have them: usable ones are read alike, unusable ones get a sentence."""

import csv
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from django.utils import translation

from portal.lib import spreadsheets, tabular
from portal.lib.tabular import Table, Unusable, as_plain_text

COLUMNS = ("title", "places", "day")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def file(tmp_path):
    """A file with these bytes or this text."""

    def write(content, name="rows.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def sheet(tmp_path):
    def write(*rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "rows.xlsx")
        return tmp_path / "rows.xlsx"

    return write


def rows(path):
    with Table(path, COLUMNS) as table:
        read = list(table)
        assert table.row_count == len(read)
        return read


ONE = [(2, {"title": "Juru las", "places": "12", "day": "2026-07-17"})]


@pytest.mark.parametrize(
    "text",
    [
        "title,places,day\nJuru las,12,2026-07-17\n",
        "\ufefftitle,places,day\r\nJuru las,12,2026-07-17\r\n",
        "day,title,places\n2026-07-17,Juru las,12",
        "title;places;day\nJuru las;12;2026-07-17\n",
        'title,places,day\n"Juru las",12,2026-07-17\n\n,,\n',
    ],
)
def test_csv_is_read_with_mark_any_order_semicolons_and_blank_lines(file, text):
    assert rows(file(text)) == ONE


@pytest.mark.parametrize("day", ["2026-07-17", date(2026, 7, 17), datetime(2026, 7, 17)])  # noqa: DTZ001
@pytest.mark.parametrize("places", ["12", 12, 12.0])
def test_a_sheet_reads_like_the_same_csv_whatever_excel_typed(sheet, places, day):
    assert rows(sheet(COLUMNS, ("Juru las", places, day), (None, None, None))) == ONE


def test_a_formula_is_its_own_text(sheet, file):
    formula = '=HYPERLINK("https://contoh.test")'

    assert rows(sheet(COLUMNS, (formula, 1, "")))[0][1]["title"] == formula
    assert rows(file("title,places,day\n=1+1,1,\n"))[0][1]["title"] == "=1+1"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@A1", "\t=1", " =1", "\u00a0=1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20A1"],
)
def test_what_a_spreadsheet_would_run_goes_out_as_text(text):
    assert as_plain_text(text) == f"'{text}"


def test_behind_a_semicolon_and_in_a_new_line_nothing_is_run_either():
    assert as_plain_text("Maria;=1+1\r\n @A1; Taek") == "Maria;'=1+1\r\n '@A1; Taek"


def test_a_row_with_other_than_the_headers_cells_is_told_apart(file):
    assert rows(file("title,places,day\nJuru las,12\nJuru las,12,,x\n")) == [(2, None), (3, None)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "The file is empty."),
        ("\n\n", "The file is empty."),
        ("title,day\n", "Missing columns: 'places'."),
        ("title,places,day,title\n", "Columns that appear more than once: 'title'."),
        ("title,places,day,umur\n", "Columns that don't belong here: 'umur'."),
        ("title,places,day," + ",".join(f"k{n}" for n in range(4997)), "Columns that don't belong here: 'k0', 'k1', 'k2', 'k3', 'k4' and 4,992 more."),
        ('title,places,day\n"Juru las,12,\n', "The file can't be read as CSV from line 2 on: is a quotation mark missing?"),
        ("title,places,day\nJuru las\xe9".encode("latin-1"), "The file is not text in UTF-8. Please save it as CSV UTF-8 or as XLSX."),
        ("title,places,day\n".encode("utf-16"), "The file is not text in UTF-8. Please save it as CSV UTF-8 or as XLSX."),
        (b"title,places,day\n\xed\xa0\x80,1,\n", "The file is not text in UTF-8. Please save it as CSV UTF-8 or as XLSX."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "The file is not text in UTF-8. Please save it as CSV UTF-8 or as XLSX."),
        (bytes(5000), "The file is neither CSV nor XLSX."),
        (b"PK\x03\x04broken", "The spreadsheet is damaged and can't be read."),
    ],
)  # fmt: skip
def test_an_unusable_file_gets_a_sentence(file, content, sentence):
    with pytest.raises(Unusable) as refusal:
        Table(file(content), COLUMNS)

    assert str(refusal.value) == sentence


def test_a_missing_file_and_a_folder_get_a_sentence(tmp_path):
    for path, sentence in [
        (tmp_path / "no.csv", "There is no such file."),
        (tmp_path, "This is a folder, not a file."),
    ]:
        with pytest.raises(Unusable) as refusal:
            Table(path, COLUMNS)
        assert str(refusal.value) == sentence


def archive(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in members.items():
            pack.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"word/document.xml": "x"}, "The file is neither CSV nor XLSX."),
        ({"xl/workbook.xml": "<no"}, "The spreadsheet is damaged and can't be read."),
        ({"xl/workbook.xml": "", "xl/worksheets/sheet1.xml": bytes(3000)}, "The spreadsheet unpacks to more than this portal reads. Please save it as CSV."),
    ],
)  # fmt: skip
def test_other_archives_and_zip_bombs_get_a_sentence(file, monkeypatch, members, sentence):
    monkeypatch.setattr(spreadsheets, "MOST_UNPACKED_BYTES", 2000)

    with pytest.raises(Unusable) as refusal:
        Table(file(archive(**members)), COLUMNS)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/worksheets/sheet1.xml"])
def test_a_part_or_a_row_that_unpacks_to_a_huge_tree_gets_a_sentence(file, monkeypatch, part):
    book, members = io.BytesIO(), {}
    openpyxl.Workbook().save(book)
    with zipfile.ZipFile(book) as pack:
        members = {name: pack.read(name) for name in pack.namelist()}
    kind, inner = (b"styleSheet", b"<font/>") if "styles" in part else (b"worksheet", b"<c/>")
    opened, closed = (b"<fonts>", b"</fonts>") if "styles" in part else (b"<sheetData><row>", b"</row></sheetData>")
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    members[part] = b'<%s xmlns="%s">%s%s%s</%s>' % (kind, space, opened, inner * 50_000, closed, kind)
    monkeypatch.setattr(spreadsheets, "MOST_TREE_BYTES", 150_000)

    with pytest.raises(Unusable, match="unpacks to more than this portal reads"):
        Table(file(archive(**members), "rows.xlsx"), COLUMNS)


@pytest.mark.parametrize("part", ["styles", "worksheets/sheet1"])
def test_a_small_part_of_deep_or_many_elements_is_refused_before_it_fills_the_memory(sheet, file, monkeypatch, part):
    monkeypatch.setattr(spreadsheets, "MOST_TREE_SIGNS", 50_000)
    with zipfile.ZipFile(sheet(COLUMNS)) as pack:
        members = {name: pack.read(name) for name in pack.namelist()}
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    deep = b"<a>" * (spreadsheets.MOST_TREE_SIGNS + 1)
    members[f"xl/{part}.xml"] = b'<root xmlns="%s">%s' % (space, deep)
    assert len(deep) < spreadsheets.MOST_TREE_BYTES

    with pytest.raises(Unusable, match="unpacks to more than this portal reads"):
        Table(file(archive(**members), "rows.xlsx"), COLUMNS)


def as_excel_writes(sheet, file, shared, **changes):
    """A sheet of one row whose title is a shared text; ``changes``: what to do to a part, by the end of its name."""
    with zipfile.ZipFile(sheet(COLUMNS, ("TITLE", 12, "2026-07-17"))) as pack:
        members = {name: pack.read(name).decode() for name in pack.namelist()}
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace("</Types>", override)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    members["xl/sharedStrings.xml"] = f'<sst xmlns="{space}">{shared}</sst>'
    page = "xl/worksheets/sheet1.xml"
    members[page] = members[page].replace('t="inlineStr"><is><t>TITLE</t></is>', 't="s"><v>0</v>')
    return file(archive(**members | {name: change(members[name]) for name, change in changes.items()}), "excel.xlsx")


DECLARED = '<!DOCTYPE any [<!ENTITY long "a">]>'
TITLE = "<si><t>Juru las</t></si>"


@pytest.mark.parametrize(
    "shared",
    [
        TITLE,
        "<si><r><t>Juru </t></r><r><rPr><b/></rPr><t>las</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si>",
    ],
)
def test_a_shared_text_is_read_whole_and_without_its_pronunciation(sheet, file, shared):
    assert rows(as_excel_writes(sheet, file, shared)) == ONE


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_entities_by_which_a_small_file_grows_in_memory_are_refused_unread(sheet, file, part):
    with pytest.raises(Unusable, match="damaged"):
        Table(as_excel_writes(sheet, file, TITLE, **{part: lambda text: DECLARED + text.rpartition("?>")[2]}), COLUMNS)


def test_more_shared_texts_than_cells_could_use_are_refused(sheet, file, monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_SHARED_STRINGS", 100)

    with pytest.raises(Unusable, match="unpacks to more than this portal reads"):
        Table(as_excel_writes(sheet, file, TITLE + "<si><t/></si>" * 100), COLUMNS)


def test_a_sheet_is_as_long_as_it_likes_while_its_rows_are_short(sheet, monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_TREE_BYTES", 100_000)

    assert len(rows(sheet(COLUMNS, *[["Juru las", number, ""] for number in range(5_000)]))) == 5_000


def test_a_header_of_one_name_over_and_over_is_refused_at_once(file):
    with pytest.raises(Unusable, match="more than once"):
        Table(file(",".join([*COLUMNS, *["title"] * 300_000])), COLUMNS)


def test_more_rows_than_allowed_are_told_before_anything_is_read(file, monkeypatch):
    monkeypatch.setattr(tabular, "MOST_ROWS", 3)
    text = "title,places,day\n" + "Juru las,12,\n" * 4

    with pytest.raises(Unusable, match="more than 3 rows"):
        Table(file(text), COLUMNS)


def test_a_cell_of_ten_megabytes_is_read(file):
    buffer = io.StringIO()
    csv.writer(buffer).writerows([COLUMNS, ["x" * 10_485_760, "1", ""]])

    assert len(rows(file(buffer.getvalue()))[0][1]["title"]) == 10_485_760
