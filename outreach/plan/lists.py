"""The events of an office by what is to be done with them, page by page behind a row."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jobs.search import capped_count
from outreach.choices import Mode
from outreach.models import Event, Session, Speaker
from outreach.workflow import OWES_REPORT, State
from portal.lib.dates import today_in

ROWS = 25
SOON = 7  # days
LOOKS = {
    State.DRAFT: "turn", State.PLANNED: "info", State.HELD: "turn", State.REPORTED: "info", State.RETURNED: "turn",
    State.CHECKED: "ok", State.CANCELLED: "off", State.SOURCED: "off",
}  # fmt: skip


class Tab(models.TextChoices):
    COMING = "datang", _("Coming")
    DRAFTS = "draf", pgettext_lazy("events", "Drafts")
    TO_REPORT = "lapor", _("To report")
    DONE = "selesai", _("Done")


@dataclass(frozen=True)
class Line:
    number: str
    title: str
    when: str
    place: str
    offices: str
    look: str
    state: str


def of_tab(by, tab):
    """Events that ``by`` works on. One that is over stands under "to report" though nobody wrote down that it was held."""
    found, day = Event.objects.visible_to(by), today_in(by.zone)
    if tab == Tab.COMING:
        return found.filter(state=State.PLANNED, ends_on__gte=day)
    if tab == Tab.TO_REPORT:
        return found.filter(Q(state__in=OWES_REPORT) | Q(state=State.PLANNED, ends_on__lt=day))
    if tab == Tab.DRAFTS:
        return found.filter(state=State.DRAFT)
    return found.filter(state__in=[State.REPORTED, State.CHECKED, State.CANCELLED])


def not_ready(by):
    """What begins within SOON days and has no place, or a speaker who has not confirmed."""
    day = today_in(by.zone)
    coming = of_tab(by, Tab.COMING).filter(starts_on__lte=day + timedelta(days=SOON))
    placeless = Q(Exists(Session.objects.filter(event=OuterRef("pk"), venue=None))) & ~Q(mode=Mode.DARING)
    return coming.filter(placeless | Q(Exists(Speaker.objects.filter(event=OuterRef("pk"), confirmed_on=None))))


def tabs(by):
    """(tab, its label, CappedCount)."""
    return [(tab.value, tab.label, capped_count(of_tab(by, tab))) for tab in Tab]


def page_of(by, tab, after=""):
    """(at most ROWS Events with what a row shows, the number of the last when more follow).

    What comes and what is owed with the nearest day first, drafts and what is done with the newest first.
    """
    found = of_tab(by, tab)
    last = found.filter(number=after).first() if after else None
    if tab in {Tab.DRAFTS, Tab.DONE}:
        found = (found.filter(pk__lt=last.pk) if last else found).order_by("-pk")
    else:
        if last:
            found = found.filter(starts_on__gte=last.starts_on).exclude(starts_on=last.starts_on, pk__lte=last.pk)
        found = found.order_by("starts_on", "pk")
    rows = list(found.prefetch_related("parties__office", "sessions__venue__regency")[: ROWS + 1])
    return rows[:ROWS], rows[ROWS - 1].number if len(rows) > ROWS else ""
