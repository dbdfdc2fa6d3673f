"""Plans that may be of one event: the same day, the same village or regency, and titles that are alike.

Two offices that hold one event together both write it down; counted twice it would be told twice to the ministry.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from outreach.choices import PartyRole
from outreach.models import Event, NotTheSame, Party
from outreach.plan import permissions as may
from outreach.workflow import PUBLIC, State
from portal.audit.services import record
from portal.lib.dates import short_date
from portal.messaging.kinds import kind_named
from portal.messaging.services import contact_of_office, owe
from portal.workflow import StepRefused, take_step

# Of 100, by the words that two titles share. In one village on one day two plans are rarely two events.
ALIKE = 70
ALIKE_IN_ONE_VILLAGE = 45
MOST_COMPARED = 60
MOST_SHOWN = 3
_LENGTH_OF_A_REGENCY = len("53.04")
_LENGTH_OF_A_VILLAGE = len("53.04.01.2001")


def likely(by, event):
    """At most MOST_SHOWN events that may be this one, the likeliest first: public ones, and those of the own office."""
    codes = [code for code in event.areas if len(code) >= _LENGTH_OF_A_REGENCY]
    if not codes or event.starts_on is None:
        return []
    named = [(_likeness(event, other), other) for other in _beside(by, event, codes)]
    found = [(score, other) for (score, least), other in named if score >= least]
    return [other for _score, other in sorted(found, key=lambda pair: (-pair[0], pair[1].pk))[:MOST_SHOWN]]


def _beside(by, event, codes):
    own = Q(Exists(Party.objects.filter(event=OuterRef("pk"), office=by.office_id)))
    told_apart = Q(first=event, second=OuterRef("pk")) | Q(first=OuterRef("pk"), second=event)
    found = Event.objects.filter(
        own | Q(state__in=PUBLIC), starts_on__lte=event.ends_on, ends_on__gte=event.starts_on, areas__overlap=codes
    )
    found = found.exclude(pk=event.pk).exclude(state__in=[State.CANCELLED, State.SOURCED]).filter(same_as=None)
    found = found.exclude(Exists(NotTheSame.objects.filter(told_apart)))
    return found.prefetch_related("parties__office").order_by("starts_on", "pk")[:MOST_COMPARED]


def _likeness(event, other):
    """(score, the least that counts here)."""
    villages = {code for code in event.areas if len(code) == _LENGTH_OF_A_VILLAGE}
    least = ALIKE_IN_ONE_VILLAGE if villages.intersection(other.areas) else ALIKE
    return fuzz.token_set_ratio(event.title_key, other.title_key), least


@transaction.atomic
def join(by, draft, other, *, seen):
    """Our draft tells of the event ``other``: our office becomes a party of that one, the draft is called off.

    Returns ``other``. Raises StepRefused with a sentence; nothing has changed then. The offices that hold it are told.
    """
    # Both at once and in one order: a colleague may join them the other way round.
    both = Event.objects.select_for_update(of=("self",)).filter(pk__in=[draft.pk, other.pk]).order_by("pk").in_bulk()
    draft, other = both[draft.pk], both[other.pk]
    if not may.join(by, draft) or other not in likely(by, draft):
        raise StepRefused(_("These two don't look like one event any more. Please look again."))
    reason = _("The same event as %(number)s.") % {"number": other.number}
    draft = take_step(draft, "cancel", by=by, seen=seen, reason=reason)
    draft.same_as = other
    draft.save(update_fields=["same_as"])
    offices = [party.office for party in other.parties.select_related("office__province") if party.office_id]
    is_new = by.office_id not in {office.pk for office in offices}
    if is_new:
        party = Party.objects.create(event=other, role=PartyRole.CO_ORGANISER, office_id=by.office_id)
        kind = kind_named("outreach.joined")
        for office in offices:
            owe(kind, subject=party, contact=contact_of_office(office), office=office)
    record(by, "events.joined", other)
    return other


def tell_apart(by, event, other):
    """They are two events; whoever plans one of them is not asked again."""
    first, second = sorted((event, other), key=lambda one: one.pk)
    with transaction.atomic():
        NotTheSame.objects.get_or_create(first=first, second=second, defaults={"said_by": by.user})
        record(by, "events.told_apart", event)


def rows(by, event):
    """What the page asks of each: ``number``, ``title``, ``sentence``, whether the draft may join it."""
    return [
        {
            "number": other.number,
            "title": str(other),
            "sentence": _("%(office)s has it on %(day)s: %(state)s.")
            % {
                "office": other.organiser or _("Somebody"),
                "day": short_date(other.starts_on),
                "state": other.get_state_display(),
            },
            "may_join": may.join(by, event),
        }
        for other in likely(by, event)
    ]
