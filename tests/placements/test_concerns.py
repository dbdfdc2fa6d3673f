"""A word that something is wrong: who reads it and who never does, taking and answering it, and what goes out of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import Entry
from portal.messaging.models import Message
from portal.workflow import StepRefused, take_step
from registrations.models import Disclosure
from registrations.placements.concerns import views
from registrations.placements.concerns.services import MOST_OPEN, raise_concern
from registrations.placements.models import Concern
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.placements import PlacementFactory
from tests.factories.places import OfficeFactory
from tests.pages.test_own_data import proved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TOLD = {"kind": "money", "is_about_office": "no", "text": "He asks for 5 million", "reach": "message"}


def told(case, **facts):
    given = {"kind": "money", "is_about_office": False, "reach": "message", "text": "", "key": uuid4()}
    return raise_concern(case, **given | facts)


def by(office, role):
    return acting(MembershipFactory(office=office, role=role))


def test_the_person_tells_it_in_a_few_taps_once_and_reads_the_answer_there(client):
    case = PlacementFactory()
    address = reverse("path:concern", args=[case.number])
    log_in(client, case.candidate.user)
    assert "never see it" in client.get(address).content.decode()
    assert client.post(address, {}).content.decode().count('class="errsum"') == 1

    form = TOLD | {"key": str(uuid4())}
    assert [client.post(address, form).status_code for _time in range(2)] == [302, 302]

    concern = Concern.objects.get()
    take_step(concern, "answer", by=by(case.office, "bp3mi_head"), reason="Pay nothing, come to us.")
    ways = [reverse("path:placement", args=[case.number]), address]
    page = "".join(client.get(way).content.decode() for way in ways)
    # Whoever merely holds the open phone reads neither what it was about nor the answer.
    assert not any(words in page for words in ("He asks for 5 million", "Pay nothing"))
    assert client.get(f"{address}?baca=1").url.startswith(reverse("account_reauthenticate"))
    proved(client, case.candidate.user)
    page = client.get(address).content.decode()
    assert "He asks for 5 million" in page
    assert "Pay nothing, come to us." in page
    assert Message.objects.get().kind == "placements.answered"
    assert Message.objects.get().office is None  # nobody there hears that there was anything


def test_the_head_reads_it_but_no_other_officer_and_of_what_is_about_an_office_the_ministry_alone():
    case = PlacementFactory()
    of_company, of_office = told(case), told(case, is_about_office=True)
    head, officer = (by(case.office, role) for role in ("bp3mi_head", "bp3mi_officer"))
    ministry, elsewhere = by(OfficeFactory(), "ministry_admin"), by(OfficeFactory(), "bp3mi_head")

    assert list(Concern.objects.visible_to(head)) == [of_company]
    assert list(Concern.objects.visible_to(ministry)) == [of_office]
    assert not Concern.objects.visible_to(officer).exists()
    assert not Concern.objects.visible_to(elsewhere).exists()
    with pytest.raises(StepRefused):
        take_step(of_office, "take", by=head)

    Concern.objects.filter(pk=of_company.pk).update(raised_at=timezone.now() - timedelta(days=4))
    assert set(Concern.objects.visible_to(ministry)) == {of_company, of_office}
    take_step(of_company, "take", by=ministry)
    assert of_company in Concern.objects.visible_to(ministry)  # whoever took it goes on with it


def test_taking_answering_and_settling_keep_who_and_each_look_is_noted(client, monkeypatch):
    case = PlacementFactory()
    concern = told(case)
    head = MembershipFactory(office=case.office, role="bp3mi_head")
    log_in(client, head.user)
    address = reverse("concerns:concern", args=[concern.pk])
    assert client.get(reverse("concerns:all")).content.decode().count(address) == 1
    later = [told(PlacementFactory(registration__office=case.office, procedure=case.procedure)) for _each in range(2)]
    monkeypatch.setattr(views, "ROWS", 2)
    first = client.get(reverse("concerns:all")).context
    then = client.get(reverse("concerns:all") + first["next_address"]).context
    shown = [row["concern"] for page in (first, then) for row in page["rows"]]
    assert (shown, then["next_address"]) == ([concern, *later], "")

    client.post(address, {"seen": 0, "act": "take", "reason": ""})
    empty = client.post(address, {"seen": 1, "act": "settle", "reason": ""})
    client.post(address, {"seen": 1, "act": "settle", "reason": "The money came back."})

    concern.refresh_from_db()
    assert "Please give a reason." in empty.content.decode()
    assert (concern.state, concern.version) == ("settled", 2)
    assert [step.user for step in concern.history.all()] == [head.user, head.user]
    assert Entry.objects.filter(action="placements.concern_read").count() >= 3
    assert Disclosure.objects.get().purpose == "protection"
    lists = [client.get(reverse("concerns:all"), asked).context["rows"] for asked in ({}, {"selesai": "1"})]
    assert [[row["concern"] for row in rows] for rows in lists] == [later, [concern]]
    log_in(client, case.candidate.user)
    assert client.get(address).status_code == 404


def test_whoever_does_not_want_to_be_reached_gets_no_message_and_too_many_open_ones_are_told_to_call():
    case = PlacementFactory()
    concern = told(case, reach="here")
    take_step(concern, "answer", by=by(case.office, "bp3mi_head"), reason="Come to us.")
    assert not Message.objects.exists()

    for _time in range(MOST_OPEN - 1):
        told(case)
    with pytest.raises(StepRefused, match="five things"):
        told(case)


def test_nothing_of_it_stands_on_the_page_of_the_case(client):
    case = PlacementFactory()
    told(case, text="He asks for 5 million")
    officer = MembershipFactory(office=case.office, role="bp3mi_officer")
    log_in(client, officer.user)

    page = client.get(reverse("recording:case", args=[case.number])).content.decode()

    assert "5 million" not in page
    assert "wrong" not in page
