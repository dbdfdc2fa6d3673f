"""The acts of the wizard, for the person and for whoever types for them: begin, save a page, hand in, withdraw."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.acting import ActRefused
from portal.accounts.consent.services import give, note_notice_shown
from portal.accounts.models import PolicyText, User
from portal.audit.services import record
from portal.workflow import StepRefused, take_step
from registrations import above, checklist, forecast, services, spoken
from registrations import permissions as may
from registrations.asked import IDENTITY
from registrations.choices import WhosePhone
from registrations.duplicates.services import suspect
from registrations.flagging import carry_flags
from registrations.models import Candidate, CandidatePhone, CorrectionAnswer, Document, Passport, Registration
from registrations.workflow import HOLDS_NIK, OPEN, WITH_OFFICE, State

EDITABLE = frozenset({State.DRAFT, State.RETURNED, State.VERIFIED})
NOT_NOW = _("An officer is looking at this now, so it can't be changed. You may withdraw it.")
OUT_OF_DATE = _("This page is out of date. Please read it again.")
FORECAST_RESTS_ON = checklist.DECIDE_ON_PAPERS | {"passport", "planned_departure_on"}
_OF_PERSON = {"name", "birth_date", "birth_place", "sex", "nik", "kk", "marital", "education", "address", "email"}
_OF_REGISTRATION = {"destination", "isco08", "scheme", "planned_departure_on", "vacancy"}


def may_change(registration, by):
    return registration.state in EDITABLE and may.act_as_candidate(by, registration)


def under_way(user):
    """The person's open registration, or None."""
    rows = Registration.objects.of_person(user).filter(state__in=OPEN).select_related("candidate__user", "office")
    return rows.order_by("pk").last()


@transaction.atomic
def begin(by, facts, *, vacancy=None):
    """The registration that the person has open, else a new draft with ``facts`` of its first page.

    So a form sent twice begins one. ``vacancy``: the Vacancy from whose page they came. Raises ActRefused with a sentence.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=by.user_id)
    if found := under_way(user):
        return found
    candidate = Candidate.objects.filter(user=user).first() or Candidate(user=user, email=user.email or "")
    if candidate.pk and (sentence := above.against(above.BEGIN, candidate)):
        raise ActRefused(sentence)
    _set(candidate, facts)
    if user.phone:
        CandidatePhone.objects.get_or_create(candidate=candidate, number=user.phone, defaults={"whose": WhosePhone.OWN})
    return open_draft(by, candidate, fields=facts, vacancy=vacancy)


def open_draft(by, candidate, *, fields, vacancy=None, **facts):
    """A draft of ``candidate``; what an earlier registration knew of them is answered already."""
    registration = Registration.objects.create(candidate=candidate, **interest_in(vacancy), **facts)
    if candidate.village:
        services.live_in(registration, candidate.village)
    record(by, "registrations.begun", registration, fields=sorted(fields))
    return registration


def interest_in(vacancy):
    """What a Vacancy, or None, tells of one's interest: columns of a registration."""
    if vacancy is None:
        return {}
    facts = {"destination": vacancy.destination, "isco08": vacancy.occupation_id or "", "scheme": vacancy.scheme or ""}
    return facts | {"vacancy": vacancy}


def save(registration, answers, *, by):
    """Write the ``answers`` of a page (field to value); returns the names of what changed.

    A point that asked for one of them is corrected by it. A changed identity, or a way that asks for other papers, sends
    a verified file back to the office.
    Raises ActRefused and StepRefused; nothing is written then.
    """
    try:
        with transaction.atomic():
            registration = _locked(registration, by)
            changed = _write(registration, answers)
            if not may.act_as_candidate(by, registration):
                raise ActRefused(_("You may type for people of your own village only."))
            if changed:
                registration.save(update_fields=["updated_at"])  # said on every page: saved when
                points = registration.open_points().filter(field__in=changed)
                points.update(corrected_at=timezone.now())
                record(by, "registrations.answers_saved", registration, fields=sorted(changed))
            asks_for_more = checklist.follow(registration, changed)
            if registration.state == State.VERIFIED and (changed & IDENTITY or asks_for_more):
                _look_again(take_step(registration, "data_changed", by=by))
            if registration.submitted_at and changed & FORECAST_RESTS_ON:
                forecast.renew_one(registration)
            return changed
    except IntegrityError as error:
        if services.is_of_a_held_nik(error):
            suspect(registration)  # still bears the NIK that was not saved
            raise ActRefused(services.COME_WITH_YOUR_KTP) from None
        raise


@transaction.atomic
def stand_by(registration, key, words, *, by):
    """Answer the point of ``key`` in ``words`` instead of changing anything: it is right as it is.

    The paper it names goes to the office once more as it is. Raises ActRefused.
    """
    registration = _locked(registration, by)
    point = registration.open_points().filter(pk=key).first()
    if registration.state != State.RETURNED or point is None:
        raise ActRefused(OUT_OF_DATE)
    if point.paper:
        sent_back = Document.objects.current().filter(candidate=registration.candidate_id, paper=point.paper)
        as_it_was = {"state": Document.State.HANDED_IN, "return_reason": "", "reviewed_by": None, "reviewed_at": None}
        if not sent_back.filter(state=Document.State.RETURNED).update(**as_it_was):
            raise ActRefused(_("This paper is not with us. Please hand it in."))
    CorrectionAnswer.objects.create(point=point, text=words)
    point.corrected_at = timezone.now()
    point.save(update_fields=["corrected_at"])
    record(by, "registrations.point_answered", registration, fields=[point.field or point.paper])


