"""What the person sees of the many legal states: few stations, and whose turn it is."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.choices import DueStep, Paper
from registrations.workflow import State


class Station(models.IntegerChoices):
    REGISTER = 1, _("Register and be checked")
    APPLY = 2, _("Apply and be selected")
    AGREE = 3, _("Placement agreement and cost table")
    PREPARE = 4, _("Health, skill, passport")
    INSURE = 5, _("Social security and visa")
    LEAVE = 6, _("Orientation, work contract, departure")


class Turn(models.TextChoices):
    PERSON = "person", _("Your turn")
    OFFICE = "office", _("The office's turn")
    NOBODY = "nobody", _("Nobody's turn")


# fmt: off
# state             station, whose turn; None: the way has ended
OF_STATE = {
    State.DRAFT:     (Station.REGISTER, Turn.PERSON),
    State.SUBMITTED: (Station.REGISTER, Turn.OFFICE),
    State.IN_REVIEW: (Station.REGISTER, Turn.OFFICE),
    State.RETURNED:  (Station.REGISTER, Turn.PERSON),
    State.ON_HOLD:   (Station.REGISTER, Turn.OFFICE),
    State.VERIFIED:  (Station.REGISTER, Turn.OFFICE),   # until its number in SISKOP2MI is recorded
    State.REJECTED:  (None, Turn.NOBODY),
    State.LAPSED:    (None, Turn.NOBODY),
    State.WITHDRAWN: (None, Turn.NOBODY),
    State.CLOSED:    (None, Turn.NOBODY),
}
# fmt: on


# Where a person gets a paper; a rule that wants it earlier moves it to the station of its step.
OF_PAPER = {
    Paper.KTP: Station.REGISTER,
    Paper.KK: Station.REGISTER,
    Paper.MARITAL: Station.REGISTER,
    Paper.DIPLOMA: Station.REGISTER,
    Paper.AK1: Station.REGISTER,
    Paper.JKN: Station.REGISTER,
    Paper.PHOTO: Station.REGISTER,
    Paper.LANGUAGE: Station.APPLY,
    Paper.CONSENT: Station.AGREE,
    Paper.PLACEMENT_AGREEMENT: Station.AGREE,
    Paper.CALL_LETTER: Station.AGREE,
    Paper.EMPLOYER_PROFILE: Station.AGREE,
    Paper.OWN_RISK: Station.AGREE,
    Paper.LEAVE_LETTER: Station.AGREE,
    Paper.HEALTH: Station.PREPARE,
    Paper.COMPETENCE: Station.PREPARE,
    Paper.BIRTH: Station.PREPARE,
    Paper.RECOMMENDATION: Station.PREPARE,
    Paper.SKCK: Station.PREPARE,
    Paper.PASSPORT: Station.PREPARE,
    Paper.BPJS_TK: Station.INSURE,
    Paper.VISA: Station.INSURE,
    Paper.OPP_CERT: Station.LEAVE,
    Paper.WORK_CONTRACT: Station.LEAVE,
    Paper.E_CARD: Station.LEAVE,
}
OF_STEP = {
    DueStep.SUBMITTED: Station.REGISTER,
    DueStep.VERIFIED: Station.REGISTER,
    DueStep.PLACEMENT_AGREED: Station.AGREE,
    DueStep.MEDICAL: Station.PREPARE,
    DueStep.PASSPORT: Station.PREPARE,
    DueStep.VISA: Station.INSURE,
    DueStep.OPP: Station.LEAVE,
    DueStep.E_CARD: Station.LEAVE,
    DueStep.DEPARTED: Station.LEAVE,
}


def station_of(paper, due):
    """The Station at which a paper is shown; ``due``: its DueStep, "" when nobody has written it down."""
    return min(OF_PAPER[paper], OF_STEP[due]) if due else OF_PAPER[paper]


@dataclass(frozen=True)
class Reached:
    """How far a person's papers are asked for: up to a Station (None: the way has ended), and before these DueSteps.

    ``ahead``: papers that a step which can't be taken yet brings about; ``kept``: those that the office writes down itself.
    """

    station: Station | None
    dues: frozenset = frozenset()
    ahead: frozenset = frozenset()
    kept: frozenset = frozenset()

    def waits_for(self, paper, due, station):
        """Whether nobody can ask for this paper yet, which stands at ``station`` and is needed before the DueStep ``due``."""
        return due not in self.dues and (station > self.station or paper in self.ahead)


# Rooms above keep the way on from the second station; each says how far a registration has come there.
_WAYS = []


def add_way(ask):
    """``ask``: (registration) -> Reached, None when it knows of no way of this registration."""
    _WAYS.append(ask)


def reached(registration, ask=None):
    """Reached: by the registration itself, and by every way that went on from it.

    ``ask``: as given to ``add_way``, for a page that knows the ways already; None: all of them are asked.
    """
    station, _turn = standing(registration)
    if station != Station.APPLY:
        return Reached(station)
    ways = [found for one in ([ask] if ask else _WAYS) if (found := one(registration))]
    together = {name: frozenset().union(*(getattr(way, name) for way in ways)) for name in ("dues", "ahead", "kept")}
    return Reached(max([station, *(way.station for way in ways)]), **together)


def standing(registration):
    """(Station or None, Turn). Verified and recorded, one waits at the second station, and the next act is one's own."""
    if registration.state == State.VERIFIED and registration.official_id:
        return Station.APPLY, Turn.PERSON
    return OF_STATE[State(registration.state)]
