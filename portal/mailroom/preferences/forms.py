"""What a person wants to hear, and how. Whatever is not ticked was refused."""

import hashlib

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.messaging.channels.ways import opener_of
from portal.messaging.models import Channel
from portal.messaging.models.contact import LANGUAGES, ZONES

WAYS = (Channel.EMAIL, Channel.WHATSAPP, Channel.SMS)
SEEN_ELSEWHERE = _("You changed this in another window meanwhile. Please check all of it, then save once more.")


def offered_ways():
    """The channels that lead anywhere from this site."""
    return [way for way in WAYS if opener_of(way)]


class PreferencesForm(forms.Form):
    """``contact``: of the person; ``topics``: to be chosen among; ``refused``: set of (topic, channel) as they stand."""

    language = forms.ChoiceField(label=_("Language of our messages"), choices=LANGUAGES, widget=forms.RadioSelect)
    zone = forms.ChoiceField(
        label=_("Your time"),
        help_text=_("From 20.00 to 08.00 of your time we write nothing but what is urgent for your account."),
        widget=forms.RadioSelect,
        choices=[(key, {"WIB": _("WIB (Java, Sumatra, West and Central Kalimantan)"), "WITA": _("WITA (Bali, NTB, NTT, Sulawesi, other Kalimantan)"), "WIT": _("WIT (Maluku, Papua)")}[label]) for key, label in ZONES],
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("Try this way first"), required=False, widget=forms.RadioSelect)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, contact, topics, refused, **kwargs):
        self.topics, self.ways, self.refused = topics, offered_ways(), refused
        self.standing = {"language": contact.tongue, "zone": contact.zone, "channel": contact.channel}
        super().__init__(*args, initial=self.standing | {"seen": self._state()}, **kwargs)
        ways = [*self.ways, Channel.INBOX]
        self.fields["channel"].choices = [
            ("", _("Whichever fits the message")), *((way.value, _WORDS[way]) for way in ways),
        ]  # fmt: skip
        for topic in self.topics:
            self.fields[_name(topic)] = forms.MultipleChoiceField(
                label=topic.label,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(way.value, _TICKED[way]) for way in ways],
                initial=self._wanted(topic),
            )
        self.order_fields([*map(_name, self.topics), "channel", "language", "zone", "seen"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.changes_nothing() and cleaned["seen"] != self._state():
            # What was typed stays, and counts the next time: then it was seen beside how things are now.
            self.data = self.data.copy()
            self.data["seen"] = self._state()
            raise forms.ValidationError(SEEN_ELSEWHERE)
        return cleaned

    def changes_nothing(self):
        """Whether all stands as it is asked for: the same form came twice."""
        asked = {name: self.cleaned_data[name] for name in self.standing}
        return asked == self.standing and self.refusals() == self.refused

    def refusals(self):
        """The set of (topic, channel) that a valid form asks for; of ways that were not offered as it was."""
        found = {(topic, channel) for topic, channel in self.refused if not self._is_offered(topic, channel)}
        for topic in self.topics:
            ticked = self.cleaned_data[_name(topic)]
            if ticked:
                found |= {(topic.code, way.value) for way in self.ways if way not in ticked}
            else:
                found.add((topic.code, ""))
        return found

    def _is_offered(self, code, channel):
        return code in {topic.code for topic in self.topics} and channel in {"", *self.ways}

    def _wanted(self, topic):
        if (topic.code, "") in self.refused:
            return []
        return [*(way.value for way in self.ways if (topic.code, way) not in self.refused), Channel.INBOX.value]

    def _state(self):
        """A word for all that the form shows: the window that shows another one is behind."""
        text = repr((sorted(self.standing.items()), sorted(self.refused)))
        return hashlib.sha256(text.encode()).hexdigest()


def _name(topic):
    return f"topic_{topic.code}"


_WORDS = {
    Channel.EMAIL: _("E-mail"),
    Channel.WHATSAPP: "WhatsApp",
    Channel.SMS: "SMS",
    Channel.INBOX: _("Nothing is sent: I read it on this site"),
}
_TICKED = _WORDS | {Channel.INBOX: _("On this site, under Messages")}
