"""The acts of the counter: find an account, ask for a code, confirm or refuse, print, and take the account over.

Each is one transaction and one entry of the audit. Locks are taken in one order: membership, account, claim.
"""

from datetime import datetime, time, timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts import devices
from portal.accounts.acting import Acting, ActRefused
from portal.accounts.counter.claims import make_code
from portal.accounts.counter.purposes import OPENS_ACCOUNT, RULES, Purpose
from portal.accounts.models import ClaimCode, User
from portal.accounts.notices import tell_of_recovery
from portal.accounts.phone.numbers import give_number
from portal.accounts.pins import PIN
from portal.accounts.roles import COUNTER_ROLES
from portal.accounts.staff_room.holding import hold_membership
from portal.audit.services import record
from portal.lib.dates import today_in
from portal.places.working_days import working_days

WAIT = 1  # working days, for the second officer: the person comes back tomorrow, not next week


def look_up(by, *, name, **contact):
    """The one account of this name at this contact, or None; every question is an entry of the audit.

    ``contact``: one of ``email``, ``phone`` (E.164) and ``number`` (of an earlier act). Two people of one name at one
    number are nobody: the officer could not tell which of them stands there.
    """
    (kind, value), *_rest = contact.items()
    lookup = "claim_codes__number" if kind == "number" else kind
    accounts = User.objects.filter(is_active=True, **{lookup: value}).distinct()
    if not settings.LAPTOP:
        accounts = accounts.filter(is_demo=False)
    found = [user for user in accounts if _plain(user.name) == _plain(name)]
    user = found[0] if len(found) == 1 else None
    record(by, "accounts.looked_up", user, fields=["name", kind], reason_code="found" if user else "not_found")
    return user


def last_used_on(user, zone):
    """The day in ``zone`` on which somebody last used the account, or None."""
    moments = [user.last_login, *user.open_sessions.values_list("last_used_at", flat=True)]
    latest = max(filter(None, moments), default=None)
    return latest.astimezone(zone).date() if latest else None


def possible(account):
    """The purposes that fit the state of ``account``."""
    if not _is_claimed(account):
        return [Purpose.HAND_OVER]
    return [*([Purpose.NEW_DEVICE] if account.phone else []), Purpose.RECOVERY]


def refusal(by, account):
    """Why ``by`` may do nothing for ``account`` at the counter, in a sentence; "" if there is no reason."""
    if account.pk == by.user_id:
        return _("This is your own account. Nobody opens their own.")
    if account.is_staff or account.is_superuser or account.memberships.not_over().exists():
        return _("This person works for an office. Their head invites them again; a head is invited by the ministry.")
    return ""


@transaction.atomic
def ask(by, *, account, purpose, facts, key):
    """Open an act for ``account`` in place of an unfinished one; returns the ClaimCode. Raises ActRefused.

    ``key``: of the form; the same once more is the same act.
    """
    hold_membership(by, roles=COUNTER_ROLES)
    account = User.objects.select_for_update().get(pk=account.pk)
    if sent_before := ClaimCode.objects.filter(submission_key=key, requested_by=by.user).first():
        return sent_before
    if problem := refusal(by, account):
        raise ActRefused(problem)
    if purpose not in possible(account):
        raise ActRefused(_("This does not fit the account. Please look it up again."))
    return _open(by, account, purpose, facts, key)


def open_account(by, *, name, facts, key):
    """Make an account for a person without phone and e-mail, and open its handing over; returns the ClaimCode.

    Nobody can log in to it before: it has neither a contact nor a secret. Raises ActRefused.
    """
    try:
        with transaction.atomic():
            hold_membership(by, roles=COUNTER_ROLES)
            account = User.objects.create_user(name=name)
            return _open(by, account, Purpose.HAND_OVER, facts, key)
    except IntegrityError:
        sent_before = ClaimCode.objects.filter(submission_key=key, requested_by=by.user).first()
        if sent_before is None:
            raise
        return sent_before


@transaction.atomic
def confirm(by, claim):
    """The second officer's word that the person is who they say. Raises ActRefused."""
    now = timezone.now()
    hold_membership(by, roles=COUNTER_ROLES)
    claim = _locked(by, claim, ClaimCode.objects.waiting())
    if claim.requested_by_id == by.user_id:
        raise ActRefused(_("You asked for this yourself. Another officer must confirm it."))
    if problem := refusal(by, claim.account):
        raise ActRefused(problem)
    if not _current(claim.requested_by.memberships.filter(office=claim.office, role__in=COUNTER_ROLES)):
        raise ActRefused(_("The officer who asked no longer acts for this office. Please begin anew."))
    claim.confirmed_by, claim.confirmed_at = by.user, now
    claim.expires_at = now + RULES[claim.purpose].life
    claim.save(update_fields=["confirmed_by", "confirmed_at", "expires_at"])
    record(by, "accounts.claim_confirmed", claim, reason_code=claim.purpose)


@transaction.atomic
def refuse(by, claim, reason):
    """End an act, at any time before its code is used. Any officer of the office may. Raises ActRefused."""
    hold_membership(by, roles=COUNTER_ROLES)
    claim = _locked(by, claim, ClaimCode.objects.open())
    claim.refused_by, claim.refused_at, claim.refusal = by.user, timezone.now(), reason
    claim.save(update_fields=["refused_by", "refused_at", "refusal"])
    record(by, "accounts.claim_refused", claim, reason_code=reason)


