"""Facts of a batch as everybody reads them; what nobody stated is left out, or said to be unknown."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import Education
from portal.lib import money
from portal.lib.dates import long_date
from portal.lib.language import as_sentence
from registrations.placements.contracts.comparing import stated
from registrations.placements.programmes.workflow import Standing, State, TieRule

# Wherever a result stands: who passes is on a list, and has no job yet.
NO_PROMISE = gettext_lazy("Passing does not guarantee a placement.")
STANDINGS = {
    Standing.SIGNED_UP: ("info", gettext_lazy("You are signed up")),
    Standing.TESTED: ("info", gettext_lazy("You are signed up")),  # until it is published nobody reads of scores
    Standing.ON_ROSTER: ("ok", gettext_lazy("You are on the roster")),
    Standing.WAITING: ("info", gettext_lazy("You are on the waiting list")),
    Standing.NOT_ON_ROSTER: ("info", gettext_lazy("You are not on the roster")),
    Standing.CHOSEN: ("ok", gettext_lazy("An employer chose you")),
    Standing.LAPSED: ("info", gettext_lazy("The roster is over")),
    Standing.CALLED_OFF: ("turn", gettext_lazy("The batch was called off")),
}


def window(batch):
    return _("%(first)s to %(last)s") % {"first": long_date(batch.opens_on), "last": long_date(batch.closes_on)}


def standing_of(batch, day):
    """(look, label) of a batch for everybody."""
    if batch.takes_sign_ups(day):
        return "ok", _("Sign-up is open")
    if batch.state == State.OPEN and day < batch.opens_on:
        return "info", _("Opens soon")
    if batch.state == State.OPEN:
        return "off", State.CLOSED.label
    looks = {State.PUBLISHED: "info", State.TESTED: "off"}
    label = State.CLOSED.label if batch.state == State.TESTED else batch.get_state_display()
    return looks.get(State(batch.state), "off"), label


def facts_of_batch(batch):
    rows = [
        (_("Country"), batch.programme.destination.country),
        (_("Way"), batch.programme.get_scheme_display()),
        (_("Sign-up"), window(batch), _("Days in Jakarta (WIB), both included.")),
        (_("Places"), places(batch)),
        (_("Test"), test(batch)),
        *stated(batch),
        (_("Held by"), batch.office),
        (_("Why it was called off"), batch.called_off_reason),
    ]
    return _rows(rows)


def places(batch):
    stated = [money.number(batch.places_total)]
    if batch.places_male is not None:
        stated.append(_("at most %(count)s men") % {"count": money.number(batch.places_male)})
    if batch.places_female is not None:
        stated.append(_("at most %(count)s women") % {"count": money.number(batch.places_female)})
    return ", ".join(stated)


def test(batch):
    if batch.test_on is None:
        return _("The day is not known yet.")
    return ", ".join(filter(None, [long_date(batch.test_on, weekday=True), batch.test_place]))


def asked(batch):
    """What the programme asks; whether each is compared at the sign-up, its note says."""
    programme, on_day = batch.programme, _("On %(day)s.") % {"day": long_date(batch.closes_on)}
    schooling = Education(programme.education_min).label if programme.education_min else ""
    rows = [
        (_("Age"), ages(programme), on_day),
        (_("Education, at least"), schooling),
        (_("Language"), programme.language),
        (_("Also asked"), programme.others),
    ]
    return _rows(rows)


def ages(programme):
    values = {"lowest": programme.age_min, "highest": programme.age_max}
    if programme.age_min and programme.age_max:
        return _("%(lowest)d to %(highest)d years") % values
    if programme.age_min:
        return _("%(lowest)d years or older") % values
    return _("up to %(highest)d years") % values if programme.age_max else ""


def ranking(batch):
    """How the roster comes about, so that everybody can compute it."""
    lines = []
    if batch.pass_mark:
        lines.append(_("Needed at least: %(points)s points in all.") % {"points": money.number(batch.pass_mark)})
    count = money.number(batch.places_total)
    lines.append(
        _("The best by their points in all come onto the roster, as many as there are places: %(count)s.")
        % {"count": count}
    )
    lines.append(_("With the same points %(rule)s.") % {"rule": TieRule(batch.tie_rule).label})
    if batch.tie_rule != TieRule.EARLIER:
        lines.append(_("If that is the same too, whoever signed up earlier."))
    return lines


def cost(batch):
    """Sentences, as far as somebody stated them."""
    free = _("Signing up here costs nothing, and nobody may ask money for a place.")
    if batch.test_fee is None:
        return [free, _("Whether the test costs something is not stated. Pay nobody before your office has told you.")]
    if not batch.test_fee:
        return [free, _("The test costs nothing.")]
    fee = money.amount(batch.test_fee, batch.fee_currency)
    return [free, _("Fee of the test: %(fee)s. Pay it only as the source says, against a receipt.") % {"fee": fee}]


def after_the_result(batch):
    """What a place on the roster means: the sentence itself, until when, and who acts next."""
    found = [str(NO_PROMISE)]
    if batch.roster_until:
        found.append(_("The roster is valid until %(day)s.") % {"day": long_date(batch.roster_until)})
    found.append(
        _(
            "An employer abroad chooses from the roster. Whoever is chosen is told, and only then goes on with the steps."
        )
    )
    return found


def source(programme):
    return as_sentence(programme.cited)


def _rows(rows):
    """Rows for components/facts.html: term, value, maybe a note."""
    return [{"term": term, "value": value, "note": (*note, "")[0]} for term, value, *note in rows if value]
