"""Management commands as a person or a schedule runs them."""

import json
from io import StringIO
from typing import Any, NamedTuple

from django.core.management import call_command


class Said(NamedTuple):
    """What a command left behind: its exit code, its lines on standard output."""

    code: Any
    lines: list

    @property
    def counts(self):
        """The JSON that a command of ours ends with."""
        return json.loads(self.lines[-1])


def run(command, *arguments, **options):
    output, code = StringIO(), 0
    try:
        call_command(command, *arguments, stdout=output, **options)
    except SystemExit as end:
        code = end.code
    return Said(code, output.getvalue().splitlines())
