"""Telling of an own offer and sending it; going back to the same employer. Each is one transaction."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jobs.choices import Scheme
from portal.workflow import StepRefused, take_step
from registrations.placements.choices import Door
from registrations.placements.models import HomeComing, OwnOffer, Placement, ReEntry
from registrations.placements.recording.services import record_step
from registrations.placements.services import begin, keep_rules
from registrations.placements.workflow import OPEN, State

_ONE_DRAFT = "placement_by_an_own_offer_is_prepared_once_at_a_time"
_ONE_WAY_BACK = "placement_is_gone_back_to_once_at_a_time"
_KEY = "placements_placement_submission_key_key"
# Of the answers those that stand in the case itself: rules are asked by them.
_OF_CASE = ("scheme", "destination", "occupation", "employer_kind")


def start_offer(registration, answers, *, key):
    """The Placement of a new offer, in preparation; of a form sent twice, or from two tabs, the one that is there."""
    own = Placement.objects.filter(candidate=registration.candidate_id)
    if known := own.filter(submission_key=key).first():
        return known
    try:
        with transaction.atomic():
            about = {name: answers[name] for name in _OF_CASE}
            offer = OwnOffer.objects.create(title=answers["title"])
            return begin(registration, door=Door.OWN_OFFER, key=key, own_offer=offer, **about)
    except IntegrityError as error:
        if _KEY in str(error) or _ONE_DRAFT in str(error):
            return own.get(door=Door.OWN_OFFER, state=State.DRAFT)
        raise


@transaction.atomic
def save_part(case, answers, *, seen):
    """Keep the answers of one page. ``seen``: the version of the offer that the page showed. Raises StepRefused."""
    case = _locked(case)
    _may_be_changed(case, seen)
    offer = case.own_offer
    for name, value in answers.items():
        setattr(case if name in _OF_CASE else offer, name, value)
    offer.version += 1
    offer.save()
    case.save(update_fields=[*_OF_CASE, "updated_at"])


@transaction.atomic
def send_offer(case, *, by, seen):
    """Apply with the offer, by the rules of today; sent twice it is one application. Raises StepRefused with a sentence."""
    held = _locked(case)
    if held.state == State.APPLIED:
        return held
    _may_be_changed(held, seen)
    keep_rules(held)
    return take_step(held, "apply", by=by)


def _locked(case):
    return Placement.objects.select_for_update(of=("self",)).select_related("own_offer").get(pk=case.pk)


def _may_be_changed(case, seen):
    if case.state != State.DRAFT:
        raise StepRefused(_("You have sent this offer already. It can't be changed any more."))
    if case.own_offer.version != seen:
        raise StepRefused(_("You changed this meanwhile in another window. Please look again."))


def go_back(registration, earlier, facts, *, by, key):
    """Apply to go back to the employer of ``earlier``; ``facts``: columns of ReEntry. Returns the new Placement.

    Whoever is still at work there has come home for it. Sent twice it is one. Raises StepRefused: nothing is kept then.
    """
    own = Placement.objects.filter(candidate=registration.candidate_id)
    if known := own.filter(submission_key=key).first():
        return known
    try:
        with transaction.atomic():
            return _go_back(registration, _locked(earlier), facts, by, key)
    except IntegrityError as error:
        if _KEY in str(error) or _ONE_WAY_BACK in str(error):
            return own.get(earlier=earlier, state__in=sorted(OPEN))
        raise


def _go_back(registration, earlier, facts, by, key):
    if earlier.state == State.AT_WORK:
        home = HomeComing(came_on=facts["home_since"], why=HomeComing.Why.LEAVE)
        earlier = record_step(by, earlier, "come_home", seen=earlier.version, evidence=home)
    case = begin(
        registration,
        door=Door.RE_ENTRY,
        key=key,
        earlier=earlier,
        scheme=Scheme.RE_ENTRY,
        planned_departure_on=facts["leave_ends_on"],
        **{name: getattr(earlier, name) for name in ("destination", "occupation", "employer_kind")},
    )
    ReEntry.objects.create(placement=case, **facts)
    return take_step(case, "apply", by=by)
