"""The list of one session as a form: who came, with which number."""

from registrations.placements.opp.forms import AttendanceRowForm, RestForm
from registrations.placements.opp.services import note_absence, note_attendance


class AttendanceList:
    """``rows``: SeatRows. ``refused``: {key of a seat: sentence} of an attempt to save, told at its row."""

    def __init__(self, rows, data=None, refused=None):
        self.is_bound = data is not None
        self.rest = RestForm(data)
        self.lines = [self._line(row, data, refused or {}) for row in rows]
        self.has_open = any(row.is_open for row in rows)

    def _line(self, row, data, refused):
        form = None
        if row.is_open:
            now = {"seen": row.case.version, "certificate_number": row.certificate}
            # What somebody else wrote down meanwhile was not in the form.
            is_given = data is not None and f"{row.case.number}-seen" in data
            form = AttendanceRowForm(data if is_given else None, prefix=row.case.number, initial=now)
            if row.seat.pk in refused:
                form = form.looking_again_at(row.case.version)
        return {"row": row, "form": form, "refused": refused.get(row.seat.pk, "")}

    @property
    def _given(self):
        return [(line["row"], line["form"]) for line in self.lines if line["form"] and line["form"].is_bound]

    def is_valid(self):
        return all([self.rest.is_valid(), *(form.is_valid() for _row, form in self._given)])

    def save(self, by):
        """Write down each person by a transaction of its own; returns (how many, {key of a seat: sentence why not})."""
        saved, refused = 0, {}
        for row, form in self._given:
            facts = form.facts
            if form.cleaned_data["came"]:
                _case, sentence = note_attendance(by, row.seat, **facts)
            elif self.rest.cleaned_data["rest_is_missing"]:
                _case, sentence = note_absence(by, row.seat, seen=facts["seen"])
            else:
                continue
            saved += not sentence
            if sentence:
                refused[row.seat.pk] = sentence
        return saved, refused
