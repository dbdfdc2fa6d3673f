"""What acts of staff have in common: one at a time in an office, by somebody still in it."""

from django.utils.translation import gettext as _

from portal.accounts.acting import ActRefused
from portal.accounts.models import Membership
from portal.places.models import Office


def hold_offices(offices):
    """One act at a time in an office (ids), so that two heads cannot do at once what neither could do after the other."""
    list(Office.objects.select_for_update().filter(pk__in=offices).order_by("pk"))


def hold_membership(by, *, roles=None):
    """The membership that acts, read anew and held: an end of it at the same moment comes wholly before or after the act.

    ``roles``: those that may do the act; None: any. Raises ActRefused when it no longer counts.
    """
    held = Membership.objects.select_for_update(of=("self",), no_key=True).select_related("office__province")
    own = held.filter(pk=by.membership.pk).first() if by.membership else None
    if not (own and own.is_current() and (roles is None or own.role in roles)):
        raise ActRefused(_("You no longer act for this office."))
    return own
