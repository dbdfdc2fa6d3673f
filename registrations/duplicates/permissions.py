"""Who looks at two files side by side."""

from registrations.permissions import REVIEWERS, may_be


def decide(by, suspicion):
    """An officer of the office it was raised for, about other people than oneself."""
    about_oneself = may_be(by, suspicion.first) or may_be(by, suspicion.second)
    return by.role in REVIEWERS and by.office_id == suspicion.office_id and not about_oneself


def merge(by, suspicion):
    """Another one than who proposed it."""
    return decide(by, suspicion) and by.user_id != suspicion.proposed_by_id
