"""The ways out that a batch has opened: each when first needed, all closed together."""

from collections import Counter
from contextlib import ExitStack

import structlog

from portal.messaging.channels import NotNow, Refused, ways

log = structlog.get_logger(__name__)

# So many letters in a row that a way did not take: it is away, and the rest of the batch need not find out one by one.
AWAY_AFTER = 5


class Senders(ExitStack):
    def __init__(self):
        super().__init__()
        self._opened, self._in_vain = {}, Counter()

    def send(self, channel, letter):
        """A generator as that of the way, to the reference. Raises NotNow or Refused, whatever else the way raises."""
        if self._in_vain[channel] >= AWAY_AFTER:
            raise NotNow("away")
        try:
            reference = yield from self._sender(channel)(letter)
        except NotNow as problem:
            if problem.is_about_letter:
                self._in_vain[channel] = 0
            else:
                self._count(channel)
            raise
        except Refused:
            self._in_vain[channel] = 0
            raise
        except Exception as error:  # an adapter's own fault: no letter is lost for it
            log.error("channel_failed", channel=str(channel), exc_info=error)
            self._count(channel)
            raise NotNow("error") from error
        self._in_vain[channel] = 0
        return reference

    def _sender(self, channel):
        if channel not in self._opened:
            self._opened[channel] = self.enter_context(ways.opener_of(channel)())
        return self._opened[channel]

    def _count(self, channel):
        self._in_vain[channel] += 1
        if self._in_vain[channel] == AWAY_AFTER:
            log.warning("channel_away", channel=str(channel))

    def __exit__(self, *problem):
        try:
            return super().__exit__(*problem)
        except Exception as error:  # everything has been said by now
            log.warning("channel_not_closed", exc_info=error)
            return False
