"""What an invitation and the membership it becomes have in common: the role as it is given."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import HEAD_ROLES, Role
from portal.lib import codes

# The last day counts too.
LONGEST = {Role.VILLAGE_CLERK: 90, Role.STEWARD: 30}  # days
EVENT_NUMBER = rf"^{codes.EVENT}-[{codes.ALPHABET}]{{4}}-[{codes.ALPHABET}]{{4}}-[{codes.ALPHABET}]$"


class Standing(models.TextChoices):
    """A head in somebody's place: for a day or two (Plh), or while the post is empty (Plt)."""

    PLH = "plh", _("Plh (daily deputy)")
    PLT = "plt", _("Plt (acting)")


_WITH_STANDING = {Standing.PLH: _("%(role)s, daily deputy (Plh)"), Standing.PLT: _("%(role)s, acting (Plt)")}


def role_in_words(role, standing):
    """``Plh. Kepala BP3MI``; takes the codes, ``standing`` "" for whoever holds the post."""
    label = str(Role(role).label)
    return _WITH_STANDING[standing] % {"role": label} if standing else label


class Granted(models.Model):
    office = models.ForeignKey(
        "places.Office", on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("office")
    )
    role = models.CharField(
        _("role"), max_length=20, choices=[choice for choice in Role.choices if choice[0] != Role.CITIZEN]
    )
    standing = models.CharField(_("standing"), max_length=3, choices=Standing.choices, blank=True)
    village = models.ForeignKey(
        "places.Village", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("village")
    )
    # The public number of the event (portal.lib.codes), not a key: events live on a floor above.
    event_reference = models.CharField(_("event number"), max_length=14, blank=True)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)  # None: no end set

    Standing = Standing

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_dates_are_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="%(class)s_of_a_village_clerk_alone_names_a_village",
                condition=Q(role=Role.VILLAGE_CLERK, village__isnull=False)
                | (~Q(role=Role.VILLAGE_CLERK) & Q(village=None)),
            ),
            models.CheckConstraint(
                name="%(class)s_of_a_steward_alone_names_an_event",
                condition=Q(role=Role.STEWARD, event_reference__regex=EVENT_NUMBER)
                | (~Q(role=Role.STEWARD) & Q(event_reference="")),
            ),
            *(
                models.CheckConstraint(
                    name=f"%(class)s_of_a_{role}_lasts_{days}_days_at_most",
                    condition=~Q(role=role)
                    | Q(valid_to__isnull=False, valid_to__lt=F("valid_from") + timedelta(days=days)),
                )
                for role, days in LONGEST.items()
            ),
            models.CheckConstraint(
                name="%(class)s_of_an_acting_head_has_an_end",
                condition=Q(standing="")
                | Q(valid_to__isnull=False, role__in=sorted(role.value for role in HEAD_ROLES)),
            ),
        ]

    @property
    def role_label(self):
        """The role as people read it, with Plh or Plt, the village or the event."""
        where = str(self.village) if self.village_id else self.event_reference
        return " ".join(filter(None, (role_in_words(self.role, self.standing), where)))
