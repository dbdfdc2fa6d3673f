"""What somebody asks the list of events for, and how its address says so."""

from dataclasses import dataclass

from django.db import models
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _


class EventShelf(models.TextChoices):
    COMING = "mendatang", _("Coming")
    PAST = "lalu", _("Past")


@dataclass(frozen=True)
class Wish:
    province: str = ""  # code
    regency: str = ""  # code; the province is its own then
    has_consultation: bool = False
    is_step_free: bool = False
    has_sign_language: bool = False
    shelf: EventShelf = EventShelf.COMING

    @property
    def area(self):
        return self.regency or self.province

    def place_query(self):
        """The place alone, as the feeds take it too."""
        if self.regency:
            return {"kabupaten": self.regency}
        return {"provinsi": self.province} if self.province else {}

    def pairs(self):
        """As in the address; what is usual is left out."""
        flags = {
            "konsultasi": self.has_consultation,
            "tanpa_tangga": self.is_step_free,
            "isyarat": self.has_sign_language,
        }
        return (
            self.place_query()
            | {name: "1" for name, is_wanted in flags.items() if is_wanted}
            | ({"rak": self.shelf.value} if self.shelf != EventShelf.COMING else {})
        )

    def address(self):
        return "?" + urlencode(self.pairs())
