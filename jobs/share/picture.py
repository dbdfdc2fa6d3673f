"""The small picture that a messenger shows beside a shared link. It says no more than the page does, and of which day."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
MARGIN = 64
COLOURS = 24  # of the palette; keeps the file far below 30 kB
TITLE_LINES = 2
LARGE = (88, 80, 72, 64)  # of a title that fits on one line
# Colours of the design language (scss/_tokens.scss), by kind of seal: ground and ink of the state.
STATES = {"ok": ("#ddf2e6", "#0a5a3c"), "info": ("#e3e7f6", "#25347f"), "off": ("#f2f4fa", "#454b66")}
HEAD, INK, INK2, RING, LINE, TURN = "#171f52", "#15192e", "#454b66", "#25347f", "#f6bb2e", "#fff2cf"
# The packaged font ends with Latin letters; what lies beyond would be an empty box.
_LAST_LETTER = 0x24F


@dataclass(frozen=True)
class Facts:
    """All that is on it; two pictures of the same facts are the same bytes."""

    code: str
    title: str
    iso2: str  # "?" when no country is named
    country: str
    kind: str  # ok, info or off
    state: str  # the one line people remember
    note: str
    day: str
    address: str
    warning: str = ""  # of demo data or a practice site


@lru_cache(maxsize=64)
def draw(facts):
    """PNG bytes."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(image)
    _header(pen, facts)
    _place(pen, facts)
    _state(pen, facts)
    _foot(pen, facts)
    file = BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _write(pen, place, text, size, ink=INK, *, bold=False, anchor="la"):
    # The packaged font has one weight; an outline in the same ink makes it bold.
    pen.text(place, _letters(text), ink, _font(size), anchor=anchor, stroke_width=size / 48 if bold else 0)


@lru_cache(maxsize=16)
def _font(size):
    return ImageFont.load_default(size)


def _letters(text):
    return "".join(letter for letter in text if ord(letter) <= _LAST_LETTER)


def _header(pen, facts):
    pen.rectangle((0, 0, WIDTH, 96), HEAD)
    pen.rectangle((0, 96, WIDTH, 104), LINE)
    pen.circle((MARGIN + 22, 100), 20, HEAD, LINE, 7)
    pen.circle((MARGIN + 22, 100), 7, "white")
    _write(pen, (MARGIN + 64, 48), "Jalur Resmi", 44, "white", bold=True, anchor="lm")
    if facts.warning:
        room = pen.textlength(_letters(facts.warning), _font(28)) + 40
        pen.rounded_rectangle((WIDTH - MARGIN - room, 22, WIDTH - MARGIN, 74), 10, LINE)
        _write(pen, (WIDTH - MARGIN - room / 2, 48), facts.warning, 28, anchor="mm")


def _place(pen, facts):
    if facts.iso2 == "?":
        for start in range(0, 360, 30):
            pen.arc((MARGIN, 146, MARGIN + 84, 230), start, start + 16, INK2, 8)
    else:
        pen.circle((MARGIN + 42, 188), 42, "white", RING, 8)
    _write(pen, (MARGIN + 42, 188), facts.iso2, 32, bold=True, anchor="mm")
    _write(pen, (MARGIN + 108, 188), facts.country, 40, INK2, anchor="lm")
    _title(pen, _letters(facts.title), WIDTH - 2 * MARGIN)


def _title(pen, title, room):
    large = next((size for size in LARGE if _font(size).getlength(title) <= room), None)
    if large:
        _write(pen, (MARGIN, 316), title, large, bold=True, anchor="lm")
        return
    for place, line in enumerate(_wrapped(title, 58, room)):
        _write(pen, (MARGIN, 250 + 68 * place), line, 58, bold=True)


def _wrapped(text, size, width):
    """At most TITLE_LINES lines; what doesn't fit ends in dots."""
    font, lines, words = _font(size), [""], _letters(text).split()
    while words:
        longer = f"{lines[-1]} {words[0]}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
            words.pop(0)
        elif len(lines) < TITLE_LINES:
            lines.append("")
        else:
            lines[-1] += " ..."
            break
    while font.getlength(lines[-1]) > width:
        lines[-1] = f"{lines[-1].removesuffix('...').rstrip()[:-1]}..."
    return lines


def _state(pen, facts):
    ground, ink = STATES[facts.kind]
    pen.rounded_rectangle((MARGIN, 404, WIDTH - MARGIN, 520), 14, ground)
    centre = (MARGIN + 62, 462)
    if facts.kind == "off":
        for start in range(0, 360, 30):
            pen.arc((centre[0] - 32, 430, centre[0] + 32, 494), start, start + 16, ink, 7)
    else:
        pen.circle(centre, 34, ink)
        hand = [(-15, 1), (-4, 13), (17, -12)] if facts.kind == "ok" else [(0, -20), (0, 2), (15, 10)]
        pen.line([(centre[0] + x, centre[1] + y) for x, y in hand], "white", 8, joint="curve")
    _write(pen, (MARGIN + 120, 440), facts.state, 42, ink, bold=True, anchor="lm")
    _write(pen, (MARGIN + 120, 490), facts.note, 30, ink, anchor="lm")


def _foot(pen, facts):
    _write(pen, (MARGIN, 568), facts.code, 46, bold=True, anchor="lm")
    _write(pen, (WIDTH - MARGIN, 554), facts.day, 28, INK2, anchor="rm")
    _write(pen, (WIDTH - MARGIN, 592), facts.address, 26, INK2, anchor="rm")
