"""Log-in by a number that a household may share: who is meant, and whether this person may come in this way."""

import time
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.internal.constants import LoginStageKey
from django.contrib.auth.hashers import check_password, is_password_usable, make_password
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from portal.accounts import between_pages, codes, devices
from portal.accounts.counter.claims import spend_for_new_device
from portal.accounts.limits import KNOWN
from portal.accounts.models import PEOPLE_PER_NUMBER, Membership, OneTimeCode, User
from portal.accounts.phone.numbers import accounts_at
from portal.accounts.pins import PIN
from portal.accounts.second_factor import has_own_factor
from portal.accounts.sessions import note_shared_phone

UNUSED_AFTER = timedelta(seconds=devices.KNOWN_FOR)  # a number may have changed hands by then
_BEGUN = "phone_log_in"


@dataclass
class Begun:
    """A log-in between its pages.

    ``user_ids``: who may be meant. None: nobody, which the person must not notice. Several: people of one household
    who chose the same PIN, which the person must not notice either. ``kept_as``: the word of its code.
    """

    phone: str
    kept_as: str
    user_ids: list
    budget: str
    by_secret: bool
    is_shared: bool
    next: str
    at: float
    has_proved_number: bool = False


def accounts_with(phone, secret):
    """The accounts at this number with this password or PIN; always the same amount of hashing."""
    field = "pin" if PIN.match(secret) else "password"
    accounts = list(accounts_at(phone))
    found = [user for user in accounts if _is_right(secret, getattr(user, field))]
    for _nobody in range(PEOPLE_PER_NUMBER - len(accounts)):
        make_password(secret)
    return found


def only_account(phone):
    """The account at this number, in a list, if it is the only one and of nobody who works here."""
    accounts = list(accounts_at(phone).annotate(works_here=_works_here())[:2])
    return accounts if len(accounts) == 1 and not accounts[0].works_here else []


def budget_of(request, phone):
    """Whose tries are counted: those of the number; from a device that knows somebody at it, all such devices' together.

    So a stranger who uses up the number's keeps nobody outside who comes with their own phone, and somebody with several
    accounts at a number has no more tries for it than one. Always the same work.
    """
    ids = list(accounts_at(phone).values_list("pk", flat=True))
    nobodies = range(-PEOPLE_PER_NUMBER, -len(ids))
    known = [pk for pk in (*ids, *nobodies) if devices.is_known(request, User(pk=pk))]
    return f"{phone}{KNOWN}" if known else phone


def begin(request, phone, users, **how):
    """Keep in the session who may be meant, and send the code if there is anybody. ``how``: the rest of Begun."""
    begun = Begun(phone, codes.word_of_a_visit(), [user.pk for user in users], at=time.time(), **how)
    between_pages.keep(request, _BEGUN, begun)
    send_again(begun)


def begun(request):
    """What ``begin`` kept, or None: nothing, or too long ago."""
    return between_pages.kept(request, _BEGUN, Begun)


def left(request):
    """What is kept of a log-in that is over, once: a dict, or None."""
    return request.session.pop(_BEGUN, None)


def tries_of(request, begun):
    """Under which key wrong codes are counted: of those who are meant, apart for a device that knows one of them.

    The device of somebody else at the number buys no tries.
    """
    is_known = any(devices.is_known(request, User(pk=pk)) for pk in begun.user_ids)
    return f"{begun.user_ids or begun.kept_as}{KNOWN if is_known else ''}"


def send_again(begun):
    if begun.user_ids:
        codes.send_code(begun.phone, OneTimeCode.Purpose.LOG_IN, kept_as=begun.kept_as)
    else:
        codes.keep_decoy(begun.kept_as, OneTimeCode.Purpose.LOG_IN)


def is_right_code(begun, code):
    """Whether the number is proved by this code; it is used up then. Never true where nobody is meant."""
    return codes.use_code(begun.kept_as, OneTimeCode.Purpose.LOG_IN, code) and bool(begun.user_ids)


def candidates(begun):
    """The accounts meant, fresh: meanwhile one may have been closed, or have got another number."""
    return list(accounts_at(begun.phone).filter(pk__in=begun.user_ids))


def whose(request, users):
    """The one of ``users`` whom a proved number lets in, or None: then more proof is needed.

    Equal PINs: the device says who. On a device that doesn't know the account, and where the account was unused for
    90 days, only a second factor does, which is asked next; for whoever works here always.
    """
    known = [user for user in users if devices.is_known(request, user)]
    if len(users) > 1:
        users = known
    if len(users) != 1:
        return None
    user = users[0]
    is_at_home = user in known and _is_used(user) and not works_here(user)
    return user if is_at_home or has_own_factor(user) else None


def ask_for_more(request, begun):
    """Remember that the number is proved: the next page asks for something that the new owner of a number hasn't."""
    begun.has_proved_number, begun.at = True, time.time()
    between_pages.keep(request, _BEGUN, begun)


def owner_of_claim_code(users, code):
    """The one of ``users`` for whom the counter printed this code, or None; it is used up then.

    Whoever works here gets in by no such paper.
    """
    return spend_for_new_device([user for user in users if not works_here(user)], code)


def works_here(user):
    return User.objects.filter(_works_here(), pk=user.pk).exists()


def enter(request, user, begun, *, app=None):
    """Log in, by way of the second factor if there is one; returns the answer.

    ``app``: the Authenticator whose code was given on the way, so that it isn't asked again.
    """
    drop(request)
    if begun.is_shared:
        note_shared_phone(request)
    # The number is proved by the code; whether an e-mail address is, is no matter here.
    login = Login(user=user, phone=begun.phone, email_verification="none", redirect_url=begun.next or None)
    if begun.by_secret:
        record_authentication(request, user, method="password")
    record_authentication(request, user, method="sms")
    if app:
        record_authentication(request, user, method="mfa", id=app.pk, type=app.type)
        login.state["stages"] = {LoginStageKey.MFA_AUTHENTICATE.value: {"handled": True}}
    return perform_login(request, login)


def drop(request):
    request.session.pop(_BEGUN, None)


def _works_here():
    memberships = Membership.objects.around_today().filter(user=OuterRef("pk"))
    return Q(is_staff=True) | Q(is_superuser=True) | Exists(memberships)


def _is_used(user):
    return user.last_login is not None and timezone.now() - user.last_login < UNUSED_AFTER


def _is_right(secret, stored):
    if not stored or not is_password_usable(stored):
        make_password(secret)
        return False
    return check_password(secret, stored)
