"""Changing what lets a person in. Each act ends the other sessions, is noted, and is told by the old way."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.db.models import Q

from portal.accounts import codes, notices, proof, sessions
from portal.accounts.models import PEOPLE_PER_NUMBER, OneTimeCode, User
from portal.accounts.notifications import Change
from portal.accounts.phone.numbers import give_number
from portal.accounts.second_factor import has_passkey
from portal.audit.services import record

NEW_PHONE, NEW_EMAIL = OneTimeCode.Purpose.NEW_PHONE, OneTimeCode.Purpose.NEW_EMAIL
PROOF = OneTimeCode.Purpose.PROOF


class AddressTaken(Exception):
    """Another account has the address. To be told only to whoever has proved the mailbox."""


class LastWayIn(Exception):
    """Without this number nothing would open the account any more."""


def send_phone_code(request, kept):
    codes.send_code(kept.target, NEW_PHONE, kept_as=kept.word)


def send_email_code(request, kept):
    """Mail the code; an owner of the address is told instead that somebody tried. The same work, one mail each."""
    code = codes.make_code(kept.word, NEW_EMAIL)
    if owner := _others(request.user, kept.target).first():
        notices.mail_attempt(kept.target, owner.language)
    else:
        notices.mail_code(kept.target, code)


def send_proof_code(request, kept):
    if "@" in kept.target:
        notices.mail_proof_code(kept.target, codes.make_code(kept.word, PROOF))
    else:
        codes.send_code(kept.target, PROOF, kept_as=kept.word)


def contact_of(user):
    """Where a code proves the person: the confirmed address, else the number (E.164), else None."""
    return proof.confirmed_email(user) or (str(user.phone) if user.phone else None)


@transaction.atomic
def change_phone(request, phone):
    """Raises NumberIsFull; nothing is changed then."""
    user = _locked(request)
    former = user.phone
    give_number(user, phone)
    _changed(request, user, Change.PHONE, "phone", phone=former, email=proof.confirmed_email(user))


@transaction.atomic
def remove_phone(request):
    """Take the number away, and the PIN, which opens nothing without it. Raises LastWayIn."""
    user = _locked(request)
    if not has_way_besides_phone(user):
        raise LastWayIn
    former = user.phone
    give_number(user, None)
    user.pin = ""
    user.save(update_fields=["pin"])
    _changed(request, user, Change.PHONE_REMOVED, "phone", "pin", phone=former, email=proof.confirmed_email(user))


def has_way_besides_phone(user):
    """A confirmed address opens the account by code alone, a passkey by itself. A national log-in may be switched off."""
    return bool(proof.confirmed_email(user)) or has_passkey(user)


def change_email(request, email):
    """Raises AddressTaken, also when somebody else was faster by a moment; nothing is changed then."""
    try:
        with transaction.atomic():
            user = _locked(request)
            if _others(user, email).exists():
                raise AddressTaken
            former = proof.confirmed_email(user)
            # None of the old ones stays: a forgotten password must not be renewed by an address left behind.
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
            user.email = email
            user.save(update_fields=["email"])
            _changed(request, user, Change.EMAIL, "email", phone=None if former else user.phone, email=former)
    except IntegrityError as problem:
        raise AddressTaken from problem


def is_pin_of_another(user, pin):
    """Whether somebody else at the number has this PIN: neither could log in then. The same work for any household."""
    others = list(User.objects.filter(phone=user.phone).exclude(pk=user.pk).exclude(pin="").order_by("pk"))
    found = [other for other in others if check_password(pin, other.pin)]
    for _nobody in range(PEOPLE_PER_NUMBER - len(others)):
        make_password(pin)
    return bool(found)


@transaction.atomic
def change_pin(request, pin):
    user = _locked(request)
    user.pin = make_password(pin)
    user.save(update_fields=["pin"])
    email = proof.confirmed_email(user)
    _changed(request, user, Change.PIN, "pin", phone=None if email else user.phone, email=email)


@transaction.atomic
def change_details(request, name, language):
    """Name and language open nothing, so only the name is worth a note."""
    user = _locked(request)
    changed = [field for field, value in (("name", name), ("language", language)) if getattr(user, field) != value]
    user.name, user.language = name, language
    if changed:
        user.save(update_fields=changed)
        record(request.acting, "accounts.details_changed", user, fields=changed)


def _changed(request, user, change, *fields, phone, email):
    entry = record(request.acting, f"accounts.{change}", user, fields=fields)
    sessions.end_others(request, user)
    notices.tell(user, change, entry=entry, phone=phone, email=email)


def _locked(request):
    return User.objects.select_for_update().get(pk=request.user.pk)


def _others(user, email):
    """Accounts of somebody else with this address, confirmed or not."""
    has_it = Q(email=email) | Q(emailaddress__email=email)
    return User.objects.filter(has_it).exclude(pk=user.pk).distinct()
