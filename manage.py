#!/usr/bin/env python
"""Django's command line. On a laptop it starts the database for its own duration if none runs."""

import os
import sys
from contextlib import nullcontext


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    servers, no_server = nullcontext(), ()
    try:
        embedded_servers = settings.EMBEDDED_SERVERS
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    if embedded_servers:
        from portal import embedded

        servers = embedded.running(embedded_servers)
        no_server = embedded.EmbeddedServerError
    try:
        with servers:
            execute_from_command_line(sys.argv)
    except no_server as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
