"""The square that a telephone reads: a full address, drawn inline, so that it prints without another request."""

from functools import lru_cache

import segno
from django.utils.safestring import mark_safe

SCALE = 4  # pixels per module; at this size an old camera still reads it from paper
QUIET_MODULES = 4  # the white margin the standard asks for


def drawn(address):
    """Inline SVG of ``address``; M corrects 15 percent, enough for a fold or a stain."""
    code = segno.make(address, error="m", micro=False)
    # Made of ones and zeros alone: nothing of the address stands in the markup.
    drawn = code.svg_inline(scale=SCALE, border=QUIET_MODULES, svgclass=None, lineclass=None)
    size = code.symbol_size(scale=SCALE, border=QUIET_MODULES)[0]
    # Without it a smaller box would cut the code off instead of shrinking it.
    return mark_safe(drawn.replace("<svg ", f'<svg viewBox="0 0 {size} {size}" ', 1))  # noqa: S308


# A seventh of a vacancy page's computing, and the same for everybody: some two megabytes for the most read ones. What is
# one person's is drawn anew each time.
svg = lru_cache(maxsize=512)(drawn)
