"""One draft on its page: what it says, what it would change, whose turn it is."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jobs import permissions as may
from jobs.choices import RuleAct
from jobs.models import RuleDraft
from jobs.rules_room import services
from jobs.rules_room.kinds import kind_of
from jobs.rules_room.listed import line_of
from portal.lib.dates import long_date, short_date, short_moment


@dataclass(frozen=True)
class DraftPage:
    title: str
    facts: list  # (term, value, address or "")
    rows: list
    day: str
    ended: list  # Lines of the rules it ends or withdraws
    ended_keys: str
    problem: str
    stops: list  # (css of the stop, title, text)
    is_open: bool  # neither published nor dropped


def page_of(draft, day):
    """``draft``: with drafted_by and published_by. Its effect is counted as long as it is not published."""
    kind = kind_of(draft.kind)
    is_open = draft.state in {RuleDraft.State.DRAFT, RuleDraft.State.WAITING}
    rows, ended, problem = services.preview(draft) if is_open else ([], [], "")
    return DraftPage(
        title=title_of(draft),
        facts=_facts(draft, kind),
        rows=rows,
        day=long_date(services.effective_day(draft)),
        ended=[line_of(kind, kind.rules().get(pk=rule.pk), day) for rule in ended],
        ended_keys=",".join(str(rule.pk) for rule in ended),
        problem=problem,
        stops=_stops(draft),
        is_open=is_open,
    )


def title_of(draft):
    return f"{draft.get_act_display()}: {sentence_of(draft)}"


def sentence_of(draft):
    """Country and what the rule says, of the rule a draft proposes or speaks of."""
    kind = kind_of(draft.kind)
    rule = _rule_of(draft, kind)
    if draft.act == RuleAct.ADD:
        rule.valid_from = draft.valid_from or services.first_day(draft)
    return f"{kind.where(rule)}. {kind.describe(rule)}"


def _rule_of(draft, kind):
    return kind.rule_of(draft) if draft.act == RuleAct.ADD else kind.rules().get(pk=draft.rule_id)


def _facts(draft, kind):
    facts = [
        (_("Decree"), f"{draft.basis(get_language())}, {long_date(draft.decree_date)}", draft.source_url),
        (_("Source"), draft.source_name, ""),
        (_("Where the scan is kept"), *_scan(draft)),
        (_("Kind"), str(kind.label), ""),
        (_("Rule"), sentence_of(draft), ""),
        *_wording(draft, kind),
        *((term, text, "") for term, text in kind.told(_rule_of(draft, kind))),
    ]
    if draft.act == RuleAct.ADD:
        facts.append((_("In force"), _time(draft), ""))
    elif draft.act == RuleAct.END:
        last = long_date(draft.valid_to) if draft.valid_to else _("the day before it is published")
        facts.append((_("Last day in force"), last, ""))
    return facts


def _wording(draft, kind):
    """The longer texts of a new rule, in both languages: who publishes them has read them."""
    if draft.act != RuleAct.ADD:
        return []
    labels = {name: str(kind.model._meta.get_field(name).verbose_name) for name in kind.wording}
    return [
        (f"{label[:1].upper()}{label[1:]}", draft.facts[name], "")
        for name, label in labels.items()
        if draft.facts.get(name)  # a draft may be older than the column
    ]


def _scan(draft):
    """Text and address of the letter: the one kept here, else where the drafter says it lies."""
    if draft.scan:
        return f"{draft.scan} {draft.file_reference}".strip(), draft.scan.get_absolute_url()
    return draft.file_reference or "–", ""


def _time(draft):
    first = long_date(draft.valid_from) if draft.valid_from else _("the day it is published")
    if draft.valid_to:
        return _("From %(first)s to %(last)s.") % {"first": first, "last": long_date(draft.valid_to)}
    return _("From %(first)s until it is ended.") % {"first": first}


def _stops(draft):
    order = [RuleDraft.State.DRAFT, RuleDraft.State.WAITING, RuleDraft.State.PUBLISHED]
    place = order.index(draft.state) if draft.state in order else -1
    texts = [
        (_("Decree"), _("Document and number")),
        (_("Preview"), _("Who is concerned")),
        (_("Second person"), _("Not who drafted it")),
    ]
    done = {-1: 0, 0: 1, 1: 2, 2: 3}[place]
    return [
        ("done" if number < done else "now" if number == done and place >= 0 else "", *text)
        for number, text in enumerate(texts)
    ]


def turn_of(draft, by):
    """A sentence: who acts next, as ``by`` reads it."""
    if draft.state == RuleDraft.State.DRAFT:
        if may.change_draft(by, draft):
            return _("You drafted this. Look at its effect, then hand it to a second person.")
        return _("%(name)s is still drafting this.") % {"name": draft.drafted_by.name}
    if draft.state == RuleDraft.State.WAITING:
        if may.publish_draft(by, draft):
            return _("%(name)s asks you: read the decree itself, look at the effect, then publish or return it.") % {
                "name": draft.drafted_by.name
            }
        return _("You drafted this. Another person with authority over rules has to publish it.")
    if draft.state == RuleDraft.State.PUBLISHED:
        values = {"name": draft.published_by.name, "day": short_date(draft.published_at.astimezone(by.zone).date())}
        return _("Published by %(name)s on %(day)s. If it is wrong, end it and publish another one.") % values
    return _("It was dropped and changes nothing.")


def history(draft, zone):
    """(who did what, when, reason) of each step, newest first, in the time of the reader's office."""
    labels = {
        "hand_in": _("Handed to a second person"),
        "take_back": _("Taken back"),
        "return": _("Returned"),
        "publish": _("Published"),
        "drop": _("Dropped"),
    }
    rows = []
    for step in draft.history.select_related("user", "reason").order_by("-pk"):
        reason = step.reason.text if hasattr(step, "reason") else ""
        rows.append((f"{labels[step.event]}: {step.user.name}", short_moment(step.taken_at, zone), reason))
    return rows
