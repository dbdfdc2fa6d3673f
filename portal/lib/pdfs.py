"""A handed-in PDF is written anew: its pages, without programmes, forms, links and files within."""

import subprocess
import sys
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.lib import pdf_cleaner

MOST_SECONDS = 60  # on the wall; the cleaner's own limit counts its work
_CLEANER = Path(pdf_cleaner.__file__)
_TAIL = 2048  # bytes in which a PDF says that it ends


def cleaned(content):
    """The bytes of the clean PDF. Raises ValidationError with a sentence: locked, too long, damaged."""
    if b"%%EOF" not in content[-_TAIL:]:
        raise ValidationError(_damaged())
    return _run(content)


def drawn(content):
    """The pages of a clean PDF as JPEGs. Raises ValidationError with a sentence."""
    drawing, pictures = _run(content, "draw"), []
    while drawing:
        end = 4 + int.from_bytes(drawing[:4])
        pictures.append(drawing[4:end])
        drawing = drawing[end:]
    return pictures


def _run(content, *wish):
    # -I: no folder of ours on its path; no environment: there are secrets in ours.
    command = [sys.executable, "-I", str(_CLEANER), *wish]
    try:
        run = subprocess.run(command, input=content, capture_output=True, env={}, timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        raise ValidationError(_too_much()) from None
    if run.returncode == pdf_cleaner.LOCKED:
        raise ValidationError(
            _("This PDF is locked with a password. Open it, save it without the password, or photograph the paper.")
        )
    if run.returncode == pdf_cleaner.TOO_MUCH:
        raise ValidationError(_too_much())
    if run.returncode:
        raise ValidationError(_damaged())
    return run.stdout


def _damaged():
    return _("The PDF is damaged. Please scan or photograph the paper once more.")


def _too_much():
    return _("The PDF is too long or too complicated: at most %(most)s pages. Please photograph the paper.") % {
        "most": pdf_cleaner.MOST_PAGES
    }
