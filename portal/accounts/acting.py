"""Who acts: a person in an office and role, a citizen, a stranger, or the system itself; and from where."""

from dataclasses import dataclass
from typing import Any

from portal.accounts.roles import HEAD_ROLES, Role
from portal.lib.dates import WIB


class ActRefused(Exception):
    """Who acts may not do this, or no longer: a sentence for the person; nothing has changed."""


@dataclass(frozen=True)
class Acting:
    """``user`` and ``membership`` are rows or None; ``system`` names a command or task; ``ip`` may be empty."""

    user: Any = None
    membership: Any = None
    system: str = ""
    ip: str = ""

    @classmethod
    def for_system(cls, name):
        """``name`` says which command or task acts, for the history: "sync_places"."""
        return cls(system=name)

    @property
    def user_id(self):
        return self.user.pk if self.user else None

    @property
    def office_id(self):
        return self.membership.office_id if self.membership else None

    @property
    def role(self):
        """A Role, or "" for strangers and the system."""
        if self.membership:
            return Role(self.membership.role)
        return Role.CITIZEN if self.user else ""

    @property
    def zone(self):
        """The ZoneInfo of the office one acts in; without an office WIB, as nobody tells where a person is."""
        return self.membership.office.zone if self.membership else WIB

    @property
    def village_id(self):
        """Of a village clerk the code of the own village, the only one the role reaches; else None."""
        return self.membership.village_id if self.membership else None

    @property
    def event_reference(self):
        """Of a steward the number of the one event the role reaches; else ""."""
        return self.membership.event_reference if self.membership else ""

    @property
    def is_system(self):
        return bool(self.system)

    def is_head_of(self, office_id):
        return self.role in HEAD_ROLES and office_id is not None and self.office_id == office_id

    def is_same_person(self, user_id):
        """Whether that account is the one that acts, in whatever office: nobody approves own acts or own files.

        ``user_id`` may be None (a file without an account): then it is somebody else.
        """
        return user_id is not None and self.user_id == user_id
