from django.db.models import Case, Q, QuerySet, Value, When

from jobs.choices import Scheme
from jobs.models import country_is_open
from jobs.workflow import State as VacancyState
from registrations.permissions import REGENCY_READERS, REVIEWERS
from registrations.placements.choices import FreezeReason
from registrations.placements.workflow import BEFORE_DEPARTURE, State
from registrations.workflow import State as RegistrationState


class PlacementQuerySet(QuerySet):
    def visible_to(self, by):
        """Of the office that clears, of the own regency, one's own."""
        if by.role in REVIEWERS:
            return self.filter(office=by.office_id)
        if by.role in REGENCY_READERS and by.membership.office.regency_id:
            return self.filter(regency=by.membership.office.regency_id)
        return self.filter(registration__candidate__user=by.user) if by.user else self.none()

    def with_freeze(self, day):
        """Each with ``freeze``: the FreezeReason for which it stands still on ``day``, the gravest, "" for none.

        Computed from what the rooms below say now; a case that has departed, or ended, stands still for nothing.
        """
        permit_is_over = Q(vacancy__permit=None) | Q(vacancy__permit__valid_until__lt=day)
        stands = Q(state__in=sorted(BEFORE_DEPARTURE | {State.DRAFT}))
        reasons = {
            FreezeReason.COUNTRY: Q(country_is_open=False),
            FreezeReason.COMPANY: Q(vacancy__placement_company__is_barred=True),
            FreezeReason.PERMIT: Q(scheme=Scheme.P_TO_P, vacancy__isnull=False) & permit_is_over,
            FreezeReason.VACANCY: Q(vacancy__state__in=[VacancyState.SUSPENDED, VacancyState.REVOKED]),
            # Last: the person is told of all the others, and reads the same whether this one stands beside them or not.
            # One that is held back still reads verified; that it is being looked at again tells nobody why.
            FreezeReason.REGISTRATION: ~Q(registration__state=RegistrationState.VERIFIED)
            | Q(registration__is_held_back=True),
        }
        whens = [When(stands & condition, then=Value(str(reason))) for reason, condition in reasons.items()]
        cases = self.annotate(country_is_open=country_is_open(day))
        return cases.annotate(freeze=Case(*whens, default=Value("")))
