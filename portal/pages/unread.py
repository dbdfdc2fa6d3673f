"""How many new messages the header of a private page tells of: one's own, and those to the office that one acts for."""

from portal.accounts.roles import OFFICER_ROLES
from portal.messaging.models import Message

MOST = 99  # beyond it nobody reads the number


def unread_for(request):
    """The number as it is printed; "" for none."""
    if not request.user.is_authenticated:
        return ""
    count = own_unread(request)
    if request.acting.role in OFFICER_ROLES:
        count += _unread(Message.objects.of_office(request.acting.office_id))
    return f"{MOST}+" if count > MOST else str(count or "")


def own_unread(request):
    """How many of one's own, MOST + 1 for more; header and page ask once together."""
    if not hasattr(request, "own_unread"):
        request.own_unread = _unread(Message.objects.of_person(request.user))
    return request.own_unread


def _unread(messages):
    return len(messages.unread().values_list("pk")[: MOST + 1])
