"""Who is home again and what they need."""

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _

from portal.accounts.roles import Role
from portal.lib.dates import short_date
from registrations.desk.queue import short_name
from registrations.placements.home.experience import worked
from registrations.placements.models import Placement
from registrations.placements.models.home_need import Body
from registrations.placements.models.promised import PROMISED
from registrations.placements.workflow import HOME_AGAIN, State

ROWS = 25


def visible_to(by):
    """Cases of people who came home: of the office, of the regency; a village clerk sees those of the own village."""
    if by.role == Role.VILLAGE_CLERK:
        found = Placement.objects.filter(candidate__village=by.village_id, candidate__village__isnull=False)
    else:
        found = Placement.objects.visible_to(by)
    others = found.filter(state__in=sorted(HOME_AGAIN)).exclude(candidate__user=by.user)
    return others.select_related(
        "registration__candidate", "candidate", *PROMISED, "destination__country", "office__province"
    )


def page_of(by, after=None):
    """(at most ROWS rows, whether more follow): whoever is not recorded yet, then the others, each time who came last first.

    ``after``: number of the last of the page before.
    """
    recorded = Case(When(state=State.PURNA, then=Value(1)), default=Value(0))
    found = visible_to(by).annotate(is_recorded=recorded).order_by("is_recorded", "-state_since", "-pk")
    last = found.filter(number=after).first() if after else None
    if last:
        earlier = Q(state_since__lt=last.state_since) | Q(state_since=last.state_since, pk__lt=last.pk)
        found = found.filter(Q(is_recorded__gt=last.is_recorded) | Q(earlier, is_recorded=last.is_recorded))
    cases = list(found.prefetch_related("referrals__need")[: ROWS + 1])
    return [_row(case) for case in cases[:ROWS]], len(cases) > ROWS


def _row(case):
    open_ones = [one for one in case.referrals.all() if not one.outcome]
    return {
        "number": case.number,
        "name": short_name(case.candidate.name),
        "work": f"{case.destination}, {case.work}",
        "since": short_date(case.state_since.astimezone(case.office.zone).date()),
        "state": case.get_state_display(),
        "is_registered": case.state == State.PURNA,
        "needs": len(open_ones),
        "wanted": ", ".join(str(one.need.get_topic_display()) for one in open_ones),
    }


def referrals_of(case):
    """What was given to whom for this case, the newest first, each with what came of it."""
    rows = case.referrals.select_related("need").order_by("-pk")
    return [
        {
            "key": one.pk,
            "need": one.need.get_topic_display(),
            "to": one.get_to_display(),
            "since": short_date(one.referred_on),
            "outcome": one.get_outcome_display() if one.outcome else "",
            "label": one.get_outcome_display() if one.outcome else _("No outcome yet"),
            "look": "ok" if one.outcome else "info",
            "who": "" if one.outcome else _who_acts(one, case),
        }
        for one in rows
    ]


def _who_acts(referral, case):
    """To the person: who contacts whom, and that they may go there themselves."""
    if referral.to == Body.PROTECTION:
        return _("It belongs to %(office)s, which contacts you. You need not wait: you may go there.") % {
            "office": case.office
        }
    return _(
        "%(office)s asks there for you and writes here what came of it. You need not wait: you may go there yourself and show"
        " this page."
    ) % {"office": case.office}


def back_of(case):
    """The work and the return as recorded, as facts."""
    found, back = worked(case), case.on_record("home_coming")
    rows = (
        (_("Work"), found["job"]),
        (_("Country"), found["country"]),
        (_("Came home"), found["last"]),
        (_("Why home"), back.get_why_display() if back else ""),
        (_("How long"), found["months"]),
    )
    return [{"term": term, "value": value} for term, value in rows if value]
