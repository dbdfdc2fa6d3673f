"""What is sent by SMS at once and never stored: codes and notices, through the gateway of all messages."""

import uuid

from portal.messaging.channels import Letter, NotNow, Refused, gateway
from portal.messaging.models import Channel

ATTEMPTS = 2  # of one message, under one key


class SmsNotSent(Exception):
    """The gateway did not take the message. Its text holds neither number nor message."""


def send(to, text):
    """Hand the message to the gateway; raises SmsNotSent. ``to``: E.164."""
    letter = Letter(key=str(uuid.uuid4()), address=to, subject="", body=text, language="id")
    said = ""
    with gateway.opened(Channel.SMS) as hand_over:
        for _attempt in range(ATTEMPTS):
            try:
                hand_over(letter)
                return
            except NotNow as problem:
                said = problem.reason
            except Refused as problem:  # it understood: once more would be refused again
                raise SmsNotSent(problem.reason) from None
    raise SmsNotSent(said)
