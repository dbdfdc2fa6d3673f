"""A merge of two people, or its undoing, is an act of the floor below: the cases above follow their registrations."""

from django.db import IntegrityError, transaction
from django.db.models import F

from registrations.placements.models import Placement, SignUp


def follow_people():
    """Give each case and each sign-up to whom its registration belongs now; returns how many moved. Twice at once does
    no harm.

    Where that person is bound by another case already it stays as it is and takes no step
    (``guards.is_of_one_person``), until an officer ends one of the two. The same of two sign-ups for one batch.
    """
    return sum(map(_follow, (Placement, SignUp)))


def _follow(model):
    moved = 0
    strayed = model.objects.exclude(candidate=F("registration__candidate")).order_by("pk")
    for key, person in strayed.values_list("pk", "registration__candidate"):
        try:
            with transaction.atomic():
                moved += model.objects.filter(pk=key).update(candidate=person)
        except IntegrityError:
            continue
    return moved
