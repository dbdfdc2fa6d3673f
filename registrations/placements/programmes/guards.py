"""What must be true before a batch moves, and before somebody signs up: functions -> a sentence, "" when content."""

from django.utils.translation import gettext as _

from jobs.choices import Education
from jobs.procedures import procedure_for, why_no_way
from portal.lib.dates import WIB, long_date, today_in

# Of a batch -----------------------------------------------------------------------------------------


def has_a_test(batch):
    return "" if batch.parts.exists() else _("Say first which parts the test has.")


def way_is_written_down(batch):
    scheme = batch.programme.scheme
    return "" if procedure_for(scheme, today_in(WIB)) else why_no_way(scheme)


def country_is_open(batch):
    return "" if batch.is_country_open(today_in(WIB)) else _("The country is closed for this work at the moment.")


def window_is_not_over(batch):
    if today_in(WIB) <= batch.closes_on:
        return ""
    return _("The last day to sign up was %(day)s.") % {"day": long_date(batch.closes_on)}


def test_was_held(batch):
    """Nobody has points of a test that lies ahead; a day that is not known says nothing."""
    if batch.test_on is None or batch.test_on <= today_in(WIB):
        return ""
    return _("The test is on %(day)s; scores come after it.") % {"day": long_date(batch.test_on)}


def somebody_has_scores(batch):
    return "" if batch.sign_ups.exclude(rank=None).exists() else _("Nobody has scores yet.")


def roster_has_its_last_day(batch):
    day = batch.roster_until
    if day is None:
        return _("Say until when the roster is valid.")
    return "" if day >= today_in(WIB) else _("The roster would be over already.")


def roster_is_over(batch):
    if batch.roster_until and batch.roster_until < today_in(WIB):
        return ""
    return _("The roster is still valid.")


# Of somebody who signs up ---------------------------------------------------------------------------


def window_is_open(sign_up):
    """By the days in Jakarta, whether somebody has closed it in time or not."""
    batch, day = sign_up.batch, today_in(WIB)
    if batch.state == batch.State.OPEN and day < batch.opens_on:
        return _("You can sign up from %(day)s on.") % {"day": long_date(batch.opens_on)}
    if batch.state != batch.State.OPEN and day <= batch.closes_on:
        return _("Sign-up has been closed.")
    if batch.state != batch.State.OPEN or day > batch.closes_on:
        return _("Sign-up is closed. The last day was %(day)s.") % {"day": long_date(batch.closes_on)}
    return ""


def country_stays_open(sign_up):
    return country_is_open(sign_up.batch)


def way_is_known(sign_up):
    return way_is_written_down(sign_up.batch)


def age_is_within(sign_up):
    """Completed years on the last day to sign up, by the programme and by the rules in force."""
    batch = sign_up.batch
    age, on_day = sign_up.candidate.age_on(batch.closes_on), long_date(batch.closes_on)
    youngest, oldest = batch.youngest(today_in(WIB)), batch.programme.age_max
    if age is None:
        return _("Your birth date is missing in your registration.") if youngest or oldest else ""
    if youngest and age < youngest:
        return _("You have to be at least %(age)d years old on %(day)s.") % {"age": youngest, "day": on_day}
    if oldest and age > oldest:
        return _("You may be at most %(age)d years old on %(day)s.") % {"age": oldest, "day": on_day}
    return ""


def schooling_is_enough(sign_up):
    asked, own = sign_up.batch.programme.education_min, sign_up.candidate.education
    if not asked or (own in Education.values and Education.values.index(own) >= Education.values.index(asked)):
        return ""
    return _("Asked for: %(level)s or higher.") % {"level": Education(asked).label}


def has_a_place_for_the_sex(sign_up):
    """A batch that keeps no place for men, or for women, says so before somebody sits a test for nothing."""
    batch, sex = sign_up.batch, sign_up.candidate.sex
    if batch.places_male == 0 and sex == "male":
        return _("Only women are sought.")
    if batch.places_female == 0 and sex == "female":
        return _("Only men are sought.")
    return ""


SIGN_UP = (
    window_is_open,
    country_stays_open,
    way_is_known,
    age_is_within,
    schooling_is_enough,
    has_a_place_for_the_sex,
)
