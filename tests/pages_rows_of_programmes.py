"""The rows of the pages of programmes of the government."""

from portal.accounts.models import Membership
from registrations.placements.models import ScoreList
from registrations.placements.programmes.workflow import State
from tests.factories.accounts import MembershipFactory
from tests.factories.placements import WayFactory
from tests.factories.programmes import BatchFactory, ProgrammeFactory, SignUpFactory, ranked
from tests.pages_rows import the_counter
from tests.pages_rows_of_own_way import verified_of_person


def some_programmes():
    BatchFactory()
    BatchFactory(over=True, state=State.CLOSED)
    ranked((90, 80), state=State.PUBLISHED)
    return {}


def a_programme():
    return {"code": ProgrammeFactory().code}


def a_programme_to_choose():
    ProgrammeFactory()
    return {}


def a_batch(**facts):
    return {"number": BatchFactory(office=the_counter(), **facts).number}


def a_batch_to_sign_up_for():
    WayFactory(scheme="G_TO_G")
    verified_of_person()
    return a_batch(test_fee=28, fee_currency="USD", places_female=1)


def an_own_sign_up():
    row = SignUpFactory(registration=verified_of_person())
    return {"number": row.batch.number}


def a_batch_to_open():
    WayFactory(scheme="G_TO_G")
    return a_batch(state=State.PREPARED) | {"event": "open"}


def a_prepared_batch():
    return a_batch(state=State.PREPARED)


def a_tested_batch():
    """With people of the counter's office, one without scores."""
    batch, people = ranked((90, 80), (70, 60), (50, 50), (), office=the_counter())
    for row in people:
        row.registration.office = the_counter()
        row.registration.save()
    return {"number": batch.number}


def a_list_of_scores():
    """With one row to take and one to refuse."""
    batch, _people = ranked((), state=State.CLOSED, office=the_counter())
    officer = Membership.objects.filter(office=the_counter()).first() or MembershipFactory(office=the_counter())
    counts = {"rows": 2, "created": 1, "rejected": 1, "refused": [[3, ["nomor: –"]]], "content": b"nomor"}
    kept = ScoreList.objects.create(batch=batch, membership=officer, **counts)
    return {"number": batch.number, "key": kept.pk}


def somebody_on_the_roster():
    _batch, people = ranked((90, 80), state=State.PUBLISHED)
    registration = people[0].registration
    registration.office = the_counter()
    registration.save()
    return {"number": people[0].number}
