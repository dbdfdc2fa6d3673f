"""Which vacancies a page asks for; a shelf follows from state, checks, law, company and time (docs/decisions/0006)."""

from calendar import monthrange

from django.db import models
from django.db.models import Case, Count, Exists, Max, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Cast

from jobs.choices import CheckKind, RuleAction
from jobs.models.check import Check
from jobs.models.destination import PlacementRule
from jobs.models.money import ExchangeRate
from jobs.models.search_sql import SOURCE_MONTHS
from jobs.models.step import VacancyStep
from jobs.workflow import PUBLIC, State
from portal.lib import prepared


def country_is_open(day):
    """Whether a rule in force on ``day`` opens the country of a row for its employer and work, and none closes it.

    For rows with ``destination``, ``occupation`` and ``employer_kind``: vacancies, and what the rooms above make of them.
    """
    rules = PlacementRule.objects.in_force(day)
    stops = _fits(rules.exclude(action=RuleAction.OPEN))
    return Exists(_fits(rules.filter(action=RuleAction.OPEN))) & ~Exists(stops)


def _fits(rules):
    """Rules for the row's country that speak of its employer kind and occupation, or of any."""
    return rules.filter(
        Q(employer_kind="") | Q(employer_kind=OuterRef("employer_kind")),
        Q(occupation=None) | Q(occupation=OuterRef("occupation")),
        destination=OuterRef("destination"),
    )


def _four_checks():
    """The vacancy's proofs as one row, no row unless there is one of each kind."""
    proofs = Check.objects.proofs().filter(vacancy=OuterRef("pk")).order_by().values("vacancy")
    return proofs.annotate(kinds=Count("kind")).filter(kinds=len(CheckKind.values))


def _is_current(day):
    """No traineeship, country open, company not barred, time left; checked in full, or a source that is not old."""
    return Q(
        Q(closes_on=None) | Q(closes_on__gte=day),
        Q(permit=None) | Q(permit__valid_until=None) | Q(permit__valid_until__gte=day),
        Q(placement_company=None) | Q(placement_company__is_barred=False),
        Q(state=State.OPEN, has_all_checks=True)
        | Q(state=State.REPORTED, source_from__gt=_months_before(day, SOURCE_MONTHS)),
        is_traineeship=False,
        is_country_open=True,
    )


class VacancyQuerySet(models.QuerySet):
    def public(self):
        """Revoking or suspending a draft is one person's act and makes nothing public."""
        return self.filter(state__in=PUBLIC, is_redrafted=False)

    def reachable(self):
        """Public ones, and those that were public before an officer took them up: an old link must not die.

        What is told of them: ``for_the_public``.
        """
        was_public = VacancyStep.objects.filter(vacancy=OuterRef("pk"), source__in=[State.REPORTED, State.OPEN])
        return self.filter(Q(state__in=PUBLIC, is_redrafted=False) | Exists(was_public))

    def with_standing(self, day):
        """Each with what decides its shelf on ``day``.

        ``is_country_open``: a rule opens its country and no stop or ban fits it (no rule, or no country named: closed).
        ``has_all_checks``: the four checks have their evidence.
        """
        return self.annotate(is_country_open=country_is_open(day), has_all_checks=Exists(_four_checks()))

    def with_listing(self, day):
        """Of the public ones (id, whether on an open shelf, ``day``), as the search rows are made from them."""
        public = self.public().with_standing(day).with_is_listed(day).order_by()
        return public.values_list("pk", "is_listed", Cast(Value(day), models.DateField()))

    def with_is_listed(self, day):
        """Each of ``with_standing(day)`` with ``is_listed``: it stands on an open shelf."""
        return self.annotate(is_listed=Case(When(_is_current(day), then=Value(True)), default=Value(False)))

    def current(self, day):
        """The two open shelves together, each with ``has_all_checks``.

        Second shelf: reported, published by a source within twelve months, not yet checked here.
        """
        return self.with_standing(day).filter(_is_current(day))

    def checked_and_open(self, day):
        """First shelf: opened by an officer, with all four checks."""
        return self.current(day).filter(state=State.OPEN)

    def archived(self, day):
        """Third shelf: all other public ones; old links stay."""
        return self.public().with_standing(day).filter(~_is_current(day))

    def waiting(self, states, after=None):
        """Those in one of ``states``, the one that waits longest first; behind ``after``, when it is given."""
        found = self.filter(state__in=states).order_by("state_since", "pk")
        if after is None:
            return found
        return found.filter(state_since__gte=after.state_since).exclude(state_since=after.state_since, pk__lte=after.pk)

    def any_demo(self):
        """Whether there are invented vacancies, so that what is counted of all says so."""
        return bool(prepared.count(_one_demo, self.model))

    def for_destination(self, iso2):
        return self.filter(destination__country=iso2)

    def with_card_facts(self, day):
        """Each of ``with_standing(day)`` with what its card says besides its own columns.

        ``checked_on``: the last of its four checks, None unless all have their evidence. ``rupiah``: for one unit of its
        currency by the newest rate, None: none known.
        """
        rates = ExchangeRate.objects.filter(currency=OuterRef("currency"), on__lte=day).order_by("-on")
        return self.annotate(
            checked_on=Subquery(_four_checks().values(last=Max("checked_on"))),
            rupiah=Subquery(rates.values("rupiah")[:1]),
        )

    def with_card_details(self):
        """All that one card shows, in a fixed number of queries."""
        cards = self.select_related("destination__country", "placement_company", "employer", "permit")
        return cards.prefetch_related(
            Prefetch("checks", queryset=Check.objects.proofs().order_by("checked_on")), "cost_items"
        )

    def with_page_details(self):
        """All that a page of one vacancy shows: its parties, its cost, its checks with who looked and where."""
        one = self.select_related(
            "destination__country", "placement_company", "employer", "partner_agency", "occupation",
            "permit__destination__country", "permit__occupation",
        )  # fmt: skip
        checks = Check.objects.standing().select_related("office", "checked_by", "scan").order_by("checked_on", "pk")
        return one.prefetch_related(Prefetch("checks", queryset=checks), "cost_items")


def _one_demo(model):
    return model.objects.filter(is_demo=True).order_by().values_list("pk")[:1]


def _months_before(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))
