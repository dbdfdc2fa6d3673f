"""The storage of what people hand in, be it a folder or a bucket."""

from django.core.files.storage import default_storage


def names_in(folder):
    """Names of the files in a folder of the storage; none where there is no such folder: a bucket has none at all."""
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []
