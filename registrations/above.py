"""What rooms above say against something that begins or ends here. They keep the way on from a registration; this room knows
nothing of them.
"""

_ASKED = {}  # event of the table of moves, or BEGIN -> what is asked

_AT_REST = []
BEGIN = "begin"  # a draft: no step, as nothing was there before


def add(event, ask):
    """``ask``: (Candidate) -> a sentence for the person, "" when nothing stands against ``event``."""
    _ASKED.setdefault(event, []).append(ask)


def add_at_rest(ask):
    """``ask``: () -> a queryset of the keys of Candidates whom nobody reminds of anything any more."""
    _AT_REST.append(ask)


def without_those_at_rest(rows, candidate="candidate"):
    """``rows`` of people who may be reminded; ``candidate``: the way to the person."""
    for ask in _AT_REST:
        rows = rows.exclude(**{f"{candidate}__in": ask()})
    return rows


def against(event, candidate):
    """The first sentence that stands against ``event`` for this person; "" when none does."""
    return next((sentence for ask in _ASKED.get(event, ()) if (sentence := ask(candidate))), "")


def allows(event):
    """The same as a guard of a step."""
    return lambda registration: against(event, registration.candidate)
