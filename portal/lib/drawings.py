"""Small drawings made of numbers: where am I on the path, how far are the papers. The words stand beside them."""

from functools import cache

from django.utils.safestring import mark_safe

_STATION = {
    "done": '<circle cx="{x}" cy="10" r="6" fill="var(--ok)"/>',
    "now": '<circle cx="{x}" cy="10" r="8" fill="var(--kunyit)" stroke="var(--tx)" stroke-width="3"/>',
    "next": '<circle cx="{x}" cy="10" r="5" fill="var(--bg)" stroke="var(--ctl)" stroke-width="2"/>',
    # The two stops after departure are square.
    "after": '<rect x="{left}" y="5" width="10" height="10" rx="2" fill="var(--bg)" stroke="var(--ctl)" stroke-width="2"/>',
}
_STEP = 24  # from station to station, in units of the drawing
_FIRST = 11
STATIONS, STOPS_AFTER = 6, 2

_PAPER = {
    "accepted": (
        '<circle cx="{x}" cy="10" r="7" class="f-o"/>'
        '<path d="M{left} 10.3l2.2 2.2 4-4.5" fill="none" stroke="var(--sf)" stroke-width="2"/>'
    ),
    "new": '<path d="M{x} 1l9 9-9 9-9-9z" class="f-k"/>',
    "returned": (
        '<path d="M{left} 3h6l4 4v6l-4 4h-6l-4-4V7z" class="f-n"/>'
        '<path d="M{cross} 7.5l5 5m0-5-5 5" stroke="var(--sf)" stroke-width="2"/>'
    ),
    "missing": (
        '<circle cx="{x}" cy="10" r="5.5" fill="var(--sf)" stroke="var(--ctl)" stroke-width="2" '
        'stroke-dasharray="2.5 2"/>'
    ),
}


def _state(number, station):
    if number > STATIONS:
        return "after"
    if number == station:
        return "now"
    return "done" if number < station else "next"


@cache
def mini_path(station):
    """The line with its six stations and two stops, a person standing at ``station`` (1 to 6)."""
    if not 1 <= station <= STATIONS:
        raise ValueError(f"There is no station {station}.")
    stops = []
    for number in range(1, STATIONS + STOPS_AFTER + 1):
        x = _FIRST + _STEP * (number - 1)
        stops.append(_STATION[_state(number, station)].format(x=x, left=x - 5))
    here = _FIRST + _STEP * (station - 1)
    travelled = f'<path d="M{_FIRST} 10H{here}" stroke="var(--ok)" stroke-width="4"/>' if station > 1 else ""
    return mark_safe(  # noqa: S308 - numbers and our own strings
        '<svg viewBox="0 0 192 20" aria-hidden="true">'
        f'<path d="M{here} 10H184" stroke="var(--ctl)" stroke-width="4" stroke-dasharray="1 7" stroke-linecap="round"/>'
        f"{travelled}{''.join(stops)}</svg>"
    )


def paper_dots(states):
    """One mark per paper of a station; ``states``: accepted, new, returned or missing, in the order of the papers."""
    width = 20 * len(states)
    marks = "".join(
        _PAPER[state].format(x=20 * place + 10, left=20 * place + 7, cross=20 * place + 7.5)
        for place, state in enumerate(states)
    )
    return mark_safe(  # noqa: S308 - numbers and our own strings
        f'<svg class="dots" viewBox="0 0 {width} 20" aria-hidden="true">'
        f'<path d="M10 10H{width - 10}" stroke="var(--rule)" stroke-width="3"/>{marks}</svg>'
    )
