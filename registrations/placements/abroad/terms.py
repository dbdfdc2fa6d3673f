"""When a work contract ends: the months signed, and what the mission has added since."""

from django.db.models import DateField, F, Func, OuterRef, Subquery, Value
from django.db.models.fields import DurationField
from django.db.models.functions import Cast, Coalesce

from portal.lib.dates import add_months
from registrations.placements.models import Arrival, Extension, WorkContract


def end_of_contract(case):
    """The last day (a date) of the contract as recorded; None before the arrival or without a contract."""
    if extended := case.on_record("extension"):
        return extended.ends_on
    arrival, contract = case.on_record("arrival"), case.on_record("contract")
    return add_months(arrival.arrived_on, contract.months) if arrival and contract else None


def arrivals_with_end():
    """Each Arrival with ``ends_on``, the same last day computed by the database; None where no contract is recorded."""
    of_case = {"step__placement": OuterRef("step__placement")}
    contract = WorkContract.objects.filter(**of_case).order_by("-pk").values("months")[:1]
    extended = Extension.objects.filter(**of_case).order_by("-pk").values("ends_on")[:1]
    term = Func(Value(0), Subquery(contract), function="make_interval", output_field=DurationField())
    signed = Cast(F("arrived_on") + term, DateField())
    return Arrival.objects.annotate(ends_on=Coalesce(Subquery(extended), signed, output_field=DateField()))
