"""The way of a procedure, as a second person reads it before it is published, and what a new one changes in it."""

from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from jobs.choices import DueStep
from jobs.models import PaperRule, ProcedureRule
from jobs.procedures import ways
from jobs.rules_room.effects import Effect, EffectRow
from portal.lib.language import listed
from portal.lib.money import number

_NONE = "–"
_OF_REGISTRATION = {"", DueStep.SUBMITTED, DueStep.VERIFIED}


def facts_of(rule):
    """(term, text) of each step of its way, in the page's language, with the title in both."""
    found = [(f"{place}. {step.milestone.label}", _sentence(step)) for place, step in enumerate(ways(rule), 1)]
    return found or [(_("Steps of a placement"), _("None: nobody can apply under this scheme."))]


def _sentence(step):
    values = {"station": step.station, "title": step.title_id, "title_en": step.title_en, "actor": step.actor.label}
    parts = [_("Station %(station)d: %(title)s (%(title_en)s).") % values, _("Turn of: %(actor)s.") % values]
    if step.after:
        parts.append(_("After: %(steps)s.") % {"steps": listed(one.label for one in step.after)})
    if step.due:
        parts.append(_("In order by then: papers due before %(step)s.") % {"step": step.due.label})
    if step.days:
        parts.append(
            _("Usually %(first)d to %(last)d days later.") % dict(zip(("first", "last"), step.days, strict=True))
        )
    if step.guards:
        parts.append(_("Only if: %(conditions)s.") % {"conditions": "; ".join(str(one.label) for one in step.guards)})
    return " ".join(parts)


def _look(vacancies, rule, day):
    """(words for each step of the way in force for its scheme, papers of that scheme that no step of it asks for)."""
    held = ProcedureRule.objects.in_force(day).filter(scheme=rule.scheme).first()
    if held is None or not held.way:
        return [], 0
    asked = {step.due for step in ways(held)} | _OF_REGISTRATION
    told = [f"{step.milestone.label}. {_sentence(step)}" for step in ways(held)]
    return told, PaperRule.objects.in_force(day).filter(scheme=rule.scheme).exclude(due__in=asked).count()


def _tell(before, after):
    (old, forgotten_before), (new, forgotten_after) = before, after
    if not old and not new:
        return []
    possible = {True: _("possible"), False: _("not possible")}
    return [
        EffectRow(_("Applying under this scheme"), possible[bool(old)], possible[bool(new)]),
        EffectRow(_("Papers that no step asks for"), number(forgotten_before), number(forgotten_after)),
        *_differences(old, new),
    ]


def _differences(old, new):
    rows, kept = [], 0
    for what, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            kept += old_to - old_from
            continue
        for place in range(max(old_to - old_from, new_to - new_from)):
            gone = _at(old, old_from + place, old_to)
            come = _at(new, new_from + place, new_to)
            label = (
                _("New step") if gone == _NONE else _("Step that falls away") if come == _NONE else _("Changed step")
            )
            rows.append(EffectRow(label, gone, come, is_text=True))
    return [*rows, EffectRow(_("Steps that stay as they are"), number(kept), number(kept))]


def _at(sentences, place, end):
    return f"{place + 1}. {sentences[place]}" if place < end else _NONE


WAY = Effect(_look, _tell)
