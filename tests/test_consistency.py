"""The rules of the house that no single test could keep: of code, migrations, tasks, addresses and words."""

import ast
import re
import tomllib
from functools import cache
from itertools import pairwise

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.utils.translation import override

from portal.celery import SCHEDULE, app
from portal.pages import catalogue
from tests import addresses
from tests.project import files, name

OUR_APPS = [config for config in apps.get_app_configs() if "site-packages" not in config.path]
PYTHON = [path for path in files("*.py") if "migrations" not in path.parts]
READ_BY_PEOPLE = files(
    "*.py", "*.html", "*.txt", "*.scss", "*.js", "*.sh", "Makefile", ".ci/*", ":!static/css", ":!*/data/*"
)
FILE_LINES = 450
FUNCTION_LINES = 60
# Words of the desk, and what we say instead.
DESK_WORDS = {
    "upload": "unggah",
    "submit": "kirim",
    "user": "Anda",
    "pengguna": "Anda",
    "verifikator": "petugas",
    "terverifikasi": "dicek petugas",
    "valid": "berlaku",
    "invalid": "perbaiki",
    "disabled": "belum dibuka",
    "login": "masuk",
    "kontrak": "perjanjian kerja",
    "oknum": "calo",
    "milestone": "stasiun",
    "fase": "langkah",
    "acara": "kegiatan",
    "event": "kegiatan",
    "nonprosedural": "kerja di luar negeri",
    "tindak lanjut": "giliran Anda",
    "silahkan": "silakan",
}
# Called the same everywhere.
BRANDS = {"SMS", "WhatsApp", "Samsung Internet", "Opera", "Edge", "Firefox", "Chrome", "Safari"} | {
    "Android", "iPhone", "Windows", "Mac", "Linux",
}  # fmt: skip


@cache
def trees():
    return [(path, ast.parse(path.read_text())) for path in PYTHON]


@pytest.mark.django_db
def test_no_model_change_waits_for_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_have_names_that_say_what_they_do():
    machine_made = re.compile(r"^\d{4}_(auto_|initial$)|_and_more$|_\d{8}")

    names = [path.stem for path in files("*/migrations/0*.py")]

    assert [stem for stem in names if machine_made.search(stem)] == []


def test_a_file_can_be_read_in_one_sitting():
    lengths = {name(path): len(path.read_text().splitlines()) for path in READ_BY_PEOPLE if path.suffix}

    assert {path: length for path, length in lengths.items() if length > FILE_LINES} == {}


def test_a_function_fits_on_a_screen():
    functions = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= FUNCTION_LINES
    ]

    assert functions == []


def today_without_a_zone(node):
    """Whether ``node`` asks for a day or an hour without saying where."""
    if not isinstance(node, ast.Call):
        return False
    called = ast.unparse(node.func)
    given = node.args or node.keywords
    if called.split(".")[-1] == "localdate":
        return not any(word.arg == "timezone" for word in node.keywords) and len(node.args) < 2
    if called.split(".")[-1] in {"localtime"} or called in {"datetime.now", "datetime.datetime.now"}:
        return not given
    return called.endswith(("date.today", "datetime.today", "datetime.utcnow", "now().date"))


@pytest.mark.parametrize(
    ("code", "is_bare"),
    [
        ("localdate()", True),
        ("timezone.localdate()", True),
        ("timezone.localdate(timezone=WIB)", False),
        ("date.today()", True),
        ("datetime.date.today()", True),
        ("datetime.now()", True),
        ("datetime.now(WIB)", False),
        ("timezone.now()", False),
        ("timezone.now().date()", True),
        ("localtime()", True),
        ("today_in(WIB)", False),
    ],
)
def test_a_day_without_a_zone_is_seen(code, is_bare):
    assert today_without_a_zone(ast.parse(code, mode="eval").body) is is_bare


def test_every_day_is_the_day_of_a_place():
    bare = [
        f"{name(path)}:{node.lineno}" for path, tree in trees() for node in ast.walk(tree) if today_without_a_zone(node)
    ]

    assert bare == []


def own_tasks():
    app.loader.import_default_modules()
    modules = tuple(config.name + "." for config in OUR_APPS)
    return {task_name: task for task_name, task in app.tasks.items() if task_name.startswith(modules)}


def test_every_periodic_task_stands_in_the_schedule():
    # A task that needs no argument is not about one row: only the clock can start it.
    periodic = {task_name for task_name, task in own_tasks().items() if not task.run.__code__.co_argcount}

    assert periodic == {entry["task"] for entry in SCHEDULE.values()}


def test_operators_read_of_every_periodic_task_what_happens_without_it():
    told = (settings.BASE_DIR / "docs" / "operations.md").read_text().split("## Periodic tasks")[1].split("\n## ")[0]

    assert {word for line in told.splitlines() for word in re.findall(r"`([a-z_]+)`", line.split(" | ")[0])} == set(
        SCHEDULE
    )


