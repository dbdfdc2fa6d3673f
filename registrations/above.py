"""What rooms above say against something that begins or ends here. They keep the way on from a registration; this room knows
nothing of them.
"""

_ASKED = {}  # event of the table of moves, or BEGIN -> what is asked

BEGIN = "begin"  # a draft: no step, as nothing was there before


def add(event, ask):
    """``ask``: (Candidate) -> a sentence for the person, "" when nothing stands against ``event``."""
    _ASKED.setdefault(event, []).append(ask)


def against(event, candidate):
    """The first sentence that stands against ``event`` for this person; "" when none does."""
    return next((sentence for ask in _ASKED.get(event, ()) if (sentence := ask(candidate))), "")


def allows(event):
    """The same as a guard of a step."""
    return lambda registration: against(event, registration.candidate)