@transaction.atomic
def print_code(by, claim):
    """A fresh code for the paper, told here once; returns (claim, code). Raises ActRefused.

    May be repeated while the code is unused, for a paper that jammed; the time it has left is not prolonged.
    """
    hold_membership(by, roles=COUNTER_ROLES)
    claim = _locked(by, claim, ClaimCode.objects.open())
    if not may_print(by, claim):
        raise ActRefused(_("You cannot print this code."))
    code = make_code(claim)
    record(by, "accounts.claim_code_made", claim, reason_code=claim.purpose)
    return claim, code


def may_print(by, claim):
    """One of the officers who saw the person, once all who must have said so."""
    is_ready = claim.is_confirmed or not RULES[claim.purpose].needs_second_officer
    return is_ready and by.user_id in {claim.requested_by_id, claim.confirmed_by_id}


def ready_to_print(by):
    """What two officers said yes to and one of them, ``by``, has not printed yet. The oldest first."""
    two = Q(requested_by=by.user_id) | Q(confirmed_by=by.user_id)
    confirmed = ClaimCode.objects.open().visible_to(by).filter(two, code_hash=None).exclude(confirmed_at=None)
    return confirmed.select_related("account").order_by("confirmed_at")


@transaction.atomic
def take_over(claim, *, secret, keeps, ip):
    """Give the account of ``claim`` to whoever holds its code: the new PIN or password, and nothing of the old.

    ``claim``: as found when the code was typed; ``keeps``: "email", "phone", the contacts a recovered account keeps.
    All sessions end; a recovered account also loses its second factor and its national log-in, and the contacts it had
    are told. Returns the user. Raises ActRefused.
    """
    now = timezone.now()
    user = User.objects.select_for_update().get(pk=claim.account_id)
    live = ClaimCode.objects.live().filter(pk=claim.pk, code_hash=claim.code_hash, purpose__in=OPENS_ACCOUNT)
    claim = live.select_for_update().first()
    by = Acting(user=user, ip=ip)
    if claim is None or not user.is_active or user.memberships.not_over().exists() or _was_claimed(claim, user):
        raise ActRefused(_("This code was used already, or is out of date. Please ask the office for a new one."))
    had = {"email": user.email, "phone": user.phone}
    _set_secret(user, secret)
    if claim.purpose == Purpose.RECOVERY:
        _forget_contacts(user, [contact for contact in had if contact not in keeps])
        if Authenticator.objects.filter(user=user).delete()[0]:
            record(by, "accounts.second_factor_removed", user, reason_code=claim.purpose)
        if SocialAccount.objects.filter(user=user).delete()[0]:
            record(by, "accounts.login_unlinked", user, reason_code=claim.purpose)
    user.open_sessions.all().delete()
    devices.forget_all(user)
    claim.used_at = now
    claim.save(update_fields=["used_at"])
    changed = ["password", "pin", *(contact for contact, value in had.items() if value != getattr(user, contact))]
    entry = record(by, "accounts.claim_code_used", user, fields=changed, reason_code=claim.purpose)
    if claim.purpose == Purpose.RECOVERY:
        tell_of_recovery(user, entry=entry, **had)
    return user


def _set_secret(user, secret):
    """Six digits are a PIN, anything else a password; the other kind opens nothing any more."""
    if PIN.match(secret):
        user.pin = make_password(secret)
        user.set_unusable_password()
    else:
        user.pin = ""
        user.set_password(secret)
    user.save(update_fields=["pin", "password"])


def _forget_contacts(user, contacts):
    if "phone" in contacts:
        give_number(user, None)
    if "email" in contacts:
        user.emailaddress_set.all().delete()
        user.email = None
        user.save(update_fields=["email"])


def _open(by, account, purpose, facts, key):
    now, rule = timezone.now(), RULES[purpose]
    ClaimCode.objects.unfinished().filter(account=account).update(replaced_at=now)
    claim = ClaimCode.objects.create(
        purpose=purpose,
        account=account,
        office_id=by.office_id,
        facts=sorted(set(facts)),
        submission_key=key,
        requested_by=by.user,
        requested_at=now,
        expires_at=_end_of_wait(by.membership.office) if rule.needs_second_officer else now + rule.life,
    )
    record(by, "accounts.claim_asked", claim, fields=claim.facts, reason_code=purpose)
    return claim


def _end_of_wait(office):
    day = working_days(office, today_in(office.zone), WAIT)
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=office.zone)


def _locked(by, claim, claims):
    found = claims.visible_to(by).filter(pk=claim.pk).select_for_update(of=("self",)).first()
    if found is None:
        raise ActRefused(_("This is finished already, or its time is over. Please look again."))
    return found


def _current(memberships):
    around = memberships.around_today().select_related("office__province")
    return any(membership.is_current() for membership in around)


def _is_claimed(account):
    """Whether anybody gets in to it, or did."""
    if account.email or account.phone or account.pin or account.has_usable_password() or account.last_login:
        return True
    # By a national log-in or a passkey alone.
    return any(rows.objects.filter(user=account).exists() for rows in (SocialAccount, Authenticator))


def _was_claimed(claim, account):
    return claim.purpose == Purpose.HAND_OVER and _is_claimed(account)


def _plain(name):
    return " ".join(name.split()).casefold()
