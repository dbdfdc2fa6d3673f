"""Keeps one server up until told to stop, a line of the Procfile: python -m portal.embedded database"""

import signal
import sys
import time

from portal.embedded import DATA, SERVERS, EmbeddedServerError, running
from portal.embedded.folders import cause


def serve(name):
    """Raises EmbeddedServerError when the server ends although nobody asked it to."""
    with running([name]):
        print(f"{name} is ready", flush=True)
        server = SERVERS[name](DATA)
        while server.is_running():
            time.sleep(1)
        raise EmbeddedServerError(f"The {name} stopped by itself: {cause(server.last_words(), DATA)}")


if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        serve(sys.argv[1])
    except EmbeddedServerError as error:
        sys.exit(str(error))
