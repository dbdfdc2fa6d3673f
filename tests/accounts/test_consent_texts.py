"""Loading purposes and texts: repeatable, and what was published never changes."""

import json
import re
import shutil

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.consent import packaged
from portal.accounts.consent.packaged import PackagedTextError
from portal.accounts.consent.reading import sections
from portal.accounts.consent.sync import SyncRefused, sync_consent_texts
from portal.accounts.models import PolicyText, Purpose
from tests.factories.accounts import new_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of the packaged files, to be changed."""
    return shutil.copytree(packaged.DATA, tmp_path / "data")


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def another_version(folder, text="notice", *, valid_from="2026-12-01"):
    words = (folder / text / "1.toml").read_text()
    path = folder / text / f"{len(list((folder / text).iterdir())) + 1}.toml"
    path.write_text(re.sub(r"valid_from = .*", f"valid_from = {valid_from}", words))
    return path


def test_loading_again_changes_nothing(capsys):
    call_command("sync_consent_texts")

    counts = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert counts["purposes"] | {"rows": 0, "unchanged": 0} == {
        "rows": 0,
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "ended": 0,
    }
    assert (counts["texts"]["created"], counts["texts"]["unchanged"]) == (0, PolicyText.objects.count())


def test_other_words_of_a_published_text_are_refused(folder):
    change(folder / "vacancy_news" / "1.toml", "Hanya portal ini.", "Portal ini dan perusahaan.")

    with pytest.raises(SyncRefused, match=r"vacancy_news/1\.toml was published"):
        sync_consent_texts(folder=folder)

    assert "Hanya portal ini." in PolicyText.objects.about("vacancy_news").current().body


@pytest.mark.parametrize(
    "line", ["valid_from = 2026-11-22", 'title = "Data Anda"', 'title_en = "Your data"', 'legal_basis = "UU']
)
def test_every_part_of_a_published_text_counts(folder, line):
    other = {"valid_from = 2026-11-22": "valid_from = 2026-11-21"}.get(line, f"{line}x".replace('"x', 'x"'))
    change(folder / "notice" / "1.toml", line, other)

    with pytest.raises(SyncRefused):
        sync_consent_texts(folder=folder)


def test_a_published_text_cannot_vanish(folder):
    path = another_version(folder)
    sync_consent_texts(folder=folder)
    path.unlink()

    with pytest.raises(SyncRefused, match="must stay readable"):
        sync_consent_texts(folder=folder)


def test_a_new_version_waits_for_its_day(folder):
    before = PolicyText.objects.notices().current(), PolicyText.objects.notices().count()
    another_version(folder, valid_from="2199-01-01")

    sync_consent_texts(folder=folder)

    assert (PolicyText.objects.notices().current(), PolicyText.objects.notices().count() - 1) == before


def test_the_first_version_counts_before_its_day_too():
    text = PolicyText.objects.notices().get(number=1)

    assert list(PolicyText.objects.notices().published(text.valid_from.replace(year=2020))) == [text]


def test_a_dry_run_loads_nothing(folder):
    before = PolicyText.objects.notices().count()
    another_version(folder)

    assert sync_consent_texts(folder=folder, dry_run=True)["texts"]["created"] == 1
    assert PolicyText.objects.notices().count() == before


def test_a_purpose_that_left_the_file_ends_and_stays(folder):
    change(folder / "purposes.toml", 'code = "outreach_follow_up"', 'code = "events_near_me"')
    change(folder / "purposes.toml", 'slug = "kabar-kegiatan"', 'slug = "kegiatan-dekat"')
    shutil.copytree(folder / "outreach_follow_up", folder / "events_near_me")

    counts = sync_consent_texts(folder=folder)["purposes"]

    assert (counts["created"], counts["ended"]) == (1, 1)
    assert Purpose.objects.get(code="outreach_follow_up").valid_to is not None
    assert "outreach_follow_up" not in Purpose.objects.asked().values_list("code", flat=True)


def test_a_purpose_never_changes_its_legal_basis(folder):
    change(folder / "purposes.toml", 'basis = "consent"', 'basis = "public_duty"')

    with pytest.raises(SyncRefused, match="another legal basis"):
        sync_consent_texts(folder=folder)


@pytest.mark.parametrize(
    "spoil, sentence",
    [
        (lambda data: (data / "notice" / "1.toml").write_text("title = "), r"notice/1.toml can't be read"),
        (lambda data: (data / "notice" / "1.toml").rename(data / "notice" / "2.toml"), r"notice/1.toml can't be read"),
        (lambda data: change(data / "notice" / "1.toml", "title_en", "title_fr"), "notice/1.toml lacks title_en"),
        (lambda data: change(data / "notice" / "1.toml", "title_en =", "x = 1\ntitle_en ="), "has x, which nobody"),
        (lambda data: another_version(data, valid_from="2026-11-22"), "must be in force later"),
        (lambda data: shutil.rmtree(data / "notice"), "There is no privacy notice"),
        (lambda data: (data / "purposes.toml").write_text(""), "has no purpose"),
    ],
)
def test_files_that_say_nonsense_are_named(folder, spoil, sentence):
    spoil(folder)

    with pytest.raises(PackagedTextError, match=sentence):
        sync_consent_texts(folder=folder)


@pytest.mark.parametrize("code", ["account", "nothing_of_ours"])
def test_a_text_without_a_purpose_that_asks_is_refused(folder, code):
    shutil.copytree(folder / "vacancy_news", folder / code)

    with pytest.raises(SyncRefused, match="asks for a consent that no purpose rests on"):
        sync_consent_texts(folder=folder)


def test_a_purpose_that_asks_without_a_text_is_refused(folder):
    words = (folder / "purposes.toml").read_text()
    last = words[words.rindex("[[purpose]]") :].replace("vacancy_news", "silent").replace("kabar-lowongan", "diam")
    (folder / "purposes.toml").write_text(words + last)

    with pytest.raises(SyncRefused, match="silent asks for a consent and has no text"):
        sync_consent_texts(folder=folder)


def test_the_command_says_why_in_one_sentence():
    new_version(None)

    with pytest.raises(CommandError, match=r"1 published versions are missing from the files\.") as refusal:
        call_command("sync_consent_texts")
    assert refusal.value.returncode == 2


@pytest.mark.parametrize("text", packaged.read_texts(), ids=lambda text: f"{text['purpose_id']} {text['number']}")
def test_both_languages_of_a_text_have_the_same_parts(text):
    shapes = [
        [(bool(part["heading"]), len(part["facts"]), len(part["paragraphs"])) for part in sections(text[language])]
        for language in ("body", "body_en")
    ]

    assert shapes[0] == shapes[1]


def test_a_text_is_read_as_sections():
    assert sections("Satu.\n## Dua\nA :: b\n\nTiga.") == [
        {"heading": "", "facts": [], "paragraphs": ["Satu."]},
        {"heading": "Dua", "facts": [{"term": "A", "value": "b"}], "paragraphs": ["Tiga."]},
    ]
