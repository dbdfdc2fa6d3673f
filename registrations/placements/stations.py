"""The station at which a person sees each state; a milestone's is named by its procedure."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registrations.placements.workflow import State
from registrations.stations import Station

# fmt: off
# state                    None: the way to departure has ended
OF_STATE = {
    State.DRAFT:            Station.APPLY,
    State.APPLIED:          Station.APPLY,
    State.SELECTED:         Station.APPLY,
    State.PLACEMENT_AGREED: Station.AGREE,
    State.FIT:              Station.PREPARE,
    State.UNFIT_TEMP:       Station.PREPARE,
    State.COMPETENT:        Station.PREPARE,
    State.PASSPORT_OK:      Station.PREPARE,
    State.INSURED:          Station.INSURE,
    State.VISA_OK:          Station.INSURE,
    State.VISA_REFUSED:     Station.INSURE,
    State.OPP_SCHEDULED:    Station.LEAVE,
    State.OPP_DONE:         Station.LEAVE,
    State.CONTRACTED:       Station.LEAVE,
    State.READY:            Station.LEAVE,
    State.FAILED_DEPARTURE: Station.LEAVE,
    State.DEPARTED:         Station.LEAVE,
    State.AT_WORK:          None,
    State.CASE_OPEN:        None,
    State.RETURNED:         None,
    State.DEPORTED:         None,
    State.DECEASED:         None,
    State.PURNA:            None,
    State.NOT_SELECTED:     None,
    State.CLOSED_UNFIT:     None,
    State.WITHDRAWN:        None,
    State.CLOSED:           None,
}
# fmt: on


class Column(models.TextChoices):
    """The columns of the board: the stations from the application on, then abroad. Values stand in addresses."""

    APPLY = str(Station.APPLY.value), Station.APPLY.label
    AGREE = str(Station.AGREE.value), Station.AGREE.label
    PREPARE = str(Station.PREPARE.value), Station.PREPARE.label
    INSURE = str(Station.INSURE.value), Station.INSURE.label
    LEAVE = str(Station.LEAVE.value), Station.LEAVE.label
    ABROAD = "luar-negeri", _("Abroad")


def column_of(state):
    station = OF_STATE[state]
    return Column(str(station.value)) if station else Column.ABROAD
