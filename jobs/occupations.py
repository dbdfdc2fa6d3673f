"""From the words of a source to an ISCO-08 code: certain where one name means one occupation, else a suggestion."""

import csv
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jobs.models import Occupation
from jobs.names import title_key
from jobs.reference import DATA


@dataclass(frozen=True)
class Named:
    """Which occupations a name may mean. ``certain``: the one it means without a doubt, None when there is a doubt."""

    certain: str | None = None
    possible: tuple[str, ...] = ()


class OccupationNames:
    """Our occupations by their names in both languages, and by the synonyms of the packaged file.

    The whole name has to fit, case and spare spaces aside: "Perawat; pengasuh lansia" names two and so none.
    """

    def __init__(self):
        self._known = {}
        codes = set()
        for code, *names in Occupation.objects.order_by("pk").values_list("isco08", "title", "title_en"):
            codes.add(code)
            for name in filter(None, names):
                self._add(name, code, is_certain=True)
        with (DATA / "occupation_names.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["isco08"] in codes:
                    self._add(row["name"], row["isco08"], is_certain=row["certain"] == "yes")

    def _add(self, name, code, *, is_certain):
        self._known.setdefault(title_key(name), {})[code] = is_certain

    def of(self, text):
        """The Named of ``text``; without any occupation when it is none of the names."""
        found = self._known.get(title_key(text), {})
        if len(found) == 1 and all(found.values()):
            return Named(certain=next(iter(found)), possible=tuple(found))
        return Named(possible=tuple(found))


def suggestion_for(vacancy):
    """A sentence for the officer who has to choose its occupation, "" when it has one or the source names none."""
    said = {"said": vacancy.occupation_as_published}
    if vacancy.occupation_id or not said["said"]:
        return ""
    possible = Occupation.objects.filter(pk__in=OccupationNames().of(said["said"]).possible)
    if not possible:
        return _("The source says: %(said)s. No occupation here has this name, please choose one.") % said
    names = {"names": "; ".join(f"{work} (ISCO {work.pk})" for work in possible)}
    return _("The source says: %(said)s. It may be: %(names)s. Please choose.") % (said | names)
