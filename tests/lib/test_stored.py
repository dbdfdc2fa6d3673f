"""Papers lie in a folder or in a bucket; the acts around them are the same."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from moto import mock_aws

from portal.lib.stored import names_in
from tests.buckets import in_a_bucket
from tests.pages.test_production import python


@pytest.mark.parametrize("place", ["folder", "bucket"])
def test_a_file_is_kept_read_listed_and_forgotten(settings, tmp_path, place):
    if place == "bucket":
        with mock_aws():
            in_a_bucket(settings)
            keep_and_forget()
    else:
        settings.MEDIA_ROOT = tmp_path
        settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
        keep_and_forget()


def keep_and_forget():
    assert names_in("berkas") == []
    first, second = [default_storage.save("berkas/satu", ContentFile(content)) for content in (b"1", b"2")]

    assert first == "berkas/satu" != second
    assert sorted(names_in("berkas")) == sorted(name.removeprefix("berkas/") for name in (first, second))
    with default_storage.open(second) as file:
        assert file.read() == b"2"
    default_storage.delete(second)
    default_storage.delete(second)
    with pytest.raises(FileNotFoundError):
        default_storage.open(second)


def test_production_keeps_papers_in_the_bucket_it_is_given():
    bucket = {
        "FILES_BUCKET": "berkas",
        "FILES_ACCESS_KEY": "a",
        "FILES_SECRET_KEY": "b",
        "FILES_ENDPOINT": "https://s3.example",
    }
    show = "from portal.settings import STORAGES as s; print(*map(s['default']['OPTIONS'].get, ('bucket_name', 'endpoint_url')))"

    done = python("-c", show, FILES_FOLDER=None, **bucket)

    assert done.stdout.split() == ["berkas", "https://s3.example"], done.stderr
