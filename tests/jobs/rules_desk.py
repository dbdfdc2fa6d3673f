"""Two people of the ministry at the rules room, for its tests."""

from django.urls import reverse

from jobs.models import RuleDraft
from portal.accounts.roles import Role
from tests.factories.jobs import days_ago
from tests.jobs.desks import member


def keeper():
    """Somebody of the ministry, who may draft and publish rules."""
    return member(Role.MINISTRY_ADMIN)


def page(name, *rest):
    return reverse(f"rules_room:{name}", args=rest)


def decree(**changed):
    first = {"decree_number": "Keputusan Contoh 12/2026", "article": "3", "source_name": "JDIH Contoh"}
    return first | {"decree_date": f"{days_ago(2):%d/%m/%Y}"} | changed


def a_ban(destination, **changed):
    return decree(destination=destination.pk, employer_kind="", occupation="", action="banned") | changed


def handed_in(client, address, facts):
    """The draft that these facts make, handed to the second person."""
    assert client.post(address, facts).status_code == 302
    draft = RuleDraft.objects.latest("pk")
    client.post(page("move", draft.pk, "hand_in"), {"seen": draft.version})
    draft.refresh_from_db()
    assert draft.state == RuleDraft.State.WAITING
    return draft


def publish(client, draft):
    form = client.get(page("publish", draft.pk)).context["form"]
    return client.post(page("publish", draft.pk), form.initial, follow=True)


def effect(client, draft):
    return {row.label: (row.without, row.with_it) for row in client.get(page("draft", draft.pk)).context["page"].rows}
