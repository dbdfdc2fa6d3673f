"""A handed-in picture is drawn anew: as large as an A4 sheet needs to be read, and nothing hanging on it."""

import io
import warnings
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

JPEG, PNG = "jpg", "png"
MOST_DOTS = 2_400  # of the longer side: the small print of an A4 sheet, some 200 dots per inch
MOST_KEPT = 1_000_000  # bytes of a drawn picture to aim at
QUALITIES = (82, 70, 58, 45)  # of a JPEG, the first that fits is taken
# A common JPEG is decoded at a fraction of its size, a few rows at a time; a telephone's largest has 200 million.
MOST_PIXELS_OF_PHOTO = 210_000_000
MOST_PIXELS = 40_000_000  # of grey, a sheet of A4 at 600 dots per inch has 35 million
# What can't be decoded smaller from the start takes up to 10 bytes a pixel. A coloured PNG so large is no scan.
FULLY_DRAWN_PIXELS = 16_000_000
# A progressive JPEG has some ten passes; each costs the whole picture's time, however few bytes it is.
MOST_PASSES = 100
_PASS = b"\xff\xda"
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # markers that give a JPEG's size and colours


def drawn_anew(content, name):
    """The kind (jpg or png) and bytes of a picture that Pillow calls ``name`` (JPEG, PNG), small, upright and bare.

    Raises ValidationError with a sentence for a damaged picture or one of too many pixels.
    """
    if content.count(_PASS) > MOST_PASSES and name == "JPEG":
        raise ValidationError(damaged())
    with _sentence_for_damage():
        picture = Image.open(io.BytesIO(content), formats=[name])
        _limit_pixels(picture, content)
        plain = _small_photo(picture) if name == "JPEG" else _small_scan(picture)
        plain.info.clear()  # comments and colour profiles, which would be written along
        if name == "PNG" and len(content) <= MOST_KEPT:
            return PNG, _written(plain, "PNG")
        return JPEG, _smallest_jpeg(plain)


def damaged():
    return _("The picture is damaged. Please photograph the paper once more.")


@contextmanager
def _sentence_for_damage():
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pictures that are large; how large they may be is asked here
            yield
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(damaged()) from error


def _limit_pixels(picture, content):
    """Refuse a picture that would fill the memory, before it is drawn."""
    most = FULLY_DRAWN_PIXELS
    if picture.mode in {"1", "L"}:
        most = MOST_PIXELS
    if picture.format == "JPEG" and _comes_row_by_row(content):
        most = MOST_PIXELS_OF_PHOTO
    if picture.width * picture.height > most:
        raise ValidationError(_("The picture has too many pixels. Please photograph or scan it smaller."))


def _comes_row_by_row(content):
    """Whether a JPEG's first pass has all its colours, at full depth: another one is kept whole until the last pass."""
    place, colours = 2, None
    while content[place : place + 1] == b"\xff":
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        if marker == 0xDA:
            return colours is not None and content[place + 4 : place + 5] == colours
        if marker in _FRAMES:
            if marker not in {0xC0, 0xC1}:
                return False
            colours = content[place + 9 : place + 10]
        place += 2 + length
    return False


def _small_photo(picture):
    share = min(1, MOST_DOTS / max(picture.size))
    picture.draft(None, (round(picture.width * share), round(picture.height * share)))
    small = _shrunk(picture)
    ImageOps.exif_transpose(small, in_place=True)
    return _on_white(small)


def _small_scan(picture):
    ImageOps.exif_transpose(picture, in_place=True)
    return _shrunk(_on_white(picture))  # white first: a palette's colours can't be mixed


def _shrunk(picture):
    picture.thumbnail((MOST_DOTS, MOST_DOTS), reducing_gap=2.0)
    return picture


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


def _smallest_jpeg(picture):
    """At most MOST_KEPT bytes where a quality allows it; what looks like noise stays larger."""
    for quality in QUALITIES:
        drawn = _written(picture, "JPEG", quality=quality)
        if len(drawn) <= MOST_KEPT:
            break
    return drawn


def _written(picture, name, **options):
    drawn = io.BytesIO()
    picture.save(drawn, name, optimize=True, **options)
    return drawn.getvalue()
