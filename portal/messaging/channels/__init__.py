"""The ways out of the house, behind one small interface: a connection that is opened once for many letters.

with opener() as send:
    sending = send(letter)
    next(sending)       # until it stops with the reference, "" where the other side gives none

``send`` is a generator function. It pauses before the letter is out of our hands, and again wherever the other side takes
its time, so that whoever sends many can do something else meanwhile.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field

LONGEST_REFERENCE = 80  # signs


@dataclass(frozen=True)
class Letter:
    """A message ready to leave by one way. ``key``: a UUID, the same at each try, by which the other side knows it again."""

    key: str
    address: str  # e-mail address or number in E.164
    subject: str  # nothing personal; an SMS has none
    body: str
    language: str
    headers: dict = field(default_factory=dict)  # of an e-mail, e.g. List-Unsubscribe


class NotNow(Exception):
    """The other side is away, busy or slow: try again later. ``reason``: a code, without any address.

    ``is_about_letter``: it said so of this one alone; the next may go.
    """

    def __init__(self, reason, *, is_about_letter=False):
        super().__init__(reason)
        self.reason, self.is_about_letter = reason, is_about_letter


class Unanswered(NotNow):
    """The other side has the whole letter and did not say what it made of it: it may have arrived."""


class Refused(Exception):
    """The other side will never take this. ``reason``: a code. ``address_is_dead``: nor anything else for this address."""

    def __init__(self, reason, *, address_is_dead=False):
        super().__init__(reason)
        self.reason, self.address_is_dead = reason, address_is_dead


@contextmanager
def in_one_go(opener):
    """What ``opener`` opens, with a plain function ``send(letter) -> reference``, as all the others."""
    with opener() as send:

        def sending(letter):
            yield
            return send(letter)

        yield sending
