"""Acts of coming home: the return, the arrival checklist with its referrals, the record of being home, the new beginning."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.acting import ActRefused
from portal.audit.services import record
from portal.lib.dates import today_in
from portal.workflow import StepRefused
from registrations import services as registering
from registrations.own.reading import newest_of
from registrations.placements import permissions as may
from registrations.placements.home import again
from registrations.placements.models import ExperienceSheet, HomeComing, HomeNeed, Placement, Purna, Referral
from registrations.placements.models.home_need import HELPS
from registrations.placements.recording.services import record_step
from registrations.placements.workflow import HOME_AGAIN
from registrations.wizard.services import begin
from registrations.workflow import UNDECIDED

NOT_HOME = _("This is for whoever has come home.")
NOT_YOURS = _("This step is not open to you now.")


def come_home(by, case, *, seen, **facts):
    """The person says that they are back; ``facts``: columns of HomeComing. Raises StepRefused."""
    return record_step(by, case, "come_home", seen=seen, evidence=HomeComing(**facts))


@transaction.atomic
def save_needs(by, case, answers):
    """Keep ``answers`` ({topic: answer}); a yes is given to whoever can help, and one taken back ends that.

    Sent twice it has one effect. Raises ActRefused.
    """
    case = Placement.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.state not in HOME_AGAIN:
        raise ActRefused(NOT_HOME)
    if not (may.act_as_candidate(by, case) or may.record_at_home(by, case)):
        raise ActRefused(NOT_YOURS)
    known = {need.topic: need for need in HomeNeed.objects.filter(placement=case)}
    for topic, answer in answers.items():
        if topic in known and known[topic].answer == answer:
            continue
        facts = {"answer": answer, "membership": by.membership}
        need, _new = HomeNeed.objects.update_or_create(placement=case, topic=topic, defaults=facts)
        _refer(need, case)
    record(by, "placements.home_needs_saved", case, fields=sorted(answers))


def _refer(need, case):
    today = today_in(case.office.zone)
    if need.answer == HomeNeed.Answer.YES:
        # Asked for anew it waits anew.
        facts = {"to": HELPS[need.topic], "referred_on": today, "outcome": "", "outcome_on": None, "outcome_by": None}
        Referral.objects.update_or_create(need=need, placement=case, defaults=facts)
        return
    over = {"outcome": Referral.Outcome.NOT_WANTED, "outcome_on": today}
    Referral.objects.open().filter(need=need).update(**over)


@transaction.atomic
def register_purna(by, case, *, plan, answers, seen):
    """Record that somebody is home again, with what they need. Raises StepRefused and ActRefused."""
    case = record_step(by, case, "register_purna", seen=seen, evidence=Purna(plan=plan))
    save_needs(by, case, answers)
    return case


@transaction.atomic
def record_outcome(by, case, key, outcome):
    """Write what came of a referral of ``case``, by its key. Raises ActRefused."""
    if not may.record_at_home(by, case):
        raise ActRefused(NOT_YOURS)
    facts = {"outcome": outcome, "outcome_on": today_in(case.office.zone), "outcome_by": by.membership}
    if not Referral.objects.filter(pk=key, placement=case).update(**facts):
        raise ActRefused(NOT_YOURS)
    record(by, "placements.referral_outcome", case, reason_code=outcome)


def make_sheet(by, case):
    """The ExperienceSheet of ``case``; made once. Raises ActRefused."""
    if case.state not in HOME_AGAIN:
        raise ActRefused(NOT_HOME)
    sheet, is_new = ExperienceSheet.objects.get_or_create(placement=case)
    if is_new:
        record(by, "placements.experience_sheet_made", case)
    return sheet


def register_again(by):
    """Bring the person's registration to the office anew, or begin one; returns it. A second click finds it done.

    Raises StepRefused and ActRefused with a sentence.
    """
    registration = newest_of(by.user)
    way = again.way_on(registration)
    if way == again.Way.UNDER_WAY:
        return registration
    if way == again.Way.ANEW:
        return begin(by, {})
    if why := again.against(registration):
        raise ActRefused(why)
    try:
        return registering.renew(registration, by=by)
    except StepRefused:
        registration.refresh_from_db()
        if registration.state in UNDECIDED:
            return registration
        raise
