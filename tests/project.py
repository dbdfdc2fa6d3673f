"""The files of this project, as git knows them: what is kept, and what is about to be."""

import subprocess
from functools import cache

from django.conf import settings


@cache
def files(*patterns):
    """Paths that match the patterns of ``git ls-files``; without patterns all."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns],
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = [settings.BASE_DIR / name for name in listed.stdout.split("\0") if name]
    return sorted(path for path in paths if path.is_file())


def name(path):
    return str(path.relative_to(settings.BASE_DIR))
