"""Lists as an officer uploads them."""

import csv
import io
from uuid import uuid4

from django.core.files.base import ContentFile
from openpyxl import Workbook

from jobs.import_room import services
from jobs.imports.vacancies import COLUMNS
from jobs.models import ImportBatch
from portal.accounts.acting import Acting
from tests.factories.accounts import MembershipFactory

ROW = {"title": "Perawat lansia di Osaka", "source_name": "Warta Contoh", "destination_country_iso2": "JP"}


def as_csv(*rows, columns=COLUMNS):
    """A file of vacancies, each row a dict beside ROW's facts."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(ROW | row for row in rows)
    return ContentFile(text.getvalue().encode(), name="daftar.csv")


def as_xlsx(*rows, columns=COLUMNS):
    book, file = Workbook(), io.BytesIO()
    book.active.append(columns)
    for row in rows:
        book.active.append([(ROW | row).get(name, "") for name in columns])
    book.save(file)
    return ContentFile(file.getvalue(), name="daftar.xlsx")


def officer(**facts):
    membership = MembershipFactory(**facts)
    return Acting(user=membership.user, membership=membership)


def upload(by, file, kind="vacancies", key=None):
    return services.upload(by, kind=kind, file=file, key=key or uuid4(), language="en")


def previewed(by, *rows, **options):
    batch = upload(by, as_csv(*rows), **options)
    services.work_on_imports()
    return ImportBatch.objects.get(pk=batch.pk)


def asked(by, batch, wish):
    """The batch after the worker did what ``by`` asked."""
    services.ask(by, batch, wish)
    services.work_on_imports()
    return ImportBatch.objects.get(pk=batch.pk)


def written(by, *rows):
    return asked(by, previewed(by, *rows), "run")
