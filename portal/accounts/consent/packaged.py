"""What the packaged files say about purposes and texts; no database here.

``purposes.toml`` lists the purposes. A folder per text (``notice``, or a purpose's code) holds a file per version,
``1.toml``, ``2.toml`` …: once published a file is never edited, other words are another file.
"""

import hashlib
import json
import tomllib
from datetime import date
from pathlib import Path

DATA = Path(__file__).parent / "data"
NOTICE = "notice"
PURPOSE_FIELDS = {
    "code": str,
    "slug": str,
    "name": str,
    "name_en": str,
    "basis": str,
    "article": str,
    "is_checked": bool,
    "uses": str,
    "uses_en": str,
    "kept_for": str,
    "kept_for_en": str,
}
TEXT_FIELDS = {"valid_from": date, "title": str, "title_en": str, "body": str, "body_en": str, "legal_basis": str}


class PackagedTextError(Exception):
    """A packaged file that can't be used; the text is one sentence that names it."""


def read_purposes(folder=DATA):
    """Each purpose as a dict of its columns, in the order of the file."""
    rows = _load(folder / "purposes.toml").get("purpose", [])
    if not rows:
        raise PackagedTextError("purposes.toml has no purpose.")
    return [
        _checked(row, PURPOSE_FIELDS, f"purposes.toml, {row.get('code', 'a purpose')}") | {"place": place}
        for place, row in enumerate(rows, start=1)
    ]


def read_texts(folder=DATA):
    """Each version as a dict of its columns; ``purpose_id`` None is the privacy notice.

    Versions of a text are numbered without a gap, each in force later than the one before.
    """
    texts = []
    for place in sorted(path for path in folder.iterdir() if path.is_dir()):
        before = None
        for number in range(1, len(list(place.glob("*.toml"))) + 1):
            name = f"{place.name}/{number}.toml"
            text = _checked(_load(place / f"{number}.toml"), TEXT_FIELDS, name)
            if before and text["valid_from"] <= before:
                raise PackagedTextError(f"{name} must be in force later than the version before it.")
            before = text["valid_from"]
            text |= {"purpose_id": None if place.name == NOTICE else place.name, "number": number}
            texts.append(text | {"content_hash": content_hash(text)})
    if not any(text["purpose_id"] is None for text in texts):
        raise PackagedTextError("There is no privacy notice.")
    return texts


def content_hash(text):
    """SHA-256 in hex over the columns of a version, a dict."""
    content = [text["purpose_id"], text["number"], text["valid_from"].isoformat()]
    content += [text[name] for name in TEXT_FIELDS if name != "valid_from"]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _load(path):
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackagedTextError(f"{path.parent.name}/{path.name} can't be read: {error}.") from error


def _checked(row, fields, name):
    for field, kind in fields.items():
        if not isinstance(row.get(field), kind) or row[field] == "":
            raise PackagedTextError(f"{name} lacks {field}.")
    if unknown := sorted(set(row) - set(fields)):
        raise PackagedTextError(f"{name} has {unknown[0]}, which nobody reads.")
    return {field: row[field].strip() if kind is str else row[field] for field, kind in fields.items()}
