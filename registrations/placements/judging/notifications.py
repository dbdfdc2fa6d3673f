"""What a paper owes the person after it was looked at with a case."""

from portal.messaging import links
from portal.messaging.kinds import Kind, register
from registrations.models import Document
from registrations.placements.topic import PLACEMENT


def returned(messages):
    """Which paper it is and what is wrong with it stand on the page alone."""
    address = links.full_address("pages:person_home")
    return {message.pk: {"address": address} for message in messages}


def people(messages):
    documents = Document.objects.filter(pk__in={message.subject for message in messages})
    names = dict(documents.values_list("pk", "candidate__name"))
    return {message.pk: names[message.subject] for message in messages if names.get(message.subject)}


register(
    Kind(
        name="placements.paper_returned",
        topic=PLACEMENT,
        model=Document,
        prepare=returned,
        still_due=lambda documents: documents.current().filter(state=Document.State.RETURNED),
        escalates=True,
        asks_for=people,
    )
)
