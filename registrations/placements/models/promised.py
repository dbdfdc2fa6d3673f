from django.utils.translation import gettext as _

from jobs import ages, matching
from portal.lib.dates import WIB, today_in

# What a page that names many cases loads with them.
_OF_DOORS = ("vacancy", "own_offer", "sign_up__batch__programme")
PROMISED = (*_OF_DOORS, *(f"earlier__{way}" for way in _OF_DOORS))


class Promised:
    """Of a Placement: what it is about, whether it came from a vacancy, an own offer, a programme or an earlier case."""

    @property
    def order(self):
        """What was promised before anything was signed, with the columns that a Vacancy has; None for none.

        Of a programme the batch; back at the same employer it is what the first case there promised.
        """
        if self.earlier_id:
            return self.earlier.order
        if self.sign_up_id:
            return self.sign_up.batch
        return self.own_offer if self.own_offer_id else self.vacancy

    @property
    def work(self):
        """The job in few words, as pages name the case."""
        if self.sign_up_id:
            return str(self.sign_up.batch.programme)
        return self.order.title_in_page_language if self.order else str(self.get_scheme_display())

    @property
    def employer(self):
        """Name of the employer, "" where nobody has stated it."""
        if self.earlier_id:
            return self.earlier.employer
        if self.own_offer_id:
            return self.own_offer.employer_name
        vacancy = self.vacancy
        return str(vacancy.employer or vacancy.employer_as_published) if vacancy else ""

    def gaps(self):
        """Sentences: what the order, or without one the law, asks for and the person, as far as they told, does not have."""
        person, day = self.candidate, today_in(WIB)
        rules = ages.rules_in_force(day)
        if self.vacancy is None:
            return self._too_young(rules, person.age_on(day))
        told = matching.Person(education=person.education, born=person.birth_date, sex=person.sex)
        return [gap.sentence for gap in matching.compare(told, self.vacancy, day, rules=rules).gaps]

    def _too_young(self, rules, age):
        lowest = max((rule.min_age for rule in rules if rule.fits(self)), default=0)
        if age is None or age >= lowest:
            return []
        return [_("By the rule in force this work is for people from %(age)d years on.") % {"age": lowest}]
