"""An account for each role to try things out on a laptop. In production none may exist, and none gets in."""

import base64
import hmac
import time
from collections import Counter
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Q

from portal.accounts.acting import Acting
from portal.accounts.consent.services import new_notice_for, note_notice_shown
from portal.accounts.models import Membership, User
from portal.accounts.models.granted import LONGEST
from portal.accounts.models.membership import LOCKED_AFTER
from portal.accounts.phone.numbers import give_number
from portal.accounts.roles import Role
from portal.lib import codes
from portal.lib.dates import WIB, today_in
from portal.messaging.services import let_live_in
from portal.places.models import District, Office, Province, Regency, Village

DOMAIN = "demo.localhost"
PHONE = "+6281200000000"  # of the first citizen
EVENT = codes.spell(codes.EVENT, "CNTHCNTH")  # of the steward

# Role, the person's name (examples, as in the design), the kind of office the role works in.
PEOPLE = [
    (Role.CITIZEN, "Marselina Contoh", None),  # registers
    (Role.CITIZEN, "Kristina Contoh", None),  # is on the way to a job abroad
    (Role.REGENCY_OFFICER, "Yohanes Contoh", Office.Kind.REGENCY_LABOUR),
    (Role.REGENCY_HEAD, "Agustina Contoh", Office.Kind.REGENCY_LABOUR),
    (Role.PROVINCE_OFFICER, "Petrus Contoh", Office.Kind.PROVINCE_LABOUR),
    (Role.BP3MI_OFFICER, "Dewi Contoh", Office.Kind.BP3MI),
    (Role.BP3MI_HEAD, "Rahmat Contoh", Office.Kind.BP3MI),
    (Role.MINISTRY_ADMIN, "Siti Contoh", Office.Kind.HEAD_OFFICE),
    (Role.MINISTRY_ADMIN, "Anastasia Contoh", Office.Kind.HEAD_OFFICE),  # a rule needs a second person
    (Role.IMMIGRATION_VIEWER, "Bambang Contoh", Office.Kind.IMMIGRATION),
    (Role.MISSION_OFFICER, "Lestari Contoh", Office.Kind.MISSION),
    (Role.VILLAGE_CLERK, "Maria Contoh", Office.Kind.REGENCY_LABOUR),
    (Role.STEWARD, "Jefri Contoh", Office.Kind.REGENCY_LABOUR),
]


def email_of(role, number=1):
    """The address of the first, second … person of a role."""
    return f"{role.replace('_', '-')}{f'-{number}' if number > 1 else ''}@{DOMAIN}"


_CITIZENS = {email_of(Role.CITIZEN, number) for number in (1, 2)}


def people():
    """(address, role, name, kind of the office or None) of each account."""
    seen = Counter()
    for role, name, kind in PEOPLE:
        seen[role] += 1
        yield email_of(role, seen[role]), role, name, kind


def password_of(email):
    """From the SECRET_KEY, so that it is the same after each start; a laptop that was given none uses the public one."""
    return "jalur-" + base64.b32encode(_derived("password", email))[:10].decode().lower()


def pin_of(email):
    return f"{int.from_bytes(_derived('pin', email)[:8]) % 10**6:06}"


