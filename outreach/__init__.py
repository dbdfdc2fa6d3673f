"""Outreach: events are planned, held and reported, and what became of those who came.

The map of the rooms. ``models/``: the event with its parties, sessions and counts. ``workflow.py``: its life on one
screen. An event belongs to all offices among its parties: whoever of them works on it works on the same row, so that
one event appears once and is counted once.
"""
