"""Are the committed stylesheets those that scss/ and the pages ask for? Needs no Node.

python scss/check.py            one sentence and exit 1 when `make css` is due
python scss/check.py --write    remember the present state (make css does this after compiling)
python scss/check.py --classes  the class names in use, for the compiler
"""

import hashlib
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
RECORD = HERE / "built.json"
SHEETS = [ROOT / "static/css/public.css", ROOT / "static/css/staff.css"]
PYTHON_FOLDERS = ["portal", "jobs", "registrations", "outreach", "protection"]

_CLASS_ATTRIBUTE = re.compile(r"""class=\\?(["'])(.*?)\\?\1""", re.S)
_CLASS_IN_PYTHON = re.compile(
    r"""(?:css_class|wrapper_class|class_name|css)=(["'])(.*?)\1|["']class["']:\s*(["'])(.*?)\3"""
)
_TEMPLATE_TAG = re.compile(r"{[%{#].*?[%}#]}", re.S)
_WORD = re.compile(r"[A-Za-z][\w-]*")
_SELECTOR = re.compile(r"\.([A-Za-z][\w-]*)")


def _words_of(attribute):
    # Words inside tags count too: {% if hot %}hot{% endif %}, {% firstof css "ic" %}.
    return set(_WORD.findall(attribute))


def classes_in_use():
    """Every word that a template or a Python file may print as a class name."""
    words = set()
    for page in (ROOT / "templates").rglob("*.html"):
        for _quote, value in _CLASS_ATTRIBUTE.findall(_inner_quotes_single(page.read_text(encoding="utf-8"))):
            words |= _words_of(value)
    for folder in PYTHON_FOLDERS:
        for file in (ROOT / folder).rglob("*.py"):
            text = file.read_text(encoding="utf-8")
            for _quote, value in _CLASS_ATTRIBUTE.findall(text):
                words |= _words_of(value)
            for _q1, value, _q2, other in _CLASS_IN_PYTHON.findall(text):
                words |= _words_of(value) | _words_of(other)
    return words


def _inner_quotes_single(text):
    # class="ic {% if x == "y" %}z{% endif %}" must not end at the quote inside the tag.
    return _TEMPLATE_TAG.sub(lambda tag: tag.group().replace('"', " ").replace("'", " "), text)


def present_state():
    """What the stylesheets depend on, and a print of the sheets themselves."""
    sources = hashlib.sha256()
    names = [*sorted(HERE.glob("*.scss")), HERE / "build-css.js", HERE / "package.json"]
    for name in names:
        sources.update(name.name.encode() + b"\0" + name.read_bytes())
    defined = set()
    for name in HERE.glob("*.scss"):
        defined |= set(_SELECTOR.findall(name.read_text(encoding="utf-8")))
    sheets = {sheet.name: hashlib.sha256(sheet.read_bytes()).hexdigest() for sheet in SHEETS if sheet.exists()}
    return {"sources": sources.hexdigest(), "sheets": sheets, "classes": sorted(classes_in_use() & defined)}


def problem():
    """A sentence why `make css` is due, or "" when the stylesheets are current."""
    if not RECORD.exists():
        return "The stylesheets were never compiled. Run `make css`."
    try:
        then = json.loads(RECORD.read_text(encoding="utf-8"))
    except ValueError:
        return f"{RECORD.name} cannot be read, perhaps after a merge. Run `make css`."
    now = present_state()
    if then["sources"] != now["sources"]:
        return "scss/ has changed since the stylesheets were compiled. Run `make css`."
    if then["sheets"] != now["sheets"]:
        return "A file of static/css/ is not the compiled one. Run `make css`."
    if new := sorted(set(now["classes"]) - set(then["classes"])):
        return f"Pages use classes that the stylesheets may lack: {', '.join(new)}. Run `make css`."
    if gone := sorted(set(then["classes"]) - set(now["classes"])):
        return f"No page uses these classes any more: {', '.join(gone)}. Run `make css`."
    return ""


def main(arguments):
    if "--classes" in arguments:
        print("\n".join(sorted(classes_in_use())))
        return 0
    if "--write" in arguments:
        RECORD.write_text(json.dumps(present_state(), indent=1) + "\n", encoding="utf-8")
        return 0
    sentence = problem()
    if sentence:
        print(sentence, file=sys.stderr)
    return 1 if sentence else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
