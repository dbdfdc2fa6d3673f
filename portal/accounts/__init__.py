"""People, what they log in with, the offices they act for, and what they agreed to.

Here: what all ways in share (who acts, codes, limits, sessions, devices, notices). A folder for each thing people do:
``phone`` logs in and signs up by a number, ``national`` by a national account, ``second_step`` by app and passkey;
``contacts`` is where a person looks after the own ways in, ``counter`` where an office gives an account back;
``staff_room`` gives roles and ends them, and says who works on what; ``consent`` keeps notices and decisions.
E-mail and password are allauth's own views, addressed in ``urls`` and worded in ``forms`` and ``adapter``.
"""
