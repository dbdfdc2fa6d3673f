"""What the person sees of the many legal states: few stations (ARCHITECTURE 4b), and whose turn it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

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


def standing(registration):
    """(Station or None, Turn). Verified and recorded, one waits at the second station, and the next act is one's own."""
    if registration.state == State.VERIFIED and registration.official_id:
        return Station.APPLY, Turn.PERSON
    return OF_STATE[State(registration.state)]
