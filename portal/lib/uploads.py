"""Papers that people hand in: what a file is, its content says, never its name or what the browser claims."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from portal.lib import pdfs
from portal.lib.pictures import JPEG, PNG, drawn_anew

MOST_BYTES = 15 * 1024**2  # as it is sent; what is kept of it is far smaller
PDF = "pdf"
CONTENT_TYPES = {PDF: "application/pdf", JPEG: "image/jpeg", PNG: "image/png"}
ACCEPTED = ".pdf,.jpg,.jpeg,.png"  # an iPhone that reads this turns its HEIC into JPG by itself
_PICTURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"}  # brands, at byte 8
# One file at a time is read and drawn in a process, however many its threads take in, and always by the same thread:
# each would keep the 100 MB of its largest picture, as the allocator gives every thread a heap of its own.
_table = ThreadPoolExecutor(max_workers=1, thread_name_prefix="uploads")
MOST_WAITING = 45  # seconds


@dataclass(frozen=True)
class Upload:
    """``kind``: pdf, jpg or png. ``digest``: SHA-256 of the file as it was sent, by which the same file is known."""

    kind: str
    content: bytes
    digest: str


def read_upload(file):
    """The Upload of a file from a form. What is kept is drawn or written anew: nothing hidden in it comes along.

    Raises ValidationError with a sentence for a file that is too large, damaged or of another kind.
    """
    if file.size > MOST_BYTES:
        raise ValidationError(_("The file is too large. At most %(most)s MB.") % {"most": MOST_BYTES // 1024**2})
    return _at_the_table(_read, file)


def as_pictures(upload):
    """The pages of an Upload as Uploads that are pictures: of a PDF each page, with the digest of the PDF.

    So an officer sees every paper in the same way, and no PDF from outside reaches the officer's machine. Raises
    ValidationError with a sentence.
    """
    if upload.kind != PDF:
        return [upload]
    return [Upload(JPEG, picture, upload.digest) for picture in _at_the_table(_draw, upload.content)]


def _at_the_table(act, *given):
    task = _table.submit(act, *given, get_language())
    try:
        return task.result(timeout=MOST_WAITING)
    except TimeoutError:
        task.cancel()
        raise ValidationError(_("Many people are sending papers now. Please send it again in a minute.")) from None


def _draw(content, language):
    with override(language):
        return pdfs.drawn(content)


def _read(file, language):
    with override(language):  # each thread has its own
        content = file.read()
        kind, clean = _clean(content)
        return Upload(kind, clean, hashlib.sha256(content).hexdigest())


def _clean(content):
    if not content:
        raise ValidationError(_("The file is empty. Please photograph the paper once more."))
    if content.startswith(b"%PDF-"):
        return PDF, pdfs.cleaned(content)
    for start, name in _PICTURES.items():
        if content.startswith(start):
            return drawn_anew(content, name)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise ValidationError(
            _(
                "This photo is a HEIC, which we can't read. iPhone: Settings, Camera, Formats, Most Compatible. Samsung:"
                " switch off “High efficiency pictures” in the camera's settings. Then photograph the paper again."
            )
        )
    raise ValidationError(_("This is neither a PDF nor a JPG or PNG."))


class ScanField(forms.FileField):
    """A scanned letter, cleaned to an Upload; None when none was chosen."""

    def __init__(self, **options):
        super().__init__(required=False, widget=forms.FileInput(attrs={"accept": ACCEPTED}), **options)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        return read_upload(file) if file else None
