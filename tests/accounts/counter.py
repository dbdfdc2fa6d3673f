"""The steps at the counter, as a browser takes them."""

import re
import uuid

from portal.accounts.counter import services
from portal.accounts.counter.claims import make_code
from portal.accounts.models import ClaimCode
from portal.accounts.roles import Role
from portal.audit.models import Entry
from tests.accounts.visits import post
from tests.factories.accounts import ClaimFactory, MembershipFactory, UserFactory, acting

Fact, Purpose = ClaimCode.Fact, ClaimCode.Purpose
FACTS = [Fact.ID_CARD, Fact.BIRTH_DATE]
NUMBER = "+6281234567890"
CODE = re.compile(r"A-(?:[2-9A-HJKMNP-Z]{4}-){3}[2-9A-HJKMNP-Z]")


def two_officers():
    """(A, B), memberships in one office."""
    first = MembershipFactory(user__name="Dewi Satu")
    return first, MembershipFactory(office=first.office, role=Role.BP3MI_HEAD, user__name="Rahmat Dua")


def a_person(**facts):
    return UserFactory(**{"name": "Maria Tolan", "phone": NUMBER, "place_at_number": 1} | facts)


def asked(officer, account, purpose=Purpose.RECOVERY, **changed):
    given = {"account": account, "purpose": purpose, "facts": FACTS, "key": uuid.uuid4()} | changed
    return services.ask(acting(officer), **given)


def a_printed(purpose, **facts):
    """(claim, code) of the paper in the person's hand."""
    claim = ClaimFactory(purpose=purpose, confirmed=purpose == Purpose.RECOVERY, **facts)
    return claim, make_code(claim)


def looked_up(client, name="Maria Tolan", contact=NUMBER):
    return post(client, "counter:look_up", name=name, contact=contact)


def type_code(client, code):
    return post(client, "account_claim", code=code)


def choose(client, secret, **more):
    return post(client, "account_claim_take", secret=secret, again=secret, **more)


def actions():
    """What the audit says happened to accounts, in order, with the reason."""
    return list(
        Entry.objects.filter(action__startswith="accounts.").order_by("pk").values_list("action", "reason_code")
    )
