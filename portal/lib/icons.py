"""The icons: one sprite file, of which a page carries only the symbols it shows."""

import re
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import mark_safe

SPRITE = Path(__file__).with_name("sprite.svg")

# Quotes of people's own text are escaped, so only our markup can match.
_USED = re.compile(r'href="#i-([a-z0-9]+)"')


@cache
def symbols():
    """Markup of every symbol by its name, in the order of the sprite."""
    found = re.findall(r'<symbol id="i-([a-z0-9]+)".*?</symbol>', SPRITE.read_text(encoding="utf-8"))
    whole = re.findall(r"<symbol .*?</symbol>", SPRITE.read_text(encoding="utf-8"))
    return dict(zip(found, whole, strict=True))


@cache
def icon(name, css="ic"):
    """Markup that shows an icon; the words beside it carry the meaning. An unknown name raises KeyError."""
    if name not in symbols():
        raise KeyError(f"There is no icon {name!r} in {SPRITE.name}.")
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', css, name)


def sprite_for(html):
    """The hidden sprite with just the symbols that ``html`` refers to; "" when it shows none.

    Reading the finished page finds the icons of includes, cached fragments and prepared markup alike.
    """
    names = dict.fromkeys(_USED.findall(html))
    if not names:
        return ""
    drawn = "".join(symbols()[name] for name in names)
    return mark_safe(f'<svg class="defs" width="0" height="0" aria-hidden="true"><defs>{drawn}</defs></svg>')  # noqa: S308 - our own file
