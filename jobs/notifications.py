"""What the vacancies owe to whom, and when. How each is worded stands in jobs/told.py."""

from datetime import timedelta

from django.db.models import BigIntegerField, DateField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from jobs import told
from jobs.choices import CheckKind, StatusBasis
from jobs.models import (
    CompanyStatement,
    Destination,
    RecruitmentPermit,
    Rhythm,
    SavedSearch,
    SavedVacancy,
    VacancySearch,
)
from jobs.models.saved import TOPIC_CODE
from jobs.permissions import OPENERS
from jobs.saved.matches import begin_of
from jobs.saved.services import move
from jobs.workflow import State
from portal.lib.dates import WIB, today_in
from portal.mailroom import audiences
from portal.mailroom.audiences import Audience
from portal.mailroom.notifications import TO_PEOPLE
from portal.messaging import forgetting, joining
from portal.messaging.kinds import Reminder, Topic, register
from portal.messaging.models import Channel, Contact

MONDAY = 0
BEFORE_CLOSING = (7, 1)
# In these the checks are proofs that somebody relies on.
RELIES_ON_CHECKS = [State.IN_CHECK, State.VERIFIED, State.OPEN]

SAVED = Topic(TOPIC_CODE, _("Vacancies and searches I saved"))
CHECKS = Topic("checks", _("Permits and licences that end"), is_owed=True, is_for_offices=True)
_no_office = Value(None, BigIntegerField())


def new_matches_due(day):
    """Searches to be looked at on ``day``: daily ones, on Mondays all; from the day after they were saved."""
    rhythms = [Rhythm.DAILY, Rhythm.WEEKLY] if day.weekday() == MONDAY else [Rhythm.DAILY]
    wanted = SavedSearch.objects.wanted().filter(rhythm__in=rhythms, created_at__lt=begin_of(day))
    return wanted.values_list("pk", "contact_id", Cast(Value(day), DateField()), _no_office)


def closing_due(day):
    """Saved vacancies that close up to ``day``, and stand open.

    Whoever saved one in its last week saw when it closes, and is told on the day before alone.
    """
    today, week = day - timedelta(days=max(BEFORE_CLOSING)), timedelta(days=max(BEFORE_CLOSING))
    is_last_call = Q(vacancy__closes_on__lte=today + timedelta(days=min(BEFORE_CLOSING)))
    saved = SavedVacancy.objects.wanted().filter(vacancy__closes_on__range=(today, day))
    saved = still_open(saved.filter(is_last_call | Q(created_at__lt=F("vacancy__closes_on") - week)))
    return saved.values_list("pk", "contact_id", "vacancy__closes_on", _no_office)


def still_open(saved):
    """By the search rows: each step of a vacancy and each midnight bring them up to date, and they have their index."""
    listed = VacancySearch.objects.on_shelves(today_in(WIB)).filter(vacancy=OuterRef("vacancy"))
    return saved.filter(Exists(listed))


def permits_due(day):
    """Permits that end up to ``day``, for each office whose check of one is a proof."""
    ending = _proved_by_checks(
        RecruitmentPermit.objects.filter(valid_until__lte=day), CheckKind.PERMIT, through="vacancy"
    )
    return ending.values_list("pk", "vacancy__checks__office__contact", "valid_until", _no_office)


def licences_due(day):
    """The same of company licences: of each company the one that ends last."""
    ending = _proved_by_checks(
        newest_licences().filter(licence_until__lte=day), CheckKind.LICENCE, through="company__vacancies"
    )
    return ending.values_list("pk", "company__vacancies__checks__office__contact", "licence_until", _no_office)


def newest_licences(statements=None):
    found = CompanyStatement.objects.filter(basis=StatusBasis.LICENCE, licence_until__isnull=False)
    last = found.filter(company=OuterRef("company")).order_by("-licence_until", "-pk").values("pk")[:1]
    among = found if statements is None else statements.filter(basis=StatusBasis.LICENCE)
    return among.filter(pk=Subquery(last))


def _proved_by_checks(facts, kind, *, through):
    checks = f"{through}__checks__"
    proofs = {f"{checks}kind": kind, f"{checks}is_sufficient": True, f"{checks}set_aside_at": None}
    return facts.filter(**proofs, **{f"{through}__state__in": RELIES_ON_CHECKS}).distinct()


SAVED_SEARCH = Reminder(
    name="jobs.saved_search",
    topic=SAVED,
    model=SavedSearch,
    due=new_matches_due,
    still_due=lambda searches: searches.wanted(),
    prepare=told.new_matches,
)
CLOSING = Reminder(
    name="jobs.closing",
    topic=SAVED,
    model=SavedVacancy,
    offsets=BEFORE_CLOSING,
    due=closing_due,
    still_due=lambda saved: still_open(saved.wanted()),
    prepare=told.closing,
)
PERMIT_ENDS = Reminder(
    name="jobs.permit_ends",
    topic=CHECKS,
    model=RecruitmentPermit,
    offsets=told.BEFORE_THE_END,
    due=permits_due,
    prepare=told.permits,
    channels=(Channel.EMAIL,),
)
LICENCE_ENDS = Reminder(
    name="jobs.licence_ends",
    topic=CHECKS,
    model=CompanyStatement,
    offsets=told.BEFORE_THE_END,
    due=licences_due,
    still_due=newest_licences,
    prepare=told.licences,
    channels=(Channel.EMAIL,),
)


def countries_saved(by):
    """Of whose open vacancies somebody saved one: pairs of the code and the name."""
    saved = still_open(SavedVacancy.objects.wanted()).values("vacancy__destination")
    destinations = Destination.objects.filter(pk__in=saved).select_related("country").order_by("country__name")
    return [(destination.country_id, str(destination)) for destination in destinations]


def who_saved(by, iso2):
    """Accounts that saved an open vacancy of this country and still hear of it. Vacancies belong to no office.

    Whoever left an address without an account left it for what was saved, and for nothing else.
    """
    saved = still_open(SavedVacancy.objects.wanted().filter(vacancy__destination__country=iso2))
    return Contact.objects.filter(user__isnull=False, pk__in=saved.values("contact"))


WHO_SAVED = Audience(
    code="who_saved",
    label=_("People who saved an open vacancy"),
    roles=OPENERS,
    kind=TO_PEOPLE,
    contacts=who_saved,
    parts=countries_saved,
)
audiences.register(WHO_SAVED)
register(SAVED_SEARCH, CLOSING, PERMIT_ENDS, LICENCE_ENDS)
forgetting.needed_by(lambda: SavedSearch.objects.values("contact"))
forgetting.needed_by(lambda: SavedVacancy.objects.values("contact"))
joining.follows(move)
