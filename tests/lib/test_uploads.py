"""What a handed-in file is, its content says; what is no scan gets a sentence."""

import io
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from PIL import Image

from portal.lib import uploads
from portal.lib.uploads import read_upload

A_PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def sent(content, size=None):
    return SimpleNamespace(size=len(content) if size is None else size, read=lambda: content)


def picture(kind="JPEG", size=(40, 30), **options):
    file = io.BytesIO()
    Image.new("RGB", size, "white").save(file, kind, **options)
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


def test_a_small_file_of_many_pixels_is_refused_before_it_is_drawn(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_PIXELS", 1000)

    with pytest.raises(ValidationError, match="too many pixels"):
        read_upload(sent(picture("PNG")))
