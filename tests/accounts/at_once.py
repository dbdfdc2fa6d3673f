"""Acts of two people at the same moment, each on a real connection of its own."""

from threading import Barrier, Thread

from django.db import connections

from portal.accounts.acting import ActRefused


def at_once(*acts):
    """Run all ``acts`` together; returns what each answered, or the ActRefused it raised, in their order."""
    start, answers = Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            start.wait(timeout=10)
            answers[place] = act()
        except ActRefused as refusal:
            answers[place] = refusal
        finally:
            connections.close_all()

    people = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for person in people:
        person.start()
    for person in people:
        person.join(timeout=60)
    return answers
