"""What must be true before a step: functions (registration) -> a sentence for the person, "" when content."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.lib.dates import WIB, today_in
from portal.lib.language import listed

# Said for every doubt about who somebody is: whether another registration holds the NIK is nobody's to know.
COME_WITH_YOUR_KTP = gettext_lazy(
    "We have to see your KTP before we can take this. Please bring it to the office; nothing is lost."
)
MIN_AGE = 18  # UU 18/2017 art. 5; counted on the day of handing in, the orders' own limits when applying


def complete(registration):
    if not (missing := registration.missing()):
        return ""
    return _("Still missing: %(fields)s.") % {"fields": listed(missing)}


def is_not_merged(registration):
    return str(COME_WITH_YOUR_KTP) if registration.candidate.merged_into_id else ""


def was_folded(registration):
    """Closed because of another file of the same person, not by the office."""
    last = registration.history.order_by("-pk").first()
    return "" if last and last.event == "fold" else _("This one was not closed by a merge.")


def of_age(registration):
    born = registration.candidate.birth_date
    if born is None or registration.candidate.age_on(today_in(WIB)) >= MIN_AGE:
        return ""
    return _("Registering is possible from 18 years on.")


def notice_was_read(registration):
    return "" if registration.notice_id else _("Please read how your data are used first.")


def has_an_office(registration):
    return "" if registration.office_id else _("No office is known for this place yet. Please ask the nearest office.")


def papers_to_submit_are_there(registration):
    if not (missing := registration.papers_missing_to_submit()):
        return ""
    return _("Still missing: %(papers)s.") % {"papers": listed(missing)}


def papers_accepted(registration):
    if not (waiting := registration.papers_not_accepted()):
        return ""
    return _("Not accepted yet: %(papers)s.") % {"papers": listed(waiting)}


def no_point_is_open(registration):
    left = registration.open_points().count()
    words = ngettext(
        "%(count)s point is marked to be corrected. Return the file, or take the point back.",
        "%(count)s points are marked to be corrected. Return the file, or take the points back.",
        left,
    )
    return words % {"count": left} if left else ""


def has_a_point_to_correct(registration):
    return "" if registration.open_points().exists() else _("Say what should be corrected, field by field.")


def every_point_corrected(registration):
    left = registration.open_points().count()
    words = ngettext("%(count)s thing is still to be corrected.", "%(count)s things are still to be corrected.", left)
    return words % {"count": left} if left else ""


def time_to_correct_is_over(registration):
    over = registration.return_by is not None and registration.return_by < today_in(registration.office.zone)
    return "" if over else _("There is still time to correct it.")


def is_not_held_back(registration):
    return _("It is on hold. The head has to release it first.") if registration.is_held_back else ""


def is_held_back(registration):
    return "" if registration.is_held_back else _("It is not on hold.")


def wants_two(registration):
    return "" if registration.needs_second_pair else _("One officer is enough for this file.")


def two_have_looked(registration):
    if not registration.needs_second_pair or registration.first_by_id:
        return ""
    return _("Another officer has to say yes first.")


def rejection_is_proposed(registration):
    return "" if registration.rejection_proposed_by_id else _("An officer has to propose this first.")
