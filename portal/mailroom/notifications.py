"""Announcements: to the staff, who have to know, and to people, who may refuse."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Membership, User
from portal.accounts.roles import HEAD_ROLES, Role
from portal.lib.dates import WIB, today_in
from portal.mailroom import audiences
from portal.mailroom.models import Announcement, Trial
from portal.messaging import kinds
from portal.messaging.kinds import Kind, Topic
from portal.messaging.models import Channel, Contact

WORK = Topic("work", _("From your office"), is_owed=True, is_for_staff=True)
NEWS = Topic("news", _("News from the offices"))


def _words(announcement):
    """What the texts print of it, in the active language; its office is read with it."""
    return {
        "subject": announcement.subject_label,
        "body": announcement.body_label,
        "office": announcement.office,
    }


def _prepare(messages):
    found = Announcement.objects.select_related("office").in_bulk({message.subject for message in messages})
    return {message.pk: _words(found[message.subject]) for message in messages if message.subject in found}


def _prepare_trials(messages):
    trials = Trial.objects.select_related("announcement__office").in_bulk({message.subject for message in messages})
    return {
        message.pk: _words(trials[message.subject].announcement) for message in messages if message.subject in trials
    }


_OF_ANNOUNCEMENTS = {
    "model": Announcement,
    "prepare": _prepare,
    "still_due": lambda announcements: announcements.exclude(state=Announcement.State.CANCELLED),
}
TO_STAFF = Kind(name="mailroom.to_staff", topic=WORK, channels=(Channel.EMAIL,), **_OF_ANNOUNCEMENTS)
TO_PEOPLE = Kind(name="mailroom.to_people", topic=NEWS, **_OF_ANNOUNCEMENTS)
TO_MANY = [TO_STAFF.name, TO_PEOPLE.name]  # names of the kinds by which an announcement leaves
TRIAL = Kind(
    name="mailroom.trial",
    topic=WORK,
    model=Trial,
    prepare=_prepare_trials,
    channels=(Channel.EMAIL,),
    is_urgent=True,
    at_any_hour=True,
)


def _staff(by, part):
    """Who acts today in the own office; for the ministry in a role, of every office."""
    acting = Membership.objects.in_force(today_in(WIB))
    acting = acting.filter(office_id=by.office_id) if by.role != Role.MINISTRY_ADMIN else acting.filter(role=part)
    return Contact.objects.filter(user__is_active=True, user__memberships__in=acting).distinct()


def _staff_parts(by):
    roles = [Role.BP3MI_HEAD, Role.BP3MI_OFFICER, Role.REGENCY_HEAD, Role.REGENCY_OFFICER]
    return [(role.value, role.label) for role in roles] if by.role == Role.MINISTRY_ADMIN else None


def _who_agreed(by, part):
    """Accounts that agreed to news on vacancies and did not take it back."""
    return Contact.objects.filter(user__is_active=True, user__in=User.objects.consenting_to("vacancy_news"))


kinds.register(TO_STAFF, TO_PEOPLE, TRIAL)
audiences.register(
    audiences.Audience(
        code="staff",
        label=_("Colleagues on duty"),
        roles=HEAD_ROLES | {Role.MINISTRY_ADMIN},
        kind=TO_STAFF,
        contacts=_staff,
        parts=_staff_parts,
    ),
    audiences.Audience(
        code="who_agreed",
        label=_("People who agreed to news on vacancies"),
        roles=frozenset({Role.MINISTRY_ADMIN}),
        kind=TO_PEOPLE,
        contacts=_who_agreed,
    ),
)
