"""How many cases stand where, how long and how many of them late: for heads, without a name."""

from dataclasses import dataclass

from django.db.models import Count, Min

from portal.lib.dates import today_in
from portal.lib.money import number
from registrations.placements.recording.board import ON_BOARD
from registrations.placements.stations import column_of


@dataclass(frozen=True)
class Figures:
    label: str
    count: str
    late: str
    oldest: str  # days of the longest waiting, "" where nobody stands
    share: int  # of all, in hundredths
    is_column: bool
    address: str


def figures(scope, wish, zone):
    """Figures of each column of the board and of the states in it; what nobody stands in is left out."""
    found, today = wish.narrowed(scope).filter(state__in=ON_BOARD).order_by(), today_in(zone)
    of_state = {
        state: (count, since)
        for state, count, since in found.values_list("state").annotate(Count("pk"), Min("state_since"))
    }
    late = dict(found.filter(late_after__lt=wish.day).values_list("state").annotate(Count("pk")))
    total, lines = sum(count for count, _since in of_state.values()), []
    for column in dict.fromkeys(column_of(state) for state in ON_BOARD):
        states = [state for state in ON_BOARD if column_of(state) == column and state in of_state]
        if not states or wish.stasiun not in {"", column}:
            continue

        def line(label, among, address, *, is_column=False):
            count = sum(of_state[state][0] for state in among)
            since = min(of_state[state][1] for state in among)
            return Figures(
                label=str(label),
                count=number(count),
                late=number(sum(late.get(state, 0) for state in among)),
                oldest=number((today - since.astimezone(zone).date()).days),
                share=round(100 * count / total),
                is_column=is_column,
                address=address,
            )

        lines.append(line(column.label, states, wish.address(stasiun=column), is_column=True))
        lines += [line(state.label, [state], wish.address(tahap=state)) for state in states]
    return lines
