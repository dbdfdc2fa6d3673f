from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.messaging.models import CALL, Channel

NOT_REACHED, WRONG_NUMBER = "not_reached", "wrong_number"
ACTS = [
    (CALL, _("Told by telephone")),
    (Channel.WHATSAPP.value, _("Sent by WhatsApp")),
    (Channel.SMS.value, _("Sent by SMS")),
    (NOT_REACHED, _("No answer")),
    (WRONG_NUMBER, _("Wrong number")),
]


class KeysField(forms.MultipleChoiceField):
    """Keys of messages; whose they are is asked of the database."""

    def valid_value(self, value):
        try:
            UUID(value)
        except ValueError:
            return False
        return True


class ToldForm(forms.Form):
    """What came of the ticked messages."""

    message = KeysField(error_messages={"required": _("Tick the people first, then say what came of it.")})
    act = forms.ChoiceField(choices=ACTS)
