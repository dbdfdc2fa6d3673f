"""Papers that people hand in: what a file is, its content says, never its name or what the browser claims."""

import hashlib
import io
import re
import warnings
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_BYTES = 5 * 1024**2
MOST_PIXELS = 40_000_000  # a sheet of A4 at 600 dots per inch has 35 million
JPEG_QUALITY = 85
PDF, JPEG, PNG = "pdf", "jpg", "png"
CONTENT_TYPES = {PDF: "application/pdf", JPEG: "image/jpeg", PNG: "image/png"}
_PICTURES = {b"\xff\xd8\xff": (JPEG, "JPEG"), b"\x89PNG\r\n\x1a\n": (PNG, "PNG")}
# A scan has none of these: a programme, a file within the file, a password.
_NOT_IN_A_SCAN = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|Encrypt)\b")
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
    if _NOT_IN_A_SCAN.search(content):
        raise ValidationError(_("The PDF has a password or holds more than pages. Please scan the letter itself."))
    return content


def _drawn_anew(content, name):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pictures that are large; how large they may be is asked here
            picture = Image.open(io.BytesIO(content), formats=[name])
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("The picture has too many pixels. Please scan at a lower resolution."))
            picture = ImageOps.exif_transpose(picture)
            drawn = io.BytesIO()
            plain = picture.convert("L" if picture.mode in {"1", "L"} else "RGB")
            plain.save(drawn, name, quality=JPEG_QUALITY, optimize=True)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("The picture is damaged. Please scan the letter once more.")) from error
    return drawn.getvalue()


class ScanField(forms.FileField):
    """A scanned letter, cleaned to an Upload; None when none was chosen."""

    def __init__(self, **options):
        widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})
        super().__init__(required=False, widget=widget, **options)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        return read_upload(file) if file else None
