"""What a handed-in file is, its content says; what is no scan gets a sentence."""

import io
import threading
from types import SimpleNamespace

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from PIL import Image, PngImagePlugin

from portal.lib import pictures, uploads
from portal.lib.pdf_cleaner import MOST_PAGES, MOST_UNPACKED
from portal.lib.uploads import read_upload

A_PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def sent(content, size=None):
    return SimpleNamespace(size=len(content) if size is None else size, read=lambda: content)


def picture(kind="JPEG", size=(40, 30), mode="RGB", **options):
    file = io.BytesIO()
    Image.new(mode, size, "white").save(file, kind, **options)
    return file.getvalue()


def a_pdf(pages=1, content=b"0 0 9 9 re f", **saving):
    file, book = io.BytesIO(), pikepdf.new()
    for _page in range(pages):
        book.add_blank_page(page_size=(99, 99)).contents_add(content)
    book.save(file, **saving)
    return file.getvalue()


def a_pdf_full_of_tricks():
    """A page with a field filled in, and all that a PDF can carry besides."""
    file, book = io.BytesIO(), pikepdf.new()
    page, name = book.add_blank_page(page_size=(99, 99)), pikepdf.Name
    book.attachments["surat.exe"] = pikepdf.AttachedFileSpec(book, b"MZ trojan")
    action = pikepdf.Dictionary(S=name.JavaScript, JS="app.alert(1)")
    shown = pikepdf.Stream(book, b"(Marselina) Tj", Type=name.XObject, Subtype=name.Form, BBox=[0, 0, 9, 9], AF=action)
    field = pikepdf.Dictionary(
        Type=name.Annot, Subtype=name.Widget, FT=name.Tx, T="nama", Rect=[0, 0, 9, 9], F=4, AA={"/K": action}
    )
    field.AP = pikepdf.Dictionary(N=shown)
    link = {
        "/Type": name.Annot,
        "/Subtype": name.Link,
        "/Rect": [0, 0, 9, 9],
        "/A": {"/S": name.URI, "/URI": "http://x"},
    }
    page.obj.Annots = book.make_indirect([book.make_indirect(field), book.make_indirect(pikepdf.Dictionary(link))])
    page.obj.AA = pikepdf.Dictionary(O=action)
    book.Root.OpenAction = action
    book.Root.AcroForm = pikepdf.Dictionary(Fields=[page.obj.Annots[0]], XFA="<xfa/>")
    book.docinfo["/Author"] = "Rumah petugas"
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"), [(A_PDF, "pdf"), (picture(), "jpg"), (picture("PNG"), "png")], ids=["pdf", "jpg", "png"]
)
def test_the_content_says_what_a_file_is(content, kind):
    assert read_upload(sent(content)).kind == kind


def test_a_picture_leaves_its_place_and_whatever_hung_on_it_behind():
    exif = Image.Exif()
    exif[0x010E] = "Rumah petugas"
    content = picture(exif=exif) + b"<script>alert(1)</script>"
    assert b"Rumah petugas" in content

    kept = read_upload(sent(content)).content

    assert b"Rumah petugas" not in kept
    assert b"script" not in kept
    assert Image.open(io.BytesIO(kept)).size == (40, 30)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_comments_and_colour_profiles_stay_behind(kind):
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Rumah petugas")
    content = picture(kind, icc_profile=b"Rumah petugas" * 9, comment=b"Rumah petugas", pnginfo=told)
    assert Image.open(io.BytesIO(content)).info["icc_profile"]

    kept = read_upload(sent(content)).content

    assert b"Rumah petugas" not in kept
    assert not {"icc_profile", "comment", "Author"} & set(Image.open(io.BytesIO(kept)).info)


@pytest.mark.parametrize(
    ("mode", "ink", "paper", "kept"),
    [("RGBA", (0, 0, 0, 255), (0, 0, 0, 0), [(0, 0, 0), (255, 255, 255)]), ("I;16", 0x1000, 0xF000, [16, 240])],
    ids=["seen through", "16 bits"],
)
def test_a_letter_is_as_readable_as_it_came(mode, ink, paper, kept):
    letter, file = Image.new(mode, (2, 1), paper), io.BytesIO()
    letter.putpixel((0, 0), ink)
    letter.save(file, "PNG")

    seen = Image.open(io.BytesIO(read_upload(sent(file.getvalue())).content))

    assert [seen.getpixel((place, 0)) for place in (0, 1)] == kept


