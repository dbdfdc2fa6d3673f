"""The roles people act in, and the groups of roles that rules speak of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CITIZEN = "citizen", _("Citizen")
    REGENCY_OFFICER = "regency_officer", _("Regency officer")
    REGENCY_HEAD = "regency_head", _("Head of the regency office")
    PROVINCE_OFFICER = "province_officer", _("Province officer")
    BP3MI_OFFICER = "bp3mi_officer", _("BP3MI officer")
    BP3MI_HEAD = "bp3mi_head", _("Head of BP3MI")
    MINISTRY_ADMIN = "ministry_admin", _("Ministry administrator")
    IMMIGRATION_VIEWER = "immigration_viewer", _("Immigration officer")
    MISSION_OFFICER = "mission_officer", _("Officer of a mission abroad")
    VILLAGE_CLERK = "village_clerk", _("Village clerk")
    STEWARD = "steward", _("Event steward")


# Everybody has the citizen's role by having an account; all others come from a membership in an office.
STAFF_ROLES = frozenset(Role) - {Role.CITIZEN}
HEAD_ROLES = frozenset({Role.REGENCY_HEAD, Role.BP3MI_HEAD})
# They work on cases of their office. The others look something up or help at one place.
OFFICER_ROLES = HEAD_ROLES | {
    Role.REGENCY_OFFICER,
    Role.PROVINCE_OFFICER,
    Role.BP3MI_OFFICER,
    Role.MINISTRY_ADMIN,
    Role.MISSION_OFFICER,
}
# They have a counter, where a person stands in front of them. A province's office recaps and supervises, and the
# ministry invites heads anew; neither meets people, so neither opens accounts for them.
COUNTER_ROLES = HEAD_ROLES | {Role.REGENCY_OFFICER, Role.BP3MI_OFFICER}
# Given for a short time, for one village or one event; their people may have no e-mail address.
FIELD_ROLES = frozenset({Role.VILLAGE_CLERK, Role.STEWARD})
