"""The list of settings that a person reads is the list that the settings read."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READ = re.compile(r"""(?:\benv\.[a-z_]+|\b_required|\b_key|\bos\.environ\.get)\(\s*["']([A-Z_]+)["']""")
LISTED = re.compile(r"^#?([A-Z_]+)=", re.MULTILINE)


def test_the_example_lists_every_setting_that_is_read():
    sources = [ROOT / "portal" / name for name in ("settings.py", "gunicorn.py", "logs.py", "startup.py")]
    read = {name for source in sources for name in READ.findall(source.read_text())}

    listed = set(LISTED.findall((ROOT / ".env.example").read_text()))

    assert listed == read
