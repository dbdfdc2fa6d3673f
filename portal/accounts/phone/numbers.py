"""Which accounts are at a number: at most a household's, which the database keeps."""

from django.conf import settings
from django.db import IntegrityError, transaction

from portal.accounts.models import PEOPLE_PER_NUMBER, User

_PLACES = range(1, PEOPLE_PER_NUMBER + 1)
_TAKEN = "user_place_at_a_number_is_taken_once"


class NumberIsFull(Exception):
    """Six accounts are at this number already. To be told only to whoever has proved that it is theirs."""


def accounts_at(phone):
    """The accounts that may log in by this number (E.164), in a fixed order."""
    accounts = User.objects.filter(phone=phone, is_active=True).order_by("place_at_number")
    return accounts if settings.LAPTOP else accounts.filter(is_demo=False)


def free_place(phone):
    """The lowest place nobody has at this number, or None. It may be somebody's a moment later."""
    taken = set(User.objects.filter(phone=phone).values_list("place_at_number", flat=True))
    return next((place for place in _PLACES if place not in taken), None)


def give_number(user, phone):
    """Save ``user`` with this number (E.164; None: without one); a new account is saved whole.

    Whoever calls has had the number proved by a code. Raises NumberIsFull; nothing is saved then.
    """
    if user.pk and user.phone == phone:
        return
    former = user.phone, user.place_at_number
    for _try in _PLACES:
        user.phone, user.place_at_number = phone, free_place(phone) if phone else None
        if phone and user.place_at_number is None:
            break
        try:
            with transaction.atomic():
                user.save(update_fields=["phone", "place_at_number"] if user.pk else None)
            return
        except IntegrityError as problem:
            # Somebody else took this place at the same moment: each round one fewer can.
            if problem.__cause__.diag.constraint_name != _TAKEN:
                raise
    user.phone, user.place_at_number = former
    raise NumberIsFull