def code_of(email):
    """The six digits an authenticator app of this account would show now."""
    code = hotp_value(_totp_secret(email), int(time.time()) // mfa_settings.TOTP_PERIOD)
    return format_hotp_value(code)


def seconds_left():
    """How long the present code will still be shown."""
    return mfa_settings.TOTP_PERIOD - int(time.time()) % mfa_settings.TOTP_PERIOD


@transaction.atomic
def seed():
    """Make all demo accounts, fit them to a changed SECRET_KEY; returns how many are new.

    Raises ImproperlyConfigured outside of laptop mode, or when an address belongs to somebody real.
    """
    if not settings.LAPTOP:
        raise ImproperlyConfigured("Demo accounts are for a laptop only.")
    created = 0
    for email, role, name, kind in people():
        keeper = email == email_of(
            Role.MINISTRY_ADMIN
        )  # who looks after the database, so that the admin can be seen too
        facts = {"name": name, "is_demo": True, "is_staff": keeper, "is_superuser": keeper}
        user, is_new = User.objects.get_or_create(email=email, defaults=facts)
        if not user.is_demo:
            raise ImproperlyConfigured(f"{email} belongs to an account that is not a demo account.")
        created += is_new
        if is_new or not _fits_the_key(user, email):
            _make_usable(user, email)
        _show_notice(user)
        if kind:
            _appoint(user, role, kind)
    return created


def _show_notice(user):
    """As at a sign-up, so that the account looks like anybody's. Before any notice is loaded there is none to show."""
    if new_notice_for(user):
        note_notice_shown(Acting(user=user), user, language=user.language)


def _appoint(user, role, kind):
    """The role again once it is over or locked: demo accounts stay usable."""
    today = today_in(WIB)
    if not user.memberships.filter(Q(valid_to=None) | Q(valid_to__gte=today)).exists():
        office = _office(kind)
        field = {}
        if role in LONGEST:
            field["valid_to"] = today + timedelta(days=LONGEST[role] - 1)
        if role == Role.VILLAGE_CLERK:
            field["village"] = _village_of(office)
        if role == Role.STEWARD:
            field["event_reference"] = EVENT
        Membership.objects.create(user=user, office=office, role=role, valid_from=today, **field)
        let_live_in(user, office.zone)
    locked = Q(valid_from__lte=today - LOCKED_AFTER, idle_since__lte=today - LOCKED_AFTER)
    user.memberships.filter(locked).update(idle_since=today)


def _make_usable(user, email):
    """Password, confirmed address and second step, as derived from the present SECRET_KEY."""
    user.set_password(password_of(email))
    if email in _CITIZENS:
        user.pin = make_password(pin_of(email))
    if email == email_of(Role.CITIZEN):
        give_number(user, PHONE)
    user.save(update_fields=["password", "pin"])
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"primary": True, "verified": True})
    Authenticator.objects.filter(user=user).delete()
    if user.email not in _CITIZENS:
        TOTP.activate(user, _totp_secret(email))
        RecoveryCodes.activate(user)


def _fits_the_key(user, email):
    """Whether the account was made under the present SECRET_KEY. Asks the app's secret: hashing takes its time."""
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if app is None:
        return user.check_password(password_of(email)) and bool(user.pin)
    try:
        return decrypt(app.data["secret"]) == _totp_secret(email)
    except InvalidToken:
        return False


def _office(kind):
    """An office of the kind, best in NTT, where the first users live; an example one if none is known."""
    offices = Office.objects.in_force(today_in(WIB)).filter(kind=kind)
    found = offices.filter(province="53").first() or offices.first()
    return found or Office.objects.create(
        code=f"contoh-{kind.replace('_', '-')}", kind=kind, name=f"{Office.Kind(kind).label} (contoh)"
    )


def _village_of(office):
    """A village in the office's regency; an example one if none is known."""
    found = Village.objects.current().filter(district__regency=office.regency_id).order_by("code").first()
    if found or Village.objects.exists():
        return found or Village.objects.order_by("code").first()
    names = {"name": "Contoh"}
    province = Province.objects.get_or_create(code="00", defaults=names | {"short_name": "C", "time_zone": WIB.key})[0]
    regency = Regency.objects.get_or_create(code="00.00", defaults=names | {"province": province})[0]
    district = District.objects.get_or_create(code="00.00.00", defaults=names | {"regency": regency})[0]
    return Village.objects.get_or_create(code="00.00.00.2000", defaults=names | {"district": district})[0]


def _totp_secret(email):
    return base64.b32encode(_derived("second factor", email)[:20]).decode()


def _derived(purpose, email):
    return hmac.digest(settings.SECRET_KEY.encode(), f"demo {purpose} {email}".encode(), "sha256")
