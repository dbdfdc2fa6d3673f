"""The life of a draft of a rule."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs import permissions as may
from portal.workflow import Step


class DraftState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("Waiting for the second person")
    PUBLISHED = "published", _("Published")
    DROPPED = "dropped", _("Dropped")


# fmt: off
STEPS = {
    # event           from                                                  to                   who                only if
    "hand_in":   Step(frozenset({DraftState.DRAFT}),                        DraftState.WAITING,   may.change_draft),
    "take_back": Step(frozenset({DraftState.WAITING}),                      DraftState.DRAFT,     may.change_draft),
    "return":    Step(frozenset({DraftState.WAITING}),                      DraftState.DRAFT,     may.publish_draft, needs_reason=True),
    "publish":   Step(frozenset({DraftState.WAITING}),                      DraftState.PUBLISHED, may.publish_draft, stamp="published_by"),
    "drop":      Step(frozenset({DraftState.DRAFT, DraftState.WAITING}),    DraftState.DROPPED,   may.change_draft),
}
# fmt: on
