"""Village clerks for the own village and 90 days, stewards for one event; both may come without e-mail, on paper."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from portal.accounts.acting import ActRefused
from portal.accounts.models import Invitation, Membership
from portal.accounts.roles import Role
from portal.accounts.staff_room.grants import givable
from portal.accounts.staff_room.invitations import confirm, take
from portal.audit.models import Entry
from portal.lib.dates import WIB, today_in
from tests.factories.accounts import (
    EVENT,
    MembershipFactory,
    UserFactory,
    a_paper,
    acting,
    an_invitation,
    log_in,
    take_paper,
)
from tests.factories.places import OfficeFactory, VillageFactory

pytestmark = pytest.mark.django_db
CLERK, STEWARD = Role.VILLAGE_CLERK, Role.STEWARD
DAY = timedelta(days=1)


@pytest.fixture
def head(client):
    membership = MembershipFactory(role=Role.REGENCY_HEAD, office=OfficeFactory(labour=True))
    log_in(client, membership.user)
    return membership


def invite_address(office):
    return reverse("staff:invite", args=[office.code])


def link(token):
    return reverse("account_invitation", args=[token])


def facts(role, **more):
    today = today_in(WIB)
    first = {"role": f"{role}.", "name": "Mikael", "email": "", "letter_number": "SK-1"}
    return first | {"valid_from": f"{today:%d/%m/%Y}", "valid_to": f"{today + 20 * DAY:%d/%m/%Y}"} | more


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"role": CLERK, "village": None}, "clerk_alone_names_a_village"),
        ({"role": Role.BP3MI_OFFICER, "village": "one"}, "clerk_alone_names_a_village"),
        ({"role": STEWARD, "event_reference": ""}, "steward_alone_names_an_event"),
        ({"role": STEWARD, "event_reference": "L-7KQ2-M4XP-9"}, "steward_alone_names_an_event"),
        ({"role": Role.BP3MI_OFFICER, "event_reference": EVENT}, "steward_alone_names_an_event"),
        ({"role": CLERK, "days": 91}, "clerk_lasts_90_days_at_most"),
        ({"role": CLERK, "valid_to": None}, "clerk_lasts_90_days_at_most"),
        ({"role": STEWARD, "days": 31}, "steward_lasts_30_days_at_most"),
        ({"role": STEWARD, "valid_to": None}, "steward_lasts_30_days_at_most"),
    ],
)
def test_the_database_keeps_village_event_and_length(broken, constraint):
    if broken.get("village") == "one":
        broken = broken | {"village": VillageFactory()}
    if days := broken.pop("days", 0):
        broken |= {"valid_from": today_in(WIB), "valid_to": today_in(WIB) + (days - 1) * DAY}

    with pytest.raises(IntegrityError, match=constraint):
        MembershipFactory(**broken)


@pytest.mark.parametrize(("role", "days"), [(CLERK, 90), (STEWARD, 30)])
def test_the_longest_time_counts_its_last_day(role, days):
    MembershipFactory(role=role, valid_from=today_in(WIB), valid_to=today_in(WIB) + (days - 1) * DAY)


def test_one_may_be_steward_of_two_events_at_once_but_not_twice_of_one():
    first = MembershipFactory(role=STEWARD)
    MembershipFactory(role=STEWARD, user=first.user, office=first.office, event_reference="K-2222-2222-2")

    with pytest.raises(IntegrityError, match="not_given_twice"):
        MembershipFactory(role=STEWARD, user=first.user, office=first.office)


@pytest.mark.parametrize(
    ("role", "given"),
    [(Role.REGENCY_HEAD, {Role.REGENCY_OFFICER, CLERK, STEWARD}), (Role.REGENCY_OFFICER, {STEWARD}), (CLERK, set())],
)
def test_what_each_role_gives_at_a_regency(role, given):
    membership = MembershipFactory(role=role, office=OfficeFactory(labour=True))

    assert {role for role, standing in givable(acting(membership), membership.office) if not standing} == given


def test_an_acting_tells_its_village_and_its_event():
    clerk, steward = MembershipFactory(role=CLERK), MembershipFactory(role=STEWARD)

    assert (acting(clerk).village_id, acting(clerk).event_reference) == (clerk.village_id, "")
    assert (acting(steward).village_id, acting(steward).event_reference) == (None, EVENT)
    assert acting(UserFactory()).village_id is None


def test_a_head_invites_a_clerk_of_the_own_regency_on_paper(client, head):
    village = VillageFactory(district__regency=head.office.regency, name="Tohe")
    form = client.get(invite_address(head.office), {"peran": f"{CLERK}."})
    assert "Tohe" in form.content.decode()

    page = client.post(invite_address(head.office), facts(CLERK, village=village.pk))

    assert page.context["address"] in page.content.decode()
    assert "data:image/svg+xml" in page.content.decode()
    invitation = Invitation.objects.get()
    assert (invitation.village, invitation.email) == (village, "")


def test_a_village_of_another_regency_is_refused_by_form_and_act(client, head):
    elsewhere = VillageFactory()

    page = client.post(invite_address(head.office), facts(CLERK, village=elsewhere.pk))

    assert "village" in page.context["form"].errors
    with pytest.raises(ActRefused):
        a_paper(head, village=elsewhere)


@pytest.mark.parametrize("number", ["", "K-7KQ2-M4XP-2", "L-7KQ2-M4XP-9", "x" * 50, "\x00"])
def test_an_event_number_is_checked(client, head, number):
    page = client.post(invite_address(head.office), facts(STEWARD, event_reference=number))

    assert "event_reference" in page.context["form"].errors


def test_an_event_number_is_read_however_it_is_typed(client, head):
    client.post(invite_address(head.office), facts(STEWARD, event_reference=EVENT.lower().replace("-", " ")))

    assert Invitation.objects.get().event_reference == EVENT


@pytest.mark.parametrize(("role", "days"), [(CLERK, 90), (STEWARD, 30)])
def test_the_form_says_how_long_the_role_lasts(client, head, role, days):
    village = VillageFactory(district__regency=head.office.regency)
    last = today_in(WIB) + days * DAY

    page = client.post(
        invite_address(head.office),
        facts(role, valid_to=f"{last:%d/%m/%Y}", village=village.pk, event_reference=EVENT),
    )

    assert page.context["form"].errors.keys() == {"valid_to"}


def test_other_roles_need_an_e_mail_address(client, head):
    page = client.post(invite_address(head.office), facts(Role.REGENCY_OFFICER))

    assert page.context["form"].errors.keys() == {"email"}
    with pytest.raises(ActRefused):
        an_invitation(head, role=Role.REGENCY_OFFICER, email="")


def test_an_officer_gives_and_sees_stewards_only(client):
    officer = MembershipFactory(role=Role.REGENCY_OFFICER, office=OfficeFactory(labour=True))
    steward = MembershipFactory(role=STEWARD, office=officer.office, user__name="Jefri Penjaga")
    colleague = MembershipFactory(role=Role.REGENCY_OFFICER, office=officer.office, user__name="Ibu Rekan")
    log_in(client, officer.user)

    page = client.get(reverse("staff:office_members", args=[officer.office.code])).content.decode()

    assert steward.user.name in page
    assert colleague.user.name not in page
    for pk, status in ((steward.pk, 200), (colleague.pk, 404)):
        assert client.get(reverse("staff:end_membership", args=[officer.office.code, pk])).status_code == status


def test_who_takes_the_paper_waits_until_the_office_confirms_the_name(client, head):
    invitation, token = a_paper(head)
    person = UserFactory(second_factor=True, name="Mikael Tae")
    taker = log_in(client.__class__(headers={"host": "localhost"}), person)

    assert taker.post(link(token)).url == reverse("pages:person_home")
    assert not person.memberships.exists()
    assert taker.get(reverse("pages:staff_home")).status_code == 404
    page = client.get(reverse("staff:invitation", args=[head.office.code, invitation.pk])).content.decode()
    assert "Mikael Tae" in page
    client.post(reverse("staff:confirm_taker", args=[head.office.code, invitation.pk]))

    membership = person.memberships.get()
    assert (membership.role, membership.village_id) == (CLERK, invitation.village_id)
    assert taker.get(reverse("pages:staff_home")).status_code == 200
    actions = Entry.objects.filter(action__startswith="accounts.invit").values_list("action", "user_id")
    assert ("accounts.invitation_taken", person.pk) in actions
    assert ("accounts.invitation_accepted", head.user_id) in actions


def test_a_paper_is_taken_once(client, head):
    _invitation, token = a_paper(head)
    take(token, user=UserFactory(second_factor=True), ip="")

    assert log_in(client, UserFactory(second_factor=True)).post(link(token)).status_code == 404


def test_a_stranger_with_the_paper_is_asked_to_log_in(client):
    _invitation, token = a_paper()

    page = client.get(link(token))
    client.post(link(token))

    assert f"next={link(token)}" in page.content.decode()
    assert Invitation.objects.open().exists()


def test_who_takes_the_paper_sets_up_the_second_step_first(client):
    _invitation, token = a_paper()
    person = UserFactory()
    log_in(client, person)

    answer = client.post(link(token))

    assert answer.url.startswith(reverse("mfa_activate_totp"))
    assert Invitation.objects.open().exists()
    with pytest.raises(ActRefused):
        take(token, user=person, ip="")


def test_nobody_takes_or_confirms_the_own_paper(head):
    invitation, token = a_paper(head)
    with pytest.raises(ActRefused):
        take(token, user=head.user, ip="")
    officer = MembershipFactory(role=Role.REGENCY_HEAD, office=head.office)
    take_paper(invitation, officer.user)

    with pytest.raises(ActRefused):
        confirm(acting(officer), invitation)
    assert not Membership.objects.filter(role=CLERK).exists()


def test_nobody_confirms_before_somebody_took_it(head):
    with pytest.raises(ActRefused):
        confirm(acting(head), a_paper(head)[0])


def test_a_taken_paper_may_be_refused(client, head):
    invitation, _token = a_paper(head)
    person = take_paper(invitation)

    client.post(reverse("staff:withdraw_invitation", args=[head.office.code, invitation.pk]))

    with pytest.raises(ActRefused):
        confirm(acting(head), invitation)
    assert not person.memberships.exists()


def test_a_foreign_head_confirms_nothing(client):
    invitation, _token = a_paper()
    take_paper(invitation)
    foreign = MembershipFactory(role=Role.REGENCY_HEAD, office=OfficeFactory(labour=True))
    log_in(client, foreign.user)

    for code in (invitation.office.code, foreign.office.code):
        assert client.post(reverse("staff:confirm_taker", args=[code, invitation.pk])).status_code == 404


def test_a_head_withdraws_an_open_invitation(client, head):
    invitation, token = an_invitation(head, role=Role.REGENCY_OFFICER)

    client.post(reverse("staff:withdraw_invitation", args=[head.office.code, invitation.pk]))

    assert client.get(link(token)).status_code == 404
    assert Entry.objects.filter(action="accounts.invitation_withdrawn", user_id=head.user_id).exists()


def test_a_new_link_takes_the_place_of_the_old(client, head):
    invitation, old = an_invitation(head, role=Role.REGENCY_OFFICER)
    Invitation.objects.update(expires_at=invitation.created_at)

    page = client.post(reverse("staff:renew_link", args=[head.office.code, invitation.pk]))

    new = page.context["address"].rstrip("/").split("/")[-1]
    assert client.get(link(old)).status_code == 404
    assert client.get(link(new)).status_code == 200


def test_open_invitations_are_listed_with_age_and_who_invited(client, head):
    invitation, _token = an_invitation(head, role=Role.REGENCY_OFFICER, name="Ibu Baru")
    Invitation.objects.update(created_at=invitation.created_at - 3 * DAY)

    page = client.get(reverse("staff:office_members", args=[head.office.code])).content.decode()

    assert "Ibu Baru" in page
    assert head.user.name in page
    assert "3 hari lalu" in page
