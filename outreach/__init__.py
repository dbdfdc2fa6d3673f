"""Outreach: events are planned, held and reported, and what became of those who came.

An event belongs to all offices among its parties: whoever of them works on it works on the same row, so that one event
appears once and is counted once. The map of the rooms, from the first day of an event on:

``models/``      the event with its parties, sessions, venues and counts, what it was before a change, who signed up
``workflow.py``  its life on one screen; ``guards.py`` what must be true, ``permissions.py`` who may
``plan/``        offices plan an event, point out doubles, count who came, call it off
``public/``      what everybody reads: list and map, event, calendars, paper to print, the API
``signing_up/``  a seat or a place on the waiting list, the ticket, the words owed to whoever has one
``imports/``     events known from published sources
``coverage.py``  villages and districts that no event has reached
``demo*.py``     believable events for demos and benchmarks
"""