def test_every_decision_has_a_number_of_its_own():
    numbers = [path.name[:4] for path in files("docs/decisions/*.md")]

    assert len(numbers) == len(set(numbers))


def test_no_task_waits_in_the_broker():
    # Redis gives a task with an ETA to a second worker when its visibility time-out is over.
    waits = re.compile(r"\b(eta|countdown|retry_backoff)=")

    code = [path for path in PYTHON if "tests" not in path.parts]

    assert [name(path) for path in code if waits.search(path.read_text())] == []


def declares_its_permission(view):
    """Public, a door, of some staff roles, of any person, or of allauth, whose views look after themselves."""
    marks = ("is_public", "is_question", "is_door", "staff_roles", "is_person_page")
    classes = getattr(view, "view_class", type(view)).__mro__
    return any(getattr(view, mark, False) for mark in marks) or any(
        cls.__module__.startswith("allauth.") for cls in classes
    )


def test_every_page_declares_whom_it_is_for():
    undeclared = [view_name for view_name, view in addresses.pages() if not declares_its_permission(view)]

    assert undeclared == []


def test_the_indonesian_catalogue_is_complete():
    assert catalogue.problems(catalogue.extracted(), catalogue.read(catalogue.PO)) == []


def test_no_sentence_hides_in_an_f_string():
    # There the catalogue doesn't find it, and nobody misses its translation.
    hidden = [
        f"{name(path)}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if isinstance(part, ast.Call) and ast.unparse(part.func) in {"_", "gettext", "ngettext", "pgettext"}
    ]

    assert hidden == []


@cache
def kept_catalogue():
    return catalogue.read(catalogue.PO)


def indonesian_sentences():
    messages = [message for message in kept_catalogue() if message.id]
    return [message.string if isinstance(message.string, str) else message.string[0] for message in messages]


def test_no_sentence_speaks_as_a_desk_does():
    spoken = re.compile(rf"\b({'|'.join(DESK_WORDS)})\b", re.IGNORECASE)

    assert [sentence for sentence in indonesian_sentences() if spoken.search(sentence)] == []


def choices():
    for cls in sorted(subclasses(models.TextChoices), key=lambda cls: (cls.__module__, cls.__qualname__)):
        if cls.__module__.startswith(tuple(config.name for config in OUR_APPS)):
            yield cls


def subclasses(cls):
    return {found for child in cls.__subclasses__() for found in {child} | subclasses(child)}


def test_each_choice_has_a_label_in_both_languages():
    translated = {message.id for message in kept_catalogue() if message.string}  # with a context or without
    with override("en"):
        labels = {f"{cls.__module__}.{member!s}": str(member.label) for cls in choices() for member in cls}

    assert len(labels) > 200
    assert [member for member, label in labels.items() if label not in translated | BRANDS] == []


def test_no_file_speaks_of_a_path_on_somebodys_machine():
    # In two parts, so that this line is not found itself.
    homes = re.compile(r"[\s\"'=(](/ho" r"me/(?!siti/)\w|/ro" r"ot/|/wo" r"rk/|/Use" r"rs/|C:\\)")

    speaking = [
        f"{name(path)}:{number}"
        for path in files(":!*/data/*", ":!*.png", ":!*.webp", ":!*.ico")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if homes.search(f" {line}")
    ]
    assert speaking == []


def test_every_file_that_a_document_points_to_is_there():
    gone = [
        f"{name(path)}: {target}"
        for path in files("*.md")
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text())
        if not (path.parent / target).exists()
    ]

    assert gone == []


def test_decisions_are_numbered_without_a_gap():
    decisions = files("docs/decisions/*.md")

    assert [path.stem[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    assert all(path.read_text().startswith(f"# {int(path.stem[:4])}. ") for path in decisions)


def test_warnings_are_errors_and_each_exception_says_why():
    text = (settings.BASE_DIR / "pyproject.toml").read_text()
    filters = tomllib.loads(text)["tool"]["pytest"]["ini_options"]["filterwarnings"]

    assert filters[0] == "error"
    lines = text.splitlines()
    explained = {line for before, line in pairwise(lines) if "#" in before or "#" in line}
    assert [entry for entry in filters[1:] if not any(entry.replace("\\", "\\\\") in line for line in explained)] == []


def test_nothing_waits_for_later():
    later = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")

    assert [name(path) for path in READ_BY_PEOPLE if later.search(path.read_text())] == []


def test_psycopg_3_is_not_installed():
    # Once there, it silently takes the place of the driver that all was measured with.
    with pytest.raises(ImportError):
        __import__("psycopg")
