"""What follows from an address that somebody has proved: messages go there again, and what it was kept for is theirs."""

from allauth.account.authentication import get_authentication_records

from portal.accounts import proof
from portal.accounts.models import User
from portal.messaging.dead import revive
from portal.messaging.joining import join


def note_log_in(request, user):
    """``user`` has just come in. By a code: then its address is no dead one."""
    for entry in get_authentication_records(request, user):
        if entry["method"] == "code" and entry.get("email"):
            revive(entry["email"].lower())
        elif entry["method"] == "sms" and user.phone:
            revive(str(user.phone))
    join(user, _own_addresses(user))


def _own_addresses(user):
    """Those that only this person has proved: what another of the household saved by the same number stays apart."""
    email = proof.confirmed_email(user)
    is_alone = user.phone and not User.objects.filter(phone=user.phone).exclude(pk=user.pk).exists()
    return [*([{"email": email.lower()}] if email else []), *([{"phone": user.phone}] if is_alone else [])]
