"""Papers that people hand in: what a file is, its content says, never its name or what the browser claims."""

import hashlib
import io
import re
import warnings
import zlib
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_BYTES = 5 * 1024**2
MOST_PIXELS = 40_000_000  # a sheet of A4 at 600 dots per inch has 35 million
# Of more, a JPEG is drawn at half its width, 300 dots per inch; what can't be drawn smaller from the start is refused,
# for it takes up to 10 bytes a pixel. A coloured PNG so large wouldn't be a scan: that has more than MOST_BYTES.
FULLY_DRAWN_PIXELS = 16_000_000
JPEG_QUALITY = 85
PDF, JPEG, PNG = "pdf", "jpg", "png"
CONTENT_TYPES = {PDF: "application/pdf", JPEG: "image/jpeg", PNG: "image/png"}
_PICTURES = {b"\xff\xd8\xff": (JPEG, "JPEG"), b"\x89PNG\r\n\x1a\n": (PNG, "PNG")}
# A scan has none of these: a programme, a film, a file within the file, a form that sends itself, a password.
_NOT_IN_A_SCAN = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE|Encrypt)\b")
_SPELT_BY_NUMBER = re.compile(rb"#([0-9A-Fa-f]{2})")  # in a PDF /Java#53cript is /JavaScript
_STREAM = re.compile(rb"stream\r?\n")
_LIKE_OBJECTS = re.compile(rb"\s*[0-9]+\s+[0-9]")  # a stream of packed objects begins with their numbers
MOST_PACKED_BYTES = 16 * 1024**2  # of packed objects, unpacked
# A progressive JPEG has some ten passes; each costs the whole picture's time, however few bytes it is.
MOST_PASSES = 100
_PASS = b"\xff\xda"
_TAIL = 2048  # bytes in which a PDF says that it ends


@dataclass(frozen=True)
class Upload:
    """``kind``: pdf, jpg or png. ``digest``: SHA-256 of the file as it was sent, by which the same file is known."""

    kind: str
    content: bytes
    digest: str


def read_upload(file):
    """The Upload of a file from a form. A picture is drawn anew, which leaves its place and device behind.

    Raises ValidationError with a sentence for a file that is too large, damaged or of another kind.
    """
    if file.size > MOST_BYTES:
        raise ValidationError(_("The file is too large. At most %(most)s MB.") % {"most": MOST_BYTES // 1024**2})
    content = file.read()
    digest = hashlib.sha256(content).hexdigest()
    if content.startswith(b"%PDF-"):
        return Upload(PDF, _checked_pdf(content), digest)
    for start, (kind, name) in _PICTURES.items():
        if content.startswith(start):
            return Upload(kind, _drawn_anew(content, name), digest)
    raise ValidationError(_("This is neither a PDF nor a JPG or PNG."))


def _checked_pdf(content):
    if b"%%EOF" not in content[-_TAIL:]:
        raise ValidationError(_("The PDF is damaged. Please scan the letter once more."))
    if _holds_more_than_pages(content):
        raise ValidationError(_("The PDF has a password or holds more than pages. Please scan the letter itself."))
    return content


def _holds_more_than_pages(content):
    """What is written openly or packed as common writers pack it. It finds no artful hiding: no page shows a letter."""
    if _NOT_IN_A_SCAN.search(_spelt_out(content)):
        return True
    left = MOST_PACKED_BYTES
    for start in _STREAM.finditer(content):
        objects = _packed_objects(content, start.end(), left)
        left -= len(objects)
        if left <= 0 or _NOT_IN_A_SCAN.search(_spelt_out(objects)):
            return True
    return False


def _spelt_out(text):
    return _SPELT_BY_NUMBER.sub(lambda number: bytes([int(number[1], 16)]), text)


def _packed_objects(content, start, most):
    """At most ``most`` bytes of the packed objects that begin at ``start``; b"" when others lie there."""
    packed, unpacker = memoryview(content)[start:], zlib.decompressobj()
    try:
        head = unpacker.decompress(packed[:512], 64)
        if not _LIKE_OBJECTS.match(head):
            return b""
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""


def _drawn_anew(content, name):
    if content.count(_PASS) > MOST_PASSES and name == "JPEG":
        raise ValidationError(_("The picture is damaged. Please scan the letter once more."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pictures that are large; how large they may be is asked here
            picture = Image.open(io.BytesIO(content), formats=[name])
            _limit_pixels(picture)
            ImageOps.exif_transpose(picture, in_place=True)
            plain = _on_white(picture)
            plain.info.clear()  # comments and colour profiles, which would be written along
            drawn = io.BytesIO()
            plain.save(drawn, name, quality=JPEG_QUALITY, optimize=True)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("The picture is damaged. Please scan the letter once more.")) from error
    return drawn.getvalue()


def _limit_pixels(picture):
    """Refuse a picture that would fill the memory, before it is drawn; have a large photo drawn smaller."""
    pixels = picture.width * picture.height
    is_light = picture.mode in {"1", "L"} or (picture.format == "JPEG" and "progressive" not in picture.info)
    if pixels > (MOST_PIXELS if is_light else FULLY_DRAWN_PIXELS):
        raise ValidationError(_("The picture has too many pixels. Please scan at a lower resolution."))
    if pixels > FULLY_DRAWN_PIXELS and picture.format == "JPEG":
        picture.draft(None, (picture.width // 2, picture.height // 2))


def _on_white(picture):
    """As people see it: what can be seen through is white as paper, where it would be black."""
    if picture.has_transparency_data:
        seen = picture if picture.mode == "RGBA" else picture.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    if picture.mode.startswith("I"):  # 16 bits a point, of which Pillow would keep white alone
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    wanted = "L" if picture.mode in {"1", "L"} else "RGB"
    return picture if picture.mode == wanted else picture.convert(wanted)


class ScanField(forms.FileField):
    """A scanned letter, cleaned to an Upload; None when none was chosen."""

    def __init__(self, **options):
        widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})
        super().__init__(required=False, widget=widget, **options)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        return read_upload(file) if file else None
