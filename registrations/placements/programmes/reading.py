"""What the pages of programmes show: to everybody, to the person, on the page of the path."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.lib import codes, money
from portal.lib.dates import WIB, long_date, short_date, today_in
from registrations.placements.applying.reading import of_account, of_registration
from registrations.placements.models import Batch, SignUp
from registrations.placements.programmes import services, wording
from registrations.placements.programmes.workflow import BEFORE_RESULT, MAY_WITHDRAW, Standing, State

ROWS = 25
MOST_OPEN = 50
MOST_CARDS = 3


# For everybody --------------------------------------------------------------------------------------


def batches(day, iso2="", after=""):
    """(those that take sign-ups or will, the soonest end first; at most ROWS of all others; whether more follow)."""
    found = Batch.objects.public().select_related("programme__destination__country")
    if iso2:
        found = found.filter(programme__destination__country=iso2)
    is_coming = Q(state=State.OPEN, closes_on__gte=day)
    last = found.filter(number=codes.parse(after) or "").first() if after else None
    coming = [] if last else list(found.filter(is_coming).order_by("closes_on", "pk")[:MOST_OPEN])
    others = found.exclude(is_coming)
    if last:
        others = others.filter(Q(closes_on__lt=last.closes_on) | Q(closes_on=last.closes_on, pk__lt=last.pk))
    rows = list(others.order_by("-closes_on", "-pk")[: ROWS + 1])
    return [_row(one, day) for one in coming], [_row(one, day) for one in rows[:ROWS]], len(rows) > ROWS


def _row(batch, day):
    look, label = wording.standing_of(batch, day)
    country = batch.programme.destination.country
    return {"batch": batch, "country": country, "window": wording.window(batch), "look": look, "label": label}


def batch_at(number):
    """The Batch with all that its page shows, None when the public has none of this number."""
    return Batch.objects.public().with_page_details().filter(number=codes.parse(number) or "").first()


def page_of(batch, day):
    look, label = wording.standing_of(batch, day)
    return {
        "batch": batch,
        "look": look,
        "label": label,
        "facts": wording.facts_of_batch(batch),
        "asked": wording.asked(batch),
        "parts": [{"term": str(part), "value": _points(part.most)} for part in batch.parts.all()],
        "ranking": wording.ranking(batch),
        "cost": wording.cost(batch),
        "after": wording.after_the_result(batch),
        "has_result": batch.state in {State.PUBLISHED, State.ENDED},
        "is_open": batch.takes_sign_ups(day),
        "source": wording.source(batch.programme),
        "demo_data": batch.is_demo or batch.programme.is_demo,
    }


def _points(most):
    return _("at most %(points)s points") % {"points": money.number(most)}


# For the person -------------------------------------------------------------------------------------


def of_person(user):
    rows = SignUp.objects.filter(registration__candidate__user=user).standing()
    return rows.select_related("batch__programme__destination__country", "batch__office", "registration__candidate")


def before(registration, batch):
    """What stands against signing up, as rows (text; address and label of a way on); [] for nothing."""
    row = services.as_it_would_be(registration, batch)
    return of_account(row) or [*of_registration(row), *({"text": text} for text in services.against(row))]


def own_page(row):
    """The own sign-up, and once it is published the own result; of others nothing."""
    batch = row.batch
    kind, title = wording.STANDINGS[Standing(row.standing)]
    return page_of(batch, today_in(WIB)) | {
        "row": row,
        "kind": kind,
        "title": title,
        "text": _text(row),
        "own": _own_facts(row),
        "scores": _scores(row) if row.has_result else [],
        "placement": _placement(row),
        "has_test_ahead": bool(test_days(row)),
        "may_withdraw": row.standing in MAY_WITHDRAW,
    }


def _text(row):
    until = {"day": long_date(row.batch.roster_until)} if row.batch.roster_until else {}
    texts = {
        Standing.ON_ROSTER: _(
            "Until %(day)s an employer abroad may choose you. We write to you then. Pay nobody for it."
        ),
        Standing.WAITING: _(
            "When somebody leaves the roster, the next on this list comes onto it. We write to you then."
        ),
        Standing.NOT_ON_ROSTER: _("You may sign up for the next batch. Your registration and your papers stay."),
        Standing.CHOSEN: _("Your steps go on from here; each says whose turn it is."),
        Standing.CALLED_OFF: _("You need not go to the test. You may sign up for another batch; your papers stay."),
        Standing.LAPSED: _("No employer chose you while it was valid. You may sign up for the next batch."),
    }
    if row.standing == Standing.LAPSED and hasattr(row, "placement"):
        return _("The employer that chose you withdrew, and the roster is over. You may sign up for the next batch.")
    text = texts.get(Standing(row.standing), _("Bring your KTP and this number to the test. Results stand here later."))
    return text % until if until else text


def _own_facts(row):
    facts = [
        (_("Your number"), row.number),
        (_("Signed up"), short_date(row.signed_up_at.astimezone(WIB).date())),
        (_("Test"), wording.test(row.batch)),
    ]
    if row.has_result and row.rank:
        tested = row.batch.sign_ups.exclude(rank=None).count()
        facts.append(
            (
                _("Your rank"),
                _("%(rank)s of %(count)s") % {"rank": money.number(row.rank), "count": money.number(tested)},
            )
        )
        facts.append((_("Your points in all"), money.number(row.total)))
    elif row.has_result:
        facts.append((_("Your points in all"), _("none recorded")))
    return [{"term": term, "value": value} for term, value in facts]


def test_days(row):
    """As path.calendar takes appointments: the test, while it lies ahead of whoever signed up."""
    batch = row.batch
    if row.standing not in BEFORE_RESULT or batch.test_on is None or batch.test_on < today_in(WIB):
        return []
    title = _("Test: %(programme)s") % {"programme": batch.programme}
    return [("test", title, batch.test_on, batch.test_on + timedelta(days=1), batch.test_place)]


def _scores(row):
    results = row.results.select_related("part").order_by("part__place")
    return [
        {"term": str(result.part), "value": money.number(result.score), "note": _points(result.part.most)}
        for result in results
    ]


def _placement(row):
    if row.standing != Standing.CHOSEN:
        return ""
    return reverse("path:placement", args=[row.placement.number])


def cards_of(user):
    """For /saya/, by one query: the newest sign-ups that are under way."""
    over = [Standing.CHOSEN, Standing.LAPSED, Standing.NOT_ON_ROSTER, Standing.CALLED_OFF]
    rows = (
        of_person(user)
        .exclude(standing__in=over, batch__state__in=[State.ENDED, State.CALLED_OFF])
        .order_by("-pk")[:MOST_CARDS]
    )
    return [_card(row) for row in rows]


def _card(row):
    kind, title = wording.STANDINGS[Standing(row.standing)]
    is_waiting_for_test = row.standing in {Standing.SIGNED_UP, Standing.TESTED}
    return {
        "title": str(row.batch),
        "kind": kind,
        "standing": title,
        "number": row.number,
        "text": _("Test: %(when)s") % {"when": wording.test(row.batch)}
        if is_waiting_for_test
        else str(wording.NO_PROMISE),
        "address": reverse("own_programmes:batch", args=[row.batch.number]),
        "is_under_way": row.standing in MAY_WITHDRAW,
    }
