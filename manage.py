#!/usr/bin/env python
"""Django's command line. On a laptop it starts the database for its own duration if none runs."""

import os
import sys
from contextlib import nullcontext


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    servers, no_server = nullcontext(), ()
    if settings.EMBEDDED_SERVERS:
        from portal import embedded

        servers = embedded.running(settings.EMBEDDED_SERVERS)
        no_server = embedded.EmbeddedServerError
    try:
        with servers:
            execute_from_command_line(sys.argv)
    except no_server as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
