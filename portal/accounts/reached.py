"""A code that came back proves its address: if it was given up as dead, messages go there again."""

from allauth.account.authentication import get_authentication_records

from portal.messaging.dead import revive


def note_log_in(request, user):
    """The address by which ``user`` has just come in, if it was by a code."""
    for entry in get_authentication_records(request, user):
        if entry["method"] == "code" and entry.get("email"):
            revive(entry["email"].lower())
        elif entry["method"] == "sms" and user.phone:
            revive(str(user.phone))
