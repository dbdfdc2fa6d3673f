"""What messages on placements are about, as a person chooses among topics."""

from django.utils.translation import gettext_lazy as _

from portal.messaging.kinds import Topic

PLACEMENT = Topic("placement", _("My way to a job abroad"), is_owed=True)
