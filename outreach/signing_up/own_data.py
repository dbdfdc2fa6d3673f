"""Events that somebody signed up for, for the copy of their own data."""

from outreach.models import SignUp

_COLUMNS = (
    "code", "state", "people", "seat", "name", "names", "guardian", "place", "institution",
    "needs_wheelchair", "needs_sign_language", "may_be_contacted", "created_at", "promoted_at", "cancelled_at",
)  # fmt: skip


def of(user):
    rows = SignUp.objects.filter(contact__user=user).order_by("pk")
    return list(
        rows.values("session__event__number", "session__event__title", "session__held_on", "district__name", *_COLUMNS)
    )


def move(bare, contact):
    """What ``bare`` signed up for is ``contact``'s from now on."""
    SignUp.objects.filter(contact=bare).update(contact=contact)


def contacts():
    """Whose addresses are needed for the tickets that are kept."""
    return SignUp.objects.filter(contact__isnull=False).values("contact")
