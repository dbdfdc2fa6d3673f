"""The list of settings that a person reads is the list that the settings read."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READ = re.compile(r"""(?:\benv\.[a-z_]+|\brequired|\bsecret|\bos\.environ\.get)\(\s*["']([A-Z_]+)["']""")
LISTED = re.compile(r"^#?([A-Z_]+)=", re.MULTILINE)


def test_the_example_lists_every_setting_that_is_read():
    sources = [ROOT / "portal" / name for name in ("gunicorn.py", "logs.py", "startup.py")]
    sources += (ROOT / "portal/settings").glob("*.py")
    read = {name for source in sources for name in READ.findall(source.read_text())}

    listed = set(LISTED.findall((ROOT / ".env.example").read_text()))

    assert listed == read
