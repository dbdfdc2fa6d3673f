"""The way of a person to one job abroad and home again: a case (``Placement``), its table of steps, its rooms.

``workflow.py`` has the whole way on one screen, ``guards.py`` what must be true before a step, ``conditions.py`` what a
procedure asks of it besides, ``recording/resting.py`` the row without which it is no step. Rooms, as the person walks:

- ``applying``     to a listed vacancy: what stands against it, one button
- ``offers``       an employer one found oneself, checked point by point; back to the same employer (RE_ENTRY)
- ``programmes``   of the government: batches, sign-up, scores, ranks, roster, choice by an employer
- ``path``         the person's own page of a case: what is done, now and next, costs, papers, calendar
- ``concerns``     "something is wrong", at every station, to whoever protects
- ``recording``    officers: the board, one case, the small form of each step, its history, the clearance
- ``judging``      papers that come after the verification
- ``opp``          orientation before departure: sessions, requests and their clock, seats, attendance
- ``contracts``    what was signed beside what was promised, and the person's yes
- ``control``      each night: cards held against clearances; clearances whose papers ran out
- ``boards``       lists over many cases: late, departures, sheets for a spreadsheet, the printed timeline
- ``abroad``       arrival, extension, problems at the place of work
- ``home``         home again: needs and referrals, registration, the sheet of experience, once more

Beside the rooms: ``freezing`` writes down what stands still, ``following`` moves cases after a merge of two people, ``holding``
keeps a registration from ending under them, ``catching_up`` gives older cases what newer ones begin with, ``pacing`` counts how
long steps take, ``owing``, ``notifications`` and ``told`` have the messages that no room has alone (each room has a
``notifications`` and a ``told`` of its own: when, and with which words), ``letting_go`` and ``retention`` what is emptied when,
``own_data`` the copy of a person's data, ``preview`` what a new procedure would change.

A step that rests on something is written down by ``recording.services.record_step``, any other one by
``portal.workflow.take_step``.
"""
