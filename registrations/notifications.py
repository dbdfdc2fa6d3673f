"""What a registration owes its person, and when. How each is worded stands in registrations/told.py.

Nothing of it tells of a hold: what goes out while a file is checked goes out while it is held.
"""

from datetime import timedelta

from django.db.models import DateField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from portal.accounts.notifications import SECURITY
from portal.lib.dates import WIB, today_in
from portal.messaging import forgetting
from portal.messaging.kinds import Kind, Reminder, Topic, register
from portal.messaging.models import Contact
from registrations import above, told
from registrations.models import (
    CandidatePhone,
    DataRequest,
    Document,
    PaperForecast,
    Registration,
    RegistrationStep,
    SuspicionStep,
)
from registrations.workflow import UNDECIDED, WITH_OFFICE, State

REGISTRATION = Topic("registration", _("My registration"), is_owed=True)
SILENT_DAYS = 7


def of_step(what, *states, prepare=told.of_steps):
    """A kind about a step, due while the registration stands in one of ``states``."""
    return Kind(
        name=f"registrations.{what}",
        topic=REGISTRATION,
        model=RegistrationStep,
        prepare=prepare,
        still_due=lambda steps: steps.filter(registration__state__in=states),
        escalates=True,
        asks_for=told.people_of_steps,
    )


def contact_key(of=""):
    """The account's contact; without one that of a phone given for the person, if anything was owed there before.

    ``of``: where the candidate stands, seen from the fact, "registration__" for example.
    """
    phones = CandidatePhone.objects.filter(candidate=OuterRef(OuterRef(f"{of}candidate"))).values("number")
    given = Contact.objects.filter(user=None, office=None, phone__in=phones).order_by("pk").values("pk")[:1]
    return Coalesce(f"{of}candidate__user__contact", Subquery(given))


def returned_due(day):
    """Returned registrations that lapse after a day up to ``day``."""
    due = Registration.objects.filter(state=State.RETURNED, return_by__lte=day)
    return due.values_list("pk", contact_key(), "return_by", "office")


def silent_due(day):
    """Where on ``day`` a week has passed without a step, be it the person's turn or the office's."""
    came = day - timedelta(days=SILENT_DAYS)
    silent = Registration.objects.filter(
        state__in=sorted(UNDECIDED),
        state_since__gte=told.begin_of(came),
        state_since__lt=told.begin_of(came + timedelta(days=1)),
    )
    return silent.values_list("pk", contact_key(), Cast(Value(day), DateField()), "office")


def papers_due(day):
    """Papers that count until a day up to ``day`` and are needed beyond; of the file that is under way its office."""
    files = Registration.objects.holding_nik().filter(candidate=OuterRef("candidate"))
    due = still_running_out(Document.objects.filter(runs_out_on__lte=day, runs_out_on__gte=today_in(WIB)))
    return due.values_list("pk", contact_key(), "runs_out_on", Subquery(files.values("office")[:1]))


def forecasts_due(day):
    """Papers of which it was noted up to ``day`` that they end before they are needed."""
    due = still_too_early(PaperForecast.objects).filter(noted_on__lte=day)
    return due.values_list("pk", contact_key("registration__"), "noted_on", "registration__office")


def still_running_out(documents):
    return above.without_those_at_rest(documents.current().usable().still_needed())


def still_too_early(forecasts):
    return above.without_those_at_rest(forecasts.too_early(), "registration__candidate")


RETURNED = of_step("returned", State.RETURNED)
WITH_THE_OFFICE = of_step("with_office", *WITH_OFFICE)
VERIFIED = of_step("verified", State.VERIFIED)
RECORDED = of_step("recorded", State.VERIFIED)
REJECTED = of_step("rejected", State.REJECTED)
LAPSED = of_step("lapsed", State.LAPSED)
LAPSES_SOON = Reminder(
    name="registrations.lapses_soon",
    topic=REGISTRATION,
    model=Registration,
    offsets=told.BEFORE_IT_LAPSES,
    due=returned_due,
    still_due=lambda registrations: registrations.filter(state=State.RETURNED, return_by__gte=today_in(WIB)),
    prepare=told.lapses_soon,
    escalates=True,
    asks_for=told.people,
)
SILENT = Reminder(
    name="registrations.silent",
    topic=REGISTRATION,
    model=Registration,
    due=silent_due,
    still_due=lambda registrations: registrations.filter(state__in=UNDECIDED),
    prepare=told.silent,
    asks_for=told.people,
)
PAPER_RUNS_OUT = Reminder(
    name="registrations.paper_runs_out",
    topic=REGISTRATION,
    model=Document,
    offsets=told.BEFORE_A_PAPER_RUNS_OUT,
    due=papers_due,
    still_due=still_running_out,
    prepare=told.paper_runs_out,
    escalates=True,
    asks_for=told.people_of_papers,
)
PAPER_ENDS_TOO_EARLY = Reminder(
    name="registrations.paper_ends_too_early",
    topic=REGISTRATION,
    model=PaperForecast,
    due=forecasts_due,
    still_due=still_too_early,
    prepare=told.paper_ends_too_early,
    escalates=True,
    asks_for=told.people_of_forecasts,
)
PAPER_UNSAFE = Kind(
    name="registrations.paper_unsafe",
    topic=REGISTRATION,
    model=Document,
    prepare=told.paper_unsafe,
    still_due=lambda documents: documents.current().filter(state=Document.State.INFECTED),
    escalates=True,
    asks_for=told.people_of_papers,
)
DATA_ANSWERED = Kind(
    name="registrations.data_answered",
    topic=REGISTRATION,
    model=DataRequest,
    prepare=told.data_answered,
    asks_for=told.people_of_requests,
)
FILES_SORTED_OUT = Kind(
    name="registrations.files_sorted_out",
    topic=SECURITY,
    model=SuspicionStep,
    prepare=told.files_sorted_out,
    is_urgent=True,
)
register(FILES_SORTED_OUT)
register(RETURNED, WITH_THE_OFFICE, VERIFIED, RECORDED, REJECTED, LAPSED, LAPSES_SOON, SILENT, PAPER_RUNS_OUT)
register(PAPER_ENDS_TOO_EARLY, PAPER_UNSAFE, DATA_ANSWERED)
# A phone that somebody gave for a person without an account.
forgetting.needed_by(
    lambda: Contact.objects.filter(
        phone__in=CandidatePhone.objects.filter(candidate__user=None).values("number")
    ).values("pk")
)
