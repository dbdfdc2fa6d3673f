"""What was written to somebody and what they refused, for the copy of their own data. The words themselves are kept nowhere."""

from portal.messaging.models import Contact, Message, OptOut


def of(user):
    contact = Contact.objects.filter(user=user).first()
    return {
        "preferred_way": contact.channel if contact else "",
        "zone": contact.zone if contact else None,
        "refused": list(OptOut.objects.filter(contact__user=user).order_by("pk").values("topic", "channel", "at")),
        "messages": list(
            Message.objects.filter(contact__user=user)
            .order_by("pk")
            .values("kind", "due_on", "state", "channel", "created_at", "closed_at", "read_at")
        ),
    }
