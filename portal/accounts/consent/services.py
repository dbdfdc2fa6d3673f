"""The acts: consent given and withdrawn, the notice shown. Each is one transaction and one entry of the audit."""

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Subquery, When
from django.utils.translation import gettext as _

from portal.accounts.models import Channel, Consent, NoticeShown, PolicyText, Purpose, User
from portal.accounts.roles import COUNTER_ROLES
from portal.audit.services import record


class ConsentRefused(Exception):
    """Carries a sentence for the person; nothing has changed."""


def has_consent(user, purpose):
    """Whether ``user`` agrees to ``purpose`` (its code) now. For many people: ``User.objects.consenting_to``.

    A newer version of the text asks nobody again: it may say the same more plainly. Whoever wants to do something
    else with the data makes a new purpose.
    """
    return User.objects.consenting_to(purpose).filter(pk=user.pk).exists()


@transaction.atomic
def give(by, user, purpose, *, version, language, channel=Channel.WEB, seen=None):
    """Note that ``user`` agrees to ``purpose`` (its code) as version ``version`` of its text says, and return the row.

    ``by``: the person; an officer for somebody at the counter or with a signed paper, by another ``channel``.
    ``language``: "id" or "en", in which the text was read. ``seen``: number of the last decision the page knew of,
    0 for none; so a form that was kept cannot undo a later withdrawal. None: nobody looked at a page.
    Again while it holds, nothing is written. Raises ConsentRefused.
    """
    _check_hand(by, user, channel)
    _hold(user)
    if not Purpose.objects.asked().filter(code=purpose).exists():
        raise ConsentRefused(_("Nobody is asked for this."))
    text = PolicyText.objects.about(purpose).current()
    last = Consent.objects.latest(user, purpose)
    if last and last.is_given and last.text_id == text.pk:
        return last
    if version != text.number or seen not in {None, last.number if last else 0}:
        raise ConsentRefused(_("This page is out of date. Please read it again."))
    return _decide(by, user, last, is_given=True, purpose_id=purpose, text=text, channel=channel, language=language)


@transaction.atomic
def withdraw(by, user, purpose, *, language, channel=Channel.WEB):
    """Note that ``user`` no longer agrees to ``purpose`` (its code); returns the row that holds, None where none does.

    From a stale page too: to stop must be as easy as to agree. Uses end within 3x24 hours (UU 27/2022): whoever sends
    asks ``has_consent`` right before. ``by``, ``channel``, ConsentRefused: as in ``give``.
    """
    _check_hand(by, user, channel)
    _hold(user)
    last = Consent.objects.latest(user, purpose)
    if last is None or not last.is_given:
        return last
    return _decide(
        by, user, last, is_given=False, purpose_id=purpose, text=last.text, channel=channel, language=language
    )


@transaction.atomic
def note_notice_shown(by, user, *, language, channel=Channel.WEB, version=None):
    """Note that ``user`` was shown the privacy notice in force; a second time for the same version does nothing.

    To be called where an account is made or handed over, after the notice stood before the first personal field:
    sign-up by e-mail and by phone (``by`` is the person: ``Acting(user=user, ip=…)``), and at the counter (``by`` is
    the officer, ``channel`` COUNTER or PAPER). ``language``: "id" or "en". ``version``: its number where the person
    said to have read it; None: the one in force. Raises ConsentRefused.
    """
    _check_hand(by, user, channel)
    text = PolicyText.objects.notices().current()
    if text is None or version not in {None, text.number}:
        raise ConsentRefused(_("This page is out of date. Please read it again."))
    _hold(user)
    taken_by = None if channel == Channel.WEB else by.membership
    _row, is_new = NoticeShown.objects.get_or_create(
        user=user, text=text, defaults={"channel": channel, "taken_by": taken_by, "language": language}
    )
    if is_new:
        record(by, "accounts.notice_shown", user, reason_code=channel)


def new_notice_for(user):
    """The privacy notice in force if ``user`` wasn't shown it yet, else None."""
    text = _with_was_shown(user).current()
    return text if text and not text.was_shown else None


def of_new_notice(user, column):
    """Its ``column`` as an expression, for pages that ask for other rows anyway; None where the notice was shown."""
    of_text = Case(When(was_shown=False, then=F(column)))
    return Subquery(_with_was_shown(user).newest_first().values(**{f"new_{column}": of_text})[:1])


def _with_was_shown(user):
    shown = user.notices_shown.filter(text=OuterRef("pk"))
    return PolicyText.objects.notices().annotate(was_shown=Exists(shown))


def _check_hand(by, user, channel):
    """The person's own hand on the site; an officer's, never for oneself, in all other ways."""
    is_own = by.user_id is not None and by.user_id == user.pk
    if (channel == Channel.WEB) != is_own or (not is_own and by.role not in COUNTER_ROLES):
        raise ConsentRefused(_("Nobody decides this for somebody else."))


def _hold(user):
    """One decision of a person at a time."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _decide(by, user, last, *, channel, is_given, **facts):
    row = Consent.objects.create(
        user=user,
        number=last.number + 1 if last else 1,
        is_given=is_given,
        channel=channel,
        taken_by=None if channel == Channel.WEB else by.membership,
        **facts,
    )
    action = "accounts.consent_given" if is_given else "accounts.consent_withdrawn"
    record(by, action, row, reason_code=facts["purpose_id"])
    return row
