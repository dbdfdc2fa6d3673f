"""Who looks at two files side by side."""

from registrations.permissions import REVIEWERS


def decide(by, suspicion):
    """An officer of the office it was raised for, about other people than oneself."""
    owners = (suspicion.first.user_id, suspicion.second.user_id)
    return by.role in REVIEWERS and by.office_id == suspicion.office_id and not any(map(by.is_same_person, owners))


def merge(by, suspicion):
    """Another one than who proposed it."""
    return decide(by, suspicion) and by.user_id != suspicion.proposed_by_id
