"""What must be true of an event before a step: (event) -> a sentence, "" when nothing stands against it."""

from django.utils.translation import gettext as _

from portal.lib.dates import today_in


def has_a_day(event):
    return "" if event.starts_on else _("Say first on which day it is.")


def lies_ahead(event):
    if event.ends_on and event.ends_on < today_in(event.zone):
        return _("Its last day is over.")
    return ""


def has_begun(event):
    if event.starts_on and event.starts_on > today_in(event.zone):
        return _("It has not begun yet.")
    return ""


def counts_agree(event):
    """Where all parts of a count are known they make its total; the database holds it for each row by itself."""
    if any(count.disagreement() for count in event.counts.all()):
        return _("The parts of a count don't make its total. Correct one of them, with the reason.")
    return ""
