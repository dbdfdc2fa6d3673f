"""What the texts of messages on placements print: for many messages at once, in the active language."""

from portal.messaging import links
from registrations.placements.models import ConcernStep, Freeze, PlacementStep
from registrations.placements.path.wording import STANDSTILLS


def of_steps(messages):
    return _of(PlacementStep, messages, lambda step: {"door": step.placement.door})


def standstills(messages):
    return _of(Freeze, messages, lambda freeze: {"reason": str(STANDSTILLS[freeze.reason])})


def answers(messages):
    """Nothing of what was told, nor that anything was: the address leads to the application."""
    steps = ConcernStep.objects.select_related("concern__placement").in_bulk({message.subject for message in messages})
    return {
        message.pk: {"address": links.full_address("path:placement", step.concern.placement.number)}
        for message in messages
        if (step := steps.get(message.subject))
    }


def people_of_steps(messages):
    return _people(PlacementStep, messages)


def people_of_freezes(messages):
    return _people(Freeze, messages)


def _of(model, messages, more):
    facts = model.objects.select_related("placement__office").in_bulk({message.subject for message in messages})
    return {
        message.pk: {
            "office": str(fact.placement.office),
            "address": links.full_address("path:placement", fact.placement.number),
        }
        | more(fact)
        for message in messages
        if (fact := facts.get(message.subject))
    }


def _people(model, messages):
    facts = model.objects.filter(pk__in={message.subject for message in messages})
    names = dict(facts.values_list("pk", "placement__candidate__name"))
    return {message.pk: names[message.subject] for message in messages if names.get(message.subject)}
