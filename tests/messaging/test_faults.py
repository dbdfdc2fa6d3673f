"""Real workers, servers and mail server, killed and broken while 20,000 messages leave."""

import random

from tests.messaging.faults import stage

MESSAGES = 20_000
REFUSED, DROPPED, HUNG, ASLEEP = MESSAGES // 20, 100, 2, 500


def test_whatever_is_killed_nothing_is_lost_and_at_most_one_repeated_a_kill():
    chance = random.Random(5)
    with stage.raised() as there:
        asleep = there.owe(ASLEEP, "asleep", zone="Asia/Jayapura")
        owed = there.owe(MESSAGES - REFUSED - DROPPED - HUNG)
        for name, count in (("refused", REFUSED), ("dropped", DROPPED), ("hung", HUNG)):
            owed |= there.owe(count, name)

        kills = break_everything(there, chance)
        there.work_until(lambda: not there.count("queued", "claimed"))

        assert there.states() == {"sent": MESSAGES, "held": ASLEEP}
        taken = there.taken_by_sink()
        assert owed - set(taken) == set()
        assert asleep & set(taken) == set()
        assert sum(taken.values()) - len(taken) <= kills
        assert max(taken.values()) <= 2


def break_everything(there, chance):
    """One after the other, each somewhere in the next tenth of the messages; returns how many letters may have been
    in flight when their sender was killed."""

    def kill_a_sender():
        there.kill_a_sender(chance.choice)
        return 1

    def restart_redis():
        there.restart_redis()
        return 0  # it holds no letter

    def restart_database(*, roughly):
        there.restart_database(roughly=roughly)
        return 0  # whoever sends waits for it, to say what was sent

    acts = [
        kill_a_sender,
        kill_a_sender,
        restart_redis,
        kill_a_sender,
        there.kill_worker,
        lambda: restart_database(roughly=False),
        kill_a_sender,
        lambda: restart_database(roughly=True),
        kill_a_sender,
    ]
    kills = 0
    for tenth, act in enumerate(acts):
        sent = (tenth + chance.random()) * MESSAGES / 10
        there.work_until(lambda sent=sent: there.count("sent") >= sent)
        kills += act()
    return kills
