"""The papers on the person's path: the own turn first, then the officer's, then what is accepted; later ones are locked."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.lib.dates import long_date
from portal.lib.language import listed, with_capital
from registrations.checklist import COMES_LATER, OF_PERSON, State, checklist_of
from registrations.stations import Station, standing
from registrations.workflow import State as RegistrationState

LOOKS = {
    State.RETURNED: "turn",
    State.RUNS_OUT: "turn",
    State.MISSING: "turn",
    State.WAITING_SCAN: "info",
    State.HANDED_IN: "info",
    State.ACCEPTED: "ok",
    State.LOCKED: "off",
}


@dataclass(frozen=True)
class Papers:
    """``rows``: open ones; ``later``: one row per station; ``counted``: how they stand, in words."""

    rows: list
    later: list
    counted: str
    is_whole: bool
    warns_of_health: bool

    @property
    def open_ones(self):
        """Rows that somebody still has to do something with."""
        return [row for row in self.rows if not row["is_settled"]]

    @property
    def settled(self):
        return [row for row in self.rows if row["is_settled"]]

    @property
    def settled_words(self):
        count = len(self.settled)
        return ngettext("%(count)s other paper", "%(count)s other papers", count) % {"count": count}


def of(registration, ask=None):
    """Papers of a registration whose candidate is loaded. ``ask``: see stations.reached."""
    found = checklist_of(registration, ask=ask)
    here = [entry for entry in found.entries if entry.state != State.LOCKED]
    here.sort(key=lambda entry: (list(State).index(entry.state), not entry.is_needed))
    station, _turn = standing(registration)
    is_draft = registration.state == RegistrationState.DRAFT
    return Papers(
        rows=[_row(entry, is_draft) for entry in here] if station else [],
        later=_later(found.later, found.station) if station else [],
        counted=_counted([entry for entry in here if entry.is_needed], is_draft),
        is_whole=found.is_whole,
        warns_of_health=any(entry.paper == "health" for entry in found.later),
    )


def _row(entry, is_draft):
    document = entry.document
    days = {
        State.HANDED_IN: (_("Sent on %(day)s."), document and document.handed_in_at),
        State.WAITING_SCAN: (_("Sent on %(day)s."), document and document.handed_in_at),
        State.ACCEPTED: (_("Accepted on %(day)s."), document and document.reviewed_at),
    }
    said, moment = days.get(entry.state, ("", None))
    day = said % {"day": long_date(moment.date())} if moment else ""
    is_kept = is_draft and entry.state == State.HANDED_IN  # no officer sees a draft
    is_idle = entry.state == State.MISSING and not entry.is_needed
    is_optional = "" if entry.is_needed else _("Only if an order asks for it.")
    return {
        "name": entry.name,
        "within": entry.paper.label,  # a sentence
        "address": reverse("papers:paper", args=[entry.paper]),
        "text": " ".join(filter(None, (day, entry.reason, is_optional))),
        "look": "off" if is_idle else "ok" if is_kept else LOOKS[entry.state],
        "label": _("The photo is there") if is_kept else entry.state_words,
        "is_hot": entry.is_needed and entry.state in OF_PERSON,
        "is_settled": is_idle or entry.state == State.ACCEPTED,
    }


def _later(entries, here):
    rows = []
    for station in Station:
        of_station = [entry for entry in entries if entry.station == station]
        if of_station:
            rows.append(
                {
                    "name": with_capital(listed(entry.paper.label for entry in of_station)),
                    "text": _("Opens when you are at: %(station)s.") % {"station": station.label}
                    if station > here
                    else COMES_LATER,
                    "label": _("Station %(number)s") % {"number": int(station)},
                }
            )
    return rows


def _counted(entries, is_draft):
    """ "3 accepted, 1 with an officer, 1 is your turn"; "" for none."""
    waiting = {State.WAITING_SCAN, State.HANDED_IN}
    counts = [
        (_("%(count)s accepted"), sum(entry.state == State.ACCEPTED for entry in entries)),
        (
            _("%(count)s there") if is_draft else _("%(count)s with an officer"),
            sum(entry.state in waiting for entry in entries),
        ),
        (_("%(count)s your turn"), sum(entry.state in OF_PERSON for entry in entries)),
    ]
    return ", ".join(words % {"count": count} for words, count in counts if count)
