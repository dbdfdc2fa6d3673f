"""Words of the way to departure, as the person reads them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobs.choices import Actor
from portal.lib.money import number
from registrations.placements.choices import FreezeReason

# Of the registration nothing is said here: its own page says what the person may know of it.
STANDSTILLS = {
    FreezeReason.COUNTRY: gettext_lazy("The country is closed for this work at the moment."),
    FreezeReason.COMPANY: gettext_lazy("The placement company may not place anybody at the moment."),
    FreezeReason.PERMIT: gettext_lazy("The company's permit to recruit is not in force at the moment."),
    FreezeReason.VACANCY: gettext_lazy("The vacancy is stopped at the moment."),
}
OFFER_IS_FREE = gettext_lazy("The check costs nothing. Buy no ticket and pay nobody before it is done.")


def whose_turn(case, step):
    """``Your turn.`` or who else has to act; a placement company by its name."""
    if step.actor == Actor.PERSON:
        return _("Your turn.")
    company = case.vacancy.placement_company if step.actor == Actor.P3MI and case.vacancy else None
    return _("Turn of: %(who)s.") % {"who": company or step.actor.label}


def how_long(case, step, paces):
    """The usual days since the step before: by history, else by the procedure and whether somebody has checked it.

    ``paces``: of ``pacing.paces_of(case)``. "" when nobody knows.
    """
    if pace := paces.get(step.milestone):
        return _by_history(pace)
    if step.days is None:
        return ""
    first, last = step.days
    if first == last:
        text = ngettext(
            "Usually %(last)d day after the step before.", "Usually %(last)d days after the step before.", last
        )
    else:
        text = _("Usually %(first)d to %(last)d days after the step before.")
    unchecked = "" if case.procedure.is_checked else _("Not checked yet.")
    return f"{text % {'first': first, 'last': last}} {unchecked}".strip()


def _by_history(pace):
    facts = {"first": pace.least, "last": pace.most, "people": number(pace.cases)}
    if pace.most == 0:
        return _("Usually on the same day as the step before, for %(people)s people; no promise.") % facts
    if pace.least == pace.most:
        text = ngettext(
            "Usually %(last)d day after the step before, for %(people)s people; no promise.",
            "Usually %(last)d days after the step before, for %(people)s people; no promise.",
            pace.most,
        )
        return text % facts
    return _("Usually %(first)d to %(last)d days after the step before, for %(people)s people; no promise.") % facts
