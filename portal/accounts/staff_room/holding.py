"""What the acts of the staff room have in common: one at a time in an office, by somebody still in it."""

from django.utils.translation import gettext as _

from portal.accounts.models import Membership
from portal.places.models import Office


class ActRefused(Exception):
    """Carries a sentence for the person; nothing has changed."""


def hold(offices):
    """One act at a time in an office, so that two heads cannot do at once what neither could do after the other."""
    list(Office.objects.select_for_update().filter(pk__in=offices).order_by("pk"))


def still_acting(by):
    """The membership was read before the office was held: the other head may have ended it meanwhile."""
    own = by.membership and Membership.objects.select_related("office__province").get(pk=by.membership.pk)
    if not (own and own.is_current()):
        raise ActRefused(_("You no longer act for this office."))