def test_of_a_pdf_its_pages_stay_alone_with_what_was_filled_in():
    kept = read_upload(sent(a_pdf_full_of_tricks())).content

    tricks = [
        b"JavaScript",
        b"alert",
        b"trojan",
        b"EmbeddedFile",
        b"AcroForm",
        b"XFA",
        b"Annot",
        b"http://x",
        b"petugas",
    ]
    assert [trick for trick in tricks if trick in kept] == []
    with pikepdf.open(io.BytesIO(kept)) as book:
        assert b"Marselina" in b"".join(one.read_bytes() for one in book.objects if isinstance(one, pikepdf.Stream))
        assert set(book.Root.keys()) == {"/Type", "/Pages"}


def test_a_large_photo_within_a_pdf_is_drawn_smaller():
    file = io.BytesIO()
    Image.effect_noise((2500, 900), 90).save(file, "PDF", quality=95)

    kept = read_upload(sent(file.getvalue())).content

    with pikepdf.open(io.BytesIO(kept)) as book:
        assert (
            next(one.Width for one in book.objects if isinstance(one, pikepdf.Stream) and "/Width" in one)
            == pictures.MOST_DOTS
        )
    assert len(kept) < len(file.getvalue()) / 2


def test_the_same_file_is_known_again_by_what_was_sent():
    assert read_upload(sent(picture())).digest == read_upload(sent(picture())).digest


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html><script>", "neither a PDF nor a JPG or PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "neither a PDF nor a JPG or PNG"),
        (b"GIF89a" + bytes(50), "neither a PDF nor a JPG or PNG"),
        (b"", "The file is empty"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "is a HEIC, which we can't read. iPhone"),
        (A_PDF.replace(b"%%EOF", b""), "The PDF is damaged"),
        (b"%PDF-1.7 <script>%%EOF", "The PDF is damaged"),
        (a_pdf(encryption=pikepdf.Encryption(owner="kantor", user="rahasia")), "locked with a password"),
        (a_pdf(encryption=pikepdf.Encryption(owner="kantor", user="")), "locked with a password"),
        (a_pdf(pages=MOST_PAGES + 1), "at most 50 pages"),
        (a_pdf(content=bytes(MOST_UNPACKED + 1)), "The PDF is damaged"),
        (picture()[:-2] + b"\xff\xda" * 101 + b"\xff\xd9", "The picture is damaged"),
        (picture()[:200], "The picture is damaged"),
        (b"\xff\xd8\xff<html><script>", "The picture is damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "The picture is damaged"),
    ],
)
def test_what_is_no_scan_gets_a_sentence(content, sentence):
    with pytest.raises(ValidationError, match=sentence):
        read_upload(sent(content))


def test_a_large_file_is_refused_before_it_is_read():
    def read():
        raise AssertionError

    with pytest.raises(ValidationError, match="At most 15 MB"):
        read_upload(SimpleNamespace(size=uploads.MOST_BYTES + 1, read=read))


def many_passes():
    """A common JPEG whose colours come one after the other: three passes, for which all of it is kept in memory."""
    content = picture()
    start = content.index(b"\xff\xda")
    return content[: start + 4] + b"\x01" + content[start + 5 :]


@pytest.mark.parametrize(
    ("limit", "content"),
    [
        ("MOST_PIXELS_OF_PHOTO", picture()),
        ("MOST_PIXELS", picture("PNG", mode="L")),
        ("FULLY_DRAWN_PIXELS", picture("PNG")),
        ("FULLY_DRAWN_PIXELS", picture(progressive=True)),
        ("FULLY_DRAWN_PIXELS", many_passes()),
    ],
    ids=["photo", "grey", "coloured PNG", "progressive JPEG", "colour by colour"],
)
def test_a_small_file_of_many_pixels_is_refused_before_it_is_drawn(monkeypatch, limit, content):
    monkeypatch.setattr(pictures, limit, 1000)

    with pytest.raises(ValidationError, match="too many pixels"):
        read_upload(sent(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_photo_is_drawn_upright_and_small(monkeypatch, kind):
    monkeypatch.setattr(pictures, "MOST_DOTS", 240)
    monkeypatch.setattr(pictures, "MOST_KEPT", 20_000)
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6  # held on its side
    Image.effect_noise((300, 200), 60).convert("RGB").save(file, kind, quality=95, exif=exif)

    kept = read_upload(sent(file.getvalue()))

    assert (kept.kind, Image.open(io.BytesIO(kept.content)).size) == ("jpg", (160, 240))
    assert len(kept.content) <= pictures.MOST_KEPT < len(file.getvalue())


def test_one_file_at_a_time_is_drawn_and_who_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_WAITING", 0.01)
    is_drawn = threading.Event()
    drawing = uploads._table.submit(is_drawn.wait)

    with pytest.raises(ValidationError, match="send it again in a minute"):
        read_upload(sent(picture()))

    is_drawn.set()
    drawing.result()
    monkeypatch.undo()
    assert read_upload(sent(picture())).kind == "jpg"
