"""Which way is open: the opener of each channel, as the settings say."""

from contextlib import contextmanager
from functools import partial

from portal.messaging.channels import gateway, in_one_go, mail
from portal.messaging.models import Channel


@contextmanager
def inbox():
    """Nothing leaves the house: under "Pesan" the person reads the row itself."""
    yield lambda letter: ""


def opener_of(channel):
    """What opens ``channel``, a Channel; None where this site has no provider for it."""
    match channel:
        case Channel.EMAIL:
            return mail.opened
        case Channel.INBOX:
            return partial(in_one_go, inbox)
        case _:
            has_gateway = gateway.GatewaySettings(channel).url
            return partial(in_one_go, partial(gateway.opened, channel)) if has_gateway else None
