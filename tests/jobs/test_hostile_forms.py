"""Forms of the staff's rooms, sent with what no browser sends: each is answered with a page, none with an error."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm

from tests.pages_registry import PAGES, each

pytestmark = pytest.mark.django_db

ROOMS = ("check_room:", "drafts:", "company_room:", "rules_room:", "import_room:", "compose:", "log:")
FORMS = [page for page in PAGES if page.name.startswith(ROOMS) and not page.is_file]
NONSENSE = ["a\x00b", "x" * 100_000, "9" * 30, "\u00b2", "=1+1\u202e{{7*7}}%s<script>"]
# What forms of a button alone ask for, which stand in no context.
OF_BUTTONS = {"seen", "key", "do", "wish", "tab", "sesudah", "then", "reason", "ends", "mission-seen"}


def fields_of(client, address):
    """Names and first values of the fields that the page shows."""
    shown = client.get(address).context or []
    forms = [one for layer in shown for one in layer.flatten().values() if isinstance(one, BaseForm)]
    return {
        one.add_prefix(name): one.get_initial_for_field(one.fields[name], name) for one in forms for name in one.fields
    }


@pytest.mark.parametrize("page", **each(FORMS))
def test_a_form_of_nonsense_is_answered_with_a_page(page):
    client = page.client()
    address = page.address(**page.arrange())
    first = {name: str(value or "") for name, value in fields_of(client, address).items()}
    names = first.keys() | OF_BUTTONS
    hostile = SimpleUploadedFile("\u202e" + "x" * 300 + ".pdf.exe", b"%PDF-1.7 %%EOF", content_type="x" * 300)
    empty = SimpleUploadedFile("surat.pdf", b"", content_type="application/pdf")
    sent = [
        {},
        first | {"seen": "0"},
        *({name: ["1", told] for name in names} for told in NONSENSE),
        *({"file": file, "scan": file, "mission-scan": file} for file in (hostile, empty)),
    ]

    assert [told for told in sent if client.post(address, told).status_code >= 500] == []
