"""The admin in a browser: nothing it loads is refused by the content policy (the page fixture fails the test)."""

from django.conf import settings
from django.urls import reverse

from portal.accounts.acting import Acting
from portal.audit.services import record
from tests.factories.accounts import UserFactory, log_in
from tests.journeys.conftest import DESKTOP


def test_an_administrator_looks_entries_up_in_a_browser(new_page, live_server, client):
    record(Acting.for_system("sync_places"), "places.synced", fields=["name"])
    log_in(client, UserFactory(is_staff=True, is_superuser=True, second_factor=True))
    page = new_page(size=DESKTOP)
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": live_server.url}]
    )

    page.goto(reverse("admin:index"))
    page.goto(reverse("admin:audit_entry_changelist"))
    # The newest stands first, and looking at the list was noted as well.
    page.locator("#result_list tbody th a").last.click()

    assert page.locator("#content h2").inner_text().endswith("places.synced")
    for name in ("places_holiday_changelist", "jobs_destination_add", "accounts_user_changelist"):
        assert page.goto(reverse(f"admin:{name}")).status in {200, 403}
