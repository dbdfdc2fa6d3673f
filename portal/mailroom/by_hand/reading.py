"""Messages that no way of the portal takes to the person: what an officer tells by hand, and with which words."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from portal.lib.dates import short_date
from portal.lib.phone import as_dialled
from portal.mailroom.log.reading import name_of
from portal.mailroom.permissions import READERS
from portal.messaging import kinds, wording
from portal.messaging.models import Attempt, Message, State

# Later it is no news any more; the failure list still has it.
KEPT = timedelta(days=30)
# Whoever was called so often in vain is called no more.
MOST_CALLS = 3
NO_WAY, NOT_REACHED, WRONG_NUMBER = "no_way", "not_reached", "wrong_number"


def waiting(by):
    """Messages that the office of ``by`` should tell by hand, the longest waiting first by key."""
    if by.role not in READERS:
        return Message.objects.none()
    called_in_vain = Attempt.objects.filter(reason=NOT_REACHED).values("message").annotate(calls=Count("pk"))
    # Nor is a stranger called again, whatever else is owed to whoever gave that number.
    strangers = Attempt.objects.filter(reason=WRONG_NUMBER, at__gte=timezone.now() - KEPT).values("message__contact")
    has_number = Q(contact__user__phone__isnull=False) | Q(contact__phone__isnull=False)
    to_be_told = Q(kind__in=[kind.name for kind in kinds.all_kinds() if kind.escalates]) | Q(reason=NO_WAY)
    return (
        Message.objects.filter(has_number, to_be_told, office_id=by.office_id, state=State.FAILED)
        .filter(closed_at__gte=timezone.now() - KEPT)
        .exclude(contact__in=strangers)
        .exclude(pk__in=called_in_vain.filter(calls__gte=MOST_CALLS).values("message"))
        .select_related("contact__user", "contact__office", "office__province")
        .order_by("pk")
    )


def in_words(messages):
    """(rows, broken) for ``messages``: in their order, without those whose fact is gone, (message, dict of what is shown).

    ``broken``: of how many of them the texts fail. Nobody can be told what nobody can read.
    """
    due, words = _still_due(messages)
    for (name, language), group in wording.by_kind_and_language(due):
        words |= wording.made_of(group, kinds.kind_named(name), language, _words)
    calls, people = _calls_in_vain(words), _people(due)
    rows = [
        (message, _row(message, words[message.pk], calls.get(message.pk, 0), people.get(message.pk)))
        for message in messages
        if words.get(message.pk)
    ]
    return rows, sum(made is None for made in words.values())


def _words(kind, prepared, language):
    """Nothing personal in either."""
    return {
        "about": wording.words_of(kind, prepared, language).subject,
        "text": wording.short_text(kind, prepared, language),
        "language": language,
    }


def _still_due(messages):
    """(those of ``messages``, {message.pk: None} for all of a kind that fails when it is asked)."""
    due, broken = [], {}
    known = {kind.name: kind for kind in kinds.all_kinds()}
    for name in {message.kind for message in messages} & set(known):
        of_kind = [message for message in messages if message.kind == name]
        facts = known[name].model._default_manager.filter(pk__in={message.subject for message in of_kind})
        with wording.faults_of(known[name], of_kind) as failed:
            standing = set(known[name].still_due(facts).values_list("pk", flat=True))
            due += [message for message in of_kind if message.subject in standing]
        broken |= dict.fromkeys(failed)
    return due, broken


def _calls_in_vain(keys):
    counted = Attempt.objects.filter(message__in=list(keys), reason=NOT_REACHED).values_list("message")
    return dict(counted.annotate(Count("pk")).order_by())


def _people(messages):
    """{message.pk: whom to ask for}, where the kind knows it better than the contact."""
    found = {}
    for (name, _language), group in wording.by_kind_and_language(messages):
        kind = kinds.kind_named(name)
        with wording.faults_of(kind, group):
            found |= kind.asks_for(group)
    return found


def _row(message, words, calls, person):
    """``digits``: the number as programs for SMS take it. ``since``: the day from which it waits to be told."""
    number = str((message.contact.user if message.contact.user_id else message.contact).phone)
    return words | {
        "key": message.key,
        "who": person or name_of(message.contact),
        "number": as_dialled(number),
        "digits": number.removeprefix("+"),
        "calls": calls,
        "since": short_date(message.closed_at.astimezone(message.office.zone).date()),
    }
