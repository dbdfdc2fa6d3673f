"""The rows of the pages on which people read messages and look after what they saved."""

from jobs.models import SavedSearch, SavedVacancy
from portal.accounts.models import User
from portal.messaging import links
from portal.messaging.models import Message
from portal.messaging.services import contact_of, contact_of_office
from tests.factories.accounts import UserFactory
from tests.factories.jobs import RecruitmentPermitFactory, VacancyFactory, days_ago
from tests.factories.messaging import BareContactFactory, MessageFactory
from tests.pages_rows import the_counter


def something_saved(contact, query="q=perawat&negara=TW"):
    """A SavedVacancy, with a search and a vacancy that is over beside it."""
    SavedSearch.objects.create(contact=contact, query=query)
    SavedVacancy.objects.create(contact=contact, vacancy=VacancyFactory(closed=True))
    return SavedVacancy.objects.create(contact=contact, vacancy=VacancyFactory(closes_on=days_ago(-7)))


def told_of_closing(contact, **search):
    saved = something_saved(contact, **search)
    row = MessageFactory(kind="jobs.closing", subject=saved.pk, contact=contact, state="sent")
    return Message.objects.get(pk=row.pk)


def the_reader():
    """Whose messages and saved things the pages of a person show."""
    return User.objects.filter(email="pembaca@contoh.test").first() or UserFactory(email="pembaca@contoh.test")


def a_message_that_may_be_refused():
    return {"token": links.token_of(told_of_closing(BareContactFactory()))}


def a_message_to_the_reader():
    return {"key": told_of_closing(contact_of(the_reader())).key}


def some_messages_to_the_reader():
    message = told_of_closing(contact_of(the_reader()))
    # Its search was taken away meanwhile.
    MessageFactory(kind="jobs.saved_search", subject=0, contact=message.contact, state="sent")
    return {}


def a_message_to_the_counter():
    permit = RecruitmentPermitFactory(valid_until=days_ago(-30))
    contact = contact_of_office(the_counter())
    row = MessageFactory(kind="jobs.permit_ends", subject=permit.pk, contact=contact, due_on=days_ago(0), state="sent")
    return {"key": Message.objects.get(pk=row.pk).key}


def some_messages_to_the_counter():
    a_message_to_the_counter()
    return {}
