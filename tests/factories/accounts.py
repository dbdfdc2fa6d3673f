"""Accounts, memberships, and ways to act as them."""

import time
import uuid
from datetime import timedelta

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.utils import timezone

from portal.accounts.acting import Acting
from portal.accounts.models import ClaimCode, Invitation, Membership, PolicyText, User
from portal.accounts.models.granted import LONGEST
from portal.accounts.phone.numbers import free_place
from portal.accounts.roles import Role
from portal.accounts.staff_room.invitations import invite
from portal.lib import codes
from portal.lib.dates import WIB, today_in
from tests.factories.places import OfficeFactory, VillageFactory

PASSWORD = "sirih pinang kapur"
EVENT = codes.spell(codes.EVENT, "7KQ2M4XP")


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a confirmed e-mail address; ``second_factor=True``: with an authenticator app as well."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = "Maria Tolan"
    email = factory.Sequence("orang{}@contoh.test".format)
    password = factory.django.Password(PASSWORD)
    phone = None
    place_at_number = factory.LazyAttribute(lambda user: free_place(user.phone) if user.phone else None)

    @factory.post_generation
    def email_verified(user, create, verified):
        if create and user.email:
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified is not False)

    @factory.post_generation
    def second_factor(user, create, wanted):
        if create and wanted:
            TOTP.activate(user, generate_totp_secret())


class MembershipFactory(factory.django.DjangoModelFactory):
    """In force since ten days; without an end, or as long as a village clerk or a steward may be."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory, second_factor=True)
    office = factory.SubFactory(OfficeFactory)
    role = Role.BP3MI_OFFICER
    valid_from = factory.LazyFunction(lambda: today_in(WIB) - timedelta(days=10))
    valid_to = factory.LazyAttribute(
        lambda given: given.valid_from + timedelta(days=LONGEST[given.role] - 1) if given.role in LONGEST else None
    )
    village = factory.LazyAttribute(lambda given: VillageFactory() if given.role == Role.VILLAGE_CLERK else None)
    event_reference = factory.LazyAttribute(lambda given: EVENT if given.role == Role.STEWARD else "")

    @factory.post_generation
    def unused_days(membership, create, days):
        """Given long ago, and used that many days ago for the last time."""
        if create and days:
            membership.valid_from -= timedelta(days=365)
            membership.idle_since = membership.last_used_on = today_in(membership.office.zone) - timedelta(days=days)
            membership.save()


def an_invitation(head=None, *, email="baru@contoh.test", **facts):
    """(invitation, token) to be an officer in the office of ``head``, a Membership."""
    head = head or MembershipFactory(role=Role.BP3MI_HEAD)
    facts = {"role": Role.BP3MI_OFFICER, "name": "Ibu Baru", "letter_number": "SK-1", "valid_to": None} | facts
    return invite(acting(head), office=head.office, email=email, **{"valid_from": today_in(WIB)} | facts)


def a_paper(head=None, **facts):
    """(invitation, token) of a sheet that a regency head hands over, for a village clerk unless told otherwise."""
    head = head or MembershipFactory(role=Role.REGENCY_HEAD, office=OfficeFactory(labour=True))
    village = VillageFactory(district__regency=head.office.regency)
    clerk = {"role": Role.VILLAGE_CLERK, "village": village, "valid_to": today_in(WIB) + timedelta(days=60)}
    return an_invitation(head, email="", **clerk | facts)


def take_paper(invitation, user=None):
    """Somebody uses the sheet; returns the account."""
    user = user or UserFactory(second_factor=True, name="Mikael Tae")
    Invitation.objects.filter(pk=invitation.pk).update(taken_by=user, taken_at=timezone.now())
    return user


def new_version(purpose):
    """The next version of a text, in force by today: of a purpose's code, or of the notice (None)."""
    texts = PolicyText.objects.about(purpose) if purpose else PolicyText.objects.notices()
    last, day = texts.latest("number"), today_in(WIB)
    taken = set(texts.values_list("valid_from", flat=True))
    return PolicyText.objects.create(
        purpose_id=purpose,
        number=last.number + 1,
        valid_from=day if day not in taken else min(taken) - timedelta(days=1),
        title=last.title,
        title_en=last.title_en,
        body=f"{last.body}\nLebih jelas.",
        body_en=f"{last.body_en}\nPlainer.",
        legal_basis=last.legal_basis,
        content_hash=f"{last.number + 1:064x}",
    )


def acting(who, *, ip="192.0.2.7"):
    """The Acting of a membership (that officer, that office) or of a user (a citizen)."""
    if isinstance(who, Membership):
        return Acting(user=who.user, membership=who, ip=ip)
    return Acting(user=who, ip=ip)


def log_in(client, user, *, second_factor=None):
    """Log the client in as ``user``; ``second_factor`` None: passed if the user has one."""
    client.force_login(user, backend="portal.accounts.backends.AccountBackend")
    authenticator = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if authenticator and second_factor is not False:
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time()},
            {"method": "mfa", "at": time.time(), "type": "totp", "id": authenticator.pk},
        ]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


def totp_code(user, step=0):
    """The code the person's app shows; ``step`` 1 is the next one, accepted already. Each counts once."""
    authenticator = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return code_of(decrypt(authenticator.data["secret"]), step)


def code_of(secret, step=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


class ClaimFactory(factory.django.DjangoModelFactory):
    """Asked just now at an office, without a code. ``confirmed=True``: by a second officer."""

    class Meta:
        model = ClaimCode

    class Params:
        confirmed = factory.Trait(
            confirmed_by=factory.SubFactory(UserFactory), confirmed_at=factory.LazyFunction(timezone.now)
        )

    number = factory.LazyFunction(lambda: codes.new_code(codes.COUNTER_ACT))
    purpose = ClaimCode.Purpose.NEW_DEVICE
    account = factory.SubFactory(UserFactory)
    office = factory.SubFactory(OfficeFactory)
    facts = [ClaimCode.Fact.ID_CARD, ClaimCode.Fact.BIRTH_DATE]
    submission_key = factory.LazyFunction(uuid.uuid4)
    requested_by = factory.SubFactory(UserFactory)
    requested_at = factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=5))
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
