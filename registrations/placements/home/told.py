"""What the texts of messages to people who came home, and to offices about them, print."""

from portal.messaging import links
from portal.places.models import Office
from registrations.placements.models import HomeComing

INVITED_AFTER = (0, 14)  # days after the return
OFFICE_ASKED_AFTER = 14  # days after something was given to somebody who can help


def invited(messages):
    found = HomeComing.objects.filter(pk__in={message.subject for message in messages})
    numbers = dict(found.values_list("pk", "step__placement__number"))
    return {
        message.pk: {"address": links.full_address("path:placement", numbers[message.subject])}
        for message in messages
        if message.subject in numbers
    }


def referrals(messages):
    """To the office: that outcomes are missing, of nobody by name."""
    known = {*Office.objects.filter(pk__in={message.subject for message in messages}).values_list("pk", flat=True)}
    address = links.full_address("home:cases")
    return {message.pk: {"address": address} for message in messages if message.subject in known}
