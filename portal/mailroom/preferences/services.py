from django.db import transaction

from portal.accounts.contacts.services import change_details
from portal.audit.services import record
from portal.messaging.models import Contact, OptOut


def refused_by(contact):
    """Set of (topic, channel)."""
    return set(contact.opt_outs.values_list("topic", "channel"))


@transaction.atomic
def save(request, contact, form):
    """Make all stand as a valid PreferencesForm asks; what stands so already is not touched."""
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    before, wanted = refused_by(contact), form.refusals()
    for topic, channel in before - wanted:
        contact.opt_outs.filter(topic=topic, channel=channel).delete()
    OptOut.objects.bulk_create(
        [OptOut(contact=contact, topic=topic, channel=channel) for topic, channel in sorted(wanted - before)]
    )
    for topic in sorted({topic for topic, _channel in before ^ wanted}):
        record(request.acting, "mailroom.topic_chosen", contact, reason_code=topic)
    said = form.cleaned_data
    contact.zone, contact.channel = said["zone"], said["channel"]
    contact.save(update_fields=["zone", "channel"])
    change_details(request, request.user.name, said["language"])
