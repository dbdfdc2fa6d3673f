"""Rows for the pages on registrations; see tests/pages_rows.py."""

from registrations.models import OfficialList, OfficialRow
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory
from tests.factories.registrations import RegistrationFactory
from tests.pages_rows import the_counter


def a_verified_file():
    return {"number": RegistrationFactory(state=State.VERIFIED, office=the_counter()).number}


def some_verified_files():
    a_verified_file()
    return {}


def a_list_that_was_compared():
    """One row of each outcome."""
    office = the_counter()
    kept = OfficialList.objects.create(
        office=office, membership=MembershipFactory(office=office), matched=3, missing_there=1
    )
    for line, outcome in enumerate(OfficialRow.Outcome, start=2):
        registration = RegistrationFactory(state=State.VERIFIED, office=office)
        OfficialRow.objects.create(
            official_list=kept,
            line=line,
            outcome=outcome,
            registration=registration,
            official_id="CONTOH-1",
            fields=["name"],
        )
    return {}