@transaction.atomic
def accept_notice(registration, *, by, version, language, agreed=(), stopped=(), channel=""):
    """Note which notice was read, and each consent of ``agreed``: (purpose, version, number of the last decision).

    Where an officer types, ``channel`` says how it was told, and ``stopped`` names purposes agreed to no longer.

    Raises ActRefused where a newer notice is in force, ConsentRefused for an outdated consent.
    """
    registration = _locked(registration, by)
    notice = PolicyText.objects.notices().current()
    if notice is None or version != notice.number:
        raise ActRefused(OUT_OF_DATE)
    Registration.objects.filter(pk=registration.pk).update(notice=notice, updated_at=timezone.now())
    record(by, "registrations.notice_read", registration)
    if may.is_own(by, registration):
        note_notice_shown(by, by.user, language=language, version=version)
        for purpose, text, seen in agreed:
            give(by, by.user, purpose, version=text, language=language, seen=seen)
        return
    told = {"agreed": agreed, "stopped": stopped, "channel": channel, "language": language}
    spoken.write_down(by, registration.candidate, notice, **told)


def hand_in(registration, *, by, seen=None):
    """Give it to the office, for the first time or corrected; sent twice, it is handed in once. Raises StepRefused.

    ``seen``: its ``told_version`` that stood on the page; None where nobody looked.
    Not to be called inside a transaction: where a NIK is held already, what makes officers look at both has to stay.
    """
    try:
        seen = _version_seen(registration, seen)
        if registration.state == State.DRAFT:
            return services.submit(registration, by=by, seen=seen)
        with transaction.atomic():
            moved = take_step(registration, "resubmit", by=by, seen=seen)
            forecast.renew_one(moved)
            _look_again(moved)
            return moved
    except StepRefused:
        registration.refresh_from_db()
        if registration.state in WITH_OFFICE and may.act_as_candidate(by, registration):
            return registration
        raise


def _version_seen(registration, seen):
    """The version now, if the person has seen all that they may know of; else StepRefused."""
    if seen is None:
        return None
    now = Registration.objects.get(pk=registration.pk)
    if seen != now.told_version():
        raise StepRefused(_("Somebody changed this meanwhile. Please look again."))
    return now.version


def withdraw(registration, *, by):
    """End it; a second click finds it ended. Raises StepRefused."""
    try:
        with transaction.atomic():
            ended = take_step(registration, "withdraw", by=by)
            forecast.renew_one(ended)
            return ended
    except StepRefused:
        registration.refresh_from_db()
        if registration.state == State.WITHDRAWN and may.act_as_candidate(by, registration):
            return registration
        raise


def _locked(registration, by):
    rows = Registration.objects.select_for_update(of=("self",)).select_related("candidate__user")
    registration = rows.get(pk=registration.pk)
    if not may_change(registration, by):
        raise ActRefused(NOT_NOW)
    return registration


def _look_again(registration):
    """Who somebody is may read otherwise now than when it was first handed in."""
    suspect(registration)
    services.flag_a_nik_that_differs(registration)
    carry_flags(registration)


def _write(registration, answers):
    changed = _set(registration.candidate, {name: answers[name] for name in answers.keys() & _OF_PERSON})
    changed |= _set(registration, {name: answers[name] for name in answers.keys() & _OF_REGISTRATION})
    changed |= {name for name, keep in _KEPT.items() if name in answers and keep(registration, answers[name])}
    if "nik" in changed and registration.state in HOLDS_NIK:
        person = registration.candidate
        held = {"nik_index": person.nik_index, "nik_index_next": person.nik_index_next}
        Registration.objects.filter(pk=registration.pk).update(**held)
    return changed


def _set(row, facts):
    """Write what differs; returns the names."""
    changed = {name for name, value in facts.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, facts[name])
    if row.pk is None:
        row.save()
    elif changed:
        row.save(update_fields=sorted(changed))
    return changed


def _keep_village(registration, village):
    if registration.candidate.village_id == village.pk:
        return False
    if registration.state == State.DRAFT:
        services.live_in(registration, village)
    else:
        # The file stays where it lies; its office may transfer it.
        _set(registration.candidate, {"village": village})
        _set(registration, {"regency": village.district.regency})
    return True


def _keep_phones(registration, numbers):
    """``numbers``: E.164 to whose it is, in the order in which they are tried."""
    phones = registration.candidate.phones
    if [(str(row.number), row.whose) for row in phones.order_by("pk")] == list(numbers.items()):
        return False
    phones.all().delete()
    rows = [CandidatePhone(candidate=registration.candidate, number=n, whose=whose) for n, whose in numbers.items()]
    CandidatePhone.objects.bulk_create(rows)
    return True


def _keep_passport(registration, facts):
    """``facts``: columns, or None without a passport. Another number is another booklet: the earlier row stays."""
    current = registration.candidate.passports.filter(is_current=True).first()
    if current and facts and current.number == facts["number"]:
        # The two lines needn't be typed again.
        return bool(_set(current, facts if facts["is_zone_read"] else {"expires_on": facts["expires_on"]}))
    if current:
        current.is_current = False
        current.save(update_fields=["is_current"])
    if facts:
        Passport.objects.create(candidate=registration.candidate, **facts)
    return bool(current or facts)


def _keep_language(registration, language):
    return bool(
        User.objects.filter(pk=registration.candidate.user_id).exclude(language=language).update(language=language)
    )


_KEPT = {
    "village": _keep_village,
    "phones": _keep_phones,
    "passport": _keep_passport,
    "language": _keep_language,
}
