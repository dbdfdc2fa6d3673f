"""Addresses that the other side refused for good, known again by a keyed digest: a list of them is no list of people."""

import hmac

from django.conf import settings

from portal.messaging.models import DeadAddress


def digest_of(address):
    """``address``: an e-mail address or a number in E.164. Under a new SECRET_KEY all are unknown, and learned anew."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"dead address:{address}".encode(), "sha256").hex()


def bury(channel, address, reason):
    """From now on nothing is sent to ``address`` by ``channel``, until somebody proves it again."""
    bury_digest(channel, digest_of(address), reason)


def bury_digest(channel, digest, reason):
    """As ``bury``, of an address that only its ``digest_of`` is known of."""
    row = DeadAddress(digest=digest, channel=channel, reason=reason[:40])
    DeadAddress.objects.bulk_create([row], ignore_conflicts=True)


def revive(address):
    """Somebody proved ``address``: it takes messages again, by every way."""
    DeadAddress.objects.filter(digest=digest_of(address)).delete()


def dead_among(addresses):
    """Those (channel, address) pairs that take nothing, of the pairs ``addresses``."""
    digests = {digest_of(address): address for _channel, address in addresses}
    rows = DeadAddress.objects.filter(digest__in=digests).values_list("channel", "digest")
    return {(channel, digests[digest]) for channel, digest in rows}
