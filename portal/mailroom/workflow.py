"""The life of an announcement."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.mailroom import permissions as may
from portal.workflow import Step


class AnnouncementState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Will be sent")
    RELEASED = "released", _("On its way")
    CANCELLED = "cancelled", _("Cancelled")


_S = AnnouncementState
# fmt: off
STEPS = {
    # event           from                                    to            who
    "schedule":  Step(frozenset({_S.DRAFT}),                  _S.SCHEDULED, may.change),
    "take_back": Step(frozenset({_S.SCHEDULED}),              _S.DRAFT,     may.change),
    "release":   Step(frozenset({_S.SCHEDULED}),              _S.RELEASED,  may.act_as_system),
    # Also when some of it has left: the rest stays here.
    "cancel":    Step(frozenset({_S.DRAFT, _S.SCHEDULED, _S.RELEASED}), _S.CANCELLED, may.stop),
    # Its author left the office or the role meanwhile.
    "drop":      Step(frozenset({_S.SCHEDULED}),              _S.CANCELLED, may.act_as_system),
}
# fmt: on
