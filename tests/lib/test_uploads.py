"""What a handed-in file is, its content says; what is no scan gets a sentence."""

import io
import zlib
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from PIL import Image, PngImagePlugin

from portal.lib import uploads
from portal.lib.uploads import read_upload

A_PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


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


def packed(objects):
    return A_PDF.replace(
        b"trailer", b"2 0 obj<</Type/ObjStm>>stream\n" + zlib.compress(objects) + b"endstream\ntrailer"
    )


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


def test_a_pdf_with_packed_objects_is_read_and_one_of_endless_ones_refused():
    assert read_upload(sent(packed(b"3 0 <</Type/Page>>"))).kind == "pdf"
    with pytest.raises(ValidationError, match="more than pages"):
        read_upload(sent(packed(b"3 0 " + bytes(uploads.MOST_PACKED_BYTES))))


def test_the_same_file_is_known_again_by_what_was_sent():
    assert read_upload(sent(picture())).digest == read_upload(sent(picture())).digest


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html><script>", "neither a PDF nor a JPG or PNG"),
        (b"", "neither a PDF nor a JPG or PNG"),
        (b"GIF89a" + bytes(50), "neither a PDF nor a JPG or PNG"),
        (A_PDF.replace(b"%%EOF", b""), "The PDF is damaged"),
        (A_PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>"), "more than pages"),
        (A_PDF.replace(b"/Catalog", b"/Catalog/AA<</O<</S/Java#53cript/JS(x)>>>>"), "more than pages"),
        (A_PDF.replace(b"/Catalog", b"/Catalog/Names<</EmbeddedFiles 3 0 R>>"), "more than pages"),
        (packed(b"3 0 <</S/JavaScript/JS(x)>>"), "more than pages"),
        (picture()[:-2] + b"\xff\xda" * 101 + b"\xff\xd9", "The picture is damaged"),
        (A_PDF.replace(b"trailer<<", b"trailer<</Encrypt 2 0 R"), "has a password"),
        (picture()[:200], "The picture is damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "The picture is damaged"),
    ],
)
def test_what_is_no_scan_gets_a_sentence(content, sentence):
    with pytest.raises(ValidationError, match=sentence):
        read_upload(sent(content))


def test_a_large_file_is_refused_before_it_is_read():
    def read():
        raise AssertionError

    with pytest.raises(ValidationError, match="At most 5 MB"):
        read_upload(SimpleNamespace(size=uploads.MOST_BYTES + 1, read=read))


@pytest.mark.parametrize(
    ("limit", "content"),
    [
        ("MOST_PIXELS", picture()),
        ("FULLY_DRAWN_PIXELS", picture("PNG")),
        ("FULLY_DRAWN_PIXELS", picture(progressive=True)),
    ],
    ids=["any", "coloured PNG", "progressive JPEG"],
)
def test_a_small_file_of_many_pixels_is_refused_before_it_is_drawn(monkeypatch, limit, content):
    monkeypatch.setattr(uploads, limit, 1000)

    with pytest.raises(ValidationError, match="too many pixels"):
        read_upload(sent(content))


def test_a_large_photo_is_drawn_at_half_its_width_and_a_large_grey_scan_as_it_is(monkeypatch):
    monkeypatch.setattr(uploads, "FULLY_DRAWN_PIXELS", 1000)

    sizes = [
        Image.open(io.BytesIO(read_upload(sent(content)).content)).size
        for content in (picture(), picture("PNG", mode="L"))
    ]

    assert sizes == [(20, 15), (40, 30)]
