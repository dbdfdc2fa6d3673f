"""The closed lists of a registration; the field's own words, one code each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.choices import Education
from jobs.choices import Marital as Marital  # a rule about papers may ask for it too

# Of a person; a vacancy asks for one of Education, or for none.
SCHOOLS = [("none", _("Primary school not finished")), *Education.choices]


class OutlookKind(models.TextChoices):
    """Why a paper will not count when it is needed."""

    OVER = "over", _("Has run out")
    SHORT = "short", _("Ends too soon after departure")
    BEFORE_STEP = "before_step", _("Will have run out when it is needed")
    MAYBE = "maybe", _("May have run out when it is needed")


class Origin(models.TextChoices):
    """How a person or a registration came here."""

    WEB = "web", _("Typed by the person")
    ASSISTED = "assisted", _("Typed by an officer for the person")
    LIST = "list", _("From a list; not yet reached")


class WhosePhone(models.TextChoices):
    OWN = "own", _("My own")
    FAMILY = "family", _("Of my family")
    OTHER = "other", _("Of somebody who passes it on")


class ReasonToCorrect(models.TextChoices):
    """Why a field or a paper goes back to the person."""

    BLURRED = "blurred", _("Too blurred or dark to read")
    CUT_OFF = "cut_off", _("A part is cut off")
    STAMP_UNREADABLE = "stamp_unreadable", _("Stamp or signature can't be read")
    WRONG_PAPER = "wrong_paper", _("Another paper than the one asked for")
    NAME_DIFFERS = "name_differs", _("The name differs from the identity card")
    BIRTH_DATE_DIFFERS = "birth_date_differs", _("The birth date differs from the identity card")
    RAN_OUT = "ran_out", _("No longer valid")
    INCOMPLETE = "incomplete", _("Something is missing")
    OTHER = "other", _("Another reason")


class RejectionGround(models.TextChoices):
    """On what a head may reject (UU 18/2017 art. 5); the article is named in the decision."""

    UNDER_AGE = "under_age", _("Under 18")
    FALSE_PAPERS = "false_papers", _("A paper proved false")
    NOT_A_CITIZEN = "not_a_citizen", _("Not a citizen of Indonesia")
    NO_MIGRANT_WORK = "no_migrant_work", _("Not migrant work by law: study, training, own business")


class FlagKind(models.TextChoices):
    """Why somebody should look twice. Only ever a hint: a person decides (UU 27/2022 art. 10)."""

    NIK_MISMATCH = "nik_mismatch", _("NIK and birth date or sex say different things")
    LOOKS_ALIKE = "looks_alike", _("May be the same person as another file")
    PAPER_DOUBTED = "paper_doubted", _("A paper looks changed")
    DID_NOT_SIGN = "did_not_sign", _("Somebody says that they did not sign")
    TRAFFICKING = "trafficking", _("Signs of trafficking")
    HELD_BEFORE = "held_before", _("Ended while it was on hold")
