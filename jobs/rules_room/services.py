"""The acts of the rules room. A rule begins, ends and is called checked by a draft of one person that another publishes."""

from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from jobs import permissions as may
from jobs.choices import RuleAct, SearchShelf
from jobs.models import RuleDraft, VacancySearch
from jobs.rules_room.kinds import kind_of
from jobs.services import once
from portal.audit.services import record
from portal.lib.dates import WIB, short_date, today_in
from portal.workflow import StepRefused, take_step

ONE_DAY = timedelta(days=1)
AT_ONCE = 2_000  # vacancies whose search rows the publisher waits for: a second or two


def draft_rule(by, *, kind, act, facts, rule=None, key=None):
    """Write a draft and return it, the same one for the same ``key`` of a form.

    ``facts``: ``draft_facts()`` of its form; ``rule``: which one is ended or compared.
    """
    if not may.keep_rules(by):
        raise StepRefused(_("This step is not open to you now."))

    def make():
        about = {"kind": kind.code, "act": act, "rule_id": rule.pk if rule else None}
        draft = RuleDraft.objects.create(**about, drafted_by=by.user, submission_key=key, **facts)
        record(by, "rules.drafted", draft, reason_code=act)
        return draft

    return once(RuleDraft, key, make)


@transaction.atomic
def change_draft(by, draft, *, facts, seen):
    """Write a draft anew, by its drafter and before it is handed in. Raises StepRefused."""
    held = RuleDraft.objects.select_for_update().get(pk=draft.pk)
    if held.version != seen:
        raise StepRefused(_("Somebody changed this meanwhile. Please look again."))
    if held.state != RuleDraft.State.DRAFT or not may.change_draft(by, held):
        raise StepRefused(_("This step is not open to you now."))
    for name, value in facts.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=[*facts, "version", "updated_at"])
    record(by, "rules.draft_changed", held, fields=sorted(facts))
    return held


def move_draft(by, draft, event, *, seen, reason=""):
    """Hand in, take back, return or drop a draft. Publishing is ``publish``."""
    with transaction.atomic():
        moved = take_step(draft, event, by=by, seen=seen, reason=reason)
        record(by, "rules.draft_moved", moved, reason_code=event)
    return moved


def publish(by, draft, *, seen, expected):
    """Publish a draft handed in by somebody else, and let the rule take its effect in the same transaction.

    ``expected``: keys of the rules that the preview said will end or be withdrawn; if by now it would be others,
    the publisher has not seen what is published. Raises StepRefused; nothing has changed then.
    """
    try:
        with transaction.atomic():
            _one_at_a_time()
            published = take_step(draft, "publish", by=by, seen=seen)
            rule, ended = _write(published)
            if {old.pk for old in ended} != set(expected):
                raise StepRefused(_("The rules have changed since you looked. Please look at the preview again."))
            _show_effect(published, rule)
            record(by, "rules.published", rule, reason_code=published.act)
            for old in ended:
                record(by, "rules.ended", old, fields=["valid_to"])
    except IntegrityError as error:
        if "do_not_overlap" not in str(error):
            raise
        raise StepRefused(_("Another rule for the same case holds on these days.")) from None
    return rule


def _show_effect(draft, rule):
    """What closes is closed in this act. Filters and counts of very many other vacancies follow within minutes.

    Until then a filter by age or cost goes by the rule before; what a card or a page says is always the law of the day.
    """
    kind = kind_of(draft.kind)
    vacancies = kind.vacancies(rule)
    if vacancies is None or draft.act == RuleAct.CHECK:
        return
    if draft.act == RuleAct.ADD and kind.only_closes(rule):
        # A country's archive is ten times its open vacancies, and a ban promises to hold within a minute.
        VacancySearch.objects.refresh(vacancies.filter(search_row__shelf__lt=SearchShelf.ARCHIVE))
    elif vacancies[: AT_ONCE + 1].count() <= AT_ONCE:
        VacancySearch.objects.refresh(vacancies)
    else:
        from jobs.tasks import refresh_what_a_rule_concerns

        transaction.on_commit(lambda: refresh_what_a_rule_concerns.delay(draft.pk), robust=True)


def refresh_concerned(draft_id):
    """Bring the search rows in line that a published draft concerns; the nightly refresh makes up for one that was lost."""
    draft = RuleDraft.objects.filter(pk=draft_id, state=RuleDraft.State.PUBLISHED).first()
    if draft is None:
        return 0
    kind = kind_of(draft.kind)
    rule = kind.rule_of(draft) if draft.act == RuleAct.ADD else kind.model.objects.get(pk=draft.rule_id)
    return VacancySearch.objects.refresh(kind.vacancies(rule))


def _one_at_a_time():
    """Rules change rarely and hang together: whoever publishes or previews sees what the one before did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('jobs_rules'))")


def preview(draft):
    """(rows of its effect, rules that would end, why it can't be published or ""): carried out and rolled back."""
    kind, rows, ended, problem = kind_of(draft.kind), [], [], ""
    day = effective_day(draft)
    with transaction.atomic():
        _one_at_a_time()
        rule = kind.rule_of(draft) if draft.act == RuleAct.ADD else kind.model.objects.get(pk=draft.rule_id)
        vacancies = kind.vacancies(rule)
        before = [effect.look(vacancies, rule, day) for effect in kind.effects]
        try:
            with transaction.atomic():
                _rule, ended = _write(draft)
        except StepRefused as refusal:
            problem = str(refusal)
        except IntegrityError:
            problem = _("Another rule for the same case holds on these days.")
        after = [effect.look(vacancies, rule, day) for effect in kind.effects]
        transaction.set_rollback(True)
    for effect, without, with_it in zip(kind.effects, before, after, strict=True):
        rows += effect.tell(without, with_it)
    return rows, ended, problem


def first_day(draft):
    """From when a new rule would hold, were it published now."""
    return draft.valid_from or today_in(WIB)


def effective_day(draft):
    """The first day on which the draft makes a difference that has not passed; it would be published today."""
    today = today_in(WIB)
    if draft.act == RuleAct.END:
        return max(today, draft.valid_to + ONE_DAY) if draft.valid_to else today
    return max(today, first_day(draft))


def _write(draft):
    """Carry out a draft: (the rule it speaks of, the rules it ends or withdraws). Raises StepRefused."""
    kind = kind_of(draft.kind)
    if draft.act == RuleAct.ADD:
        return _begin(draft, kind)
    rule = kind.model.objects.select_for_update(of=("self",)).get(pk=draft.rule_id)
    if draft.act == RuleAct.END:
        return _end(draft, rule)
    if rule.is_checked or rule.withdrawn_on:
        raise StepRefused(_("This rule was checked or withdrawn meanwhile."))
    rule.is_checked, rule.checked_in = True, draft
    rule.save(update_fields=["is_checked", "checked_in"])
    return rule, []


def _begin(draft, kind):
    rule = kind.rule_of(draft)
    rule.valid_from, rule.valid_to = first_day(draft), draft.valid_to
    if rule.valid_to and rule.valid_to < rule.valid_from:
        raise StepRefused(_("It would be over before it begins."))
    rule.legal_basis, rule.legal_basis_en = draft.basis("id"), draft.basis("en")
    rule.source_name, rule.source_url = draft.source_name, draft.source_url
    rule.source_date = draft.decree_date.isoformat()
    rule.is_checked, rule.published_in, rule.checked_in = True, draft, draft
    ended = [_make_room(old, rule, draft) for old in _overlapping(kind, rule)]
    rule.save(force_insert=True)
    return rule, ended


def _overlapping(kind, rule):
    last = Q() if rule.valid_to is None else Q(valid_from=None) | Q(valid_from__lte=rule.valid_to)
    days = Q(Q(valid_to=None) | Q(valid_to__gte=rule.valid_from), last)
    return kind.same_case(rule).filter(days).select_for_update(of=("self",)).order_by("pk")


def _make_room(old, rule, draft):
    """End ``old`` the day before ``rule`` begins; one that begins no earlier is withdrawn, if ``rule`` covers it."""
    if old.valid_from is None or old.valid_from < rule.valid_from:
        old.valid_to = rule.valid_from - ONE_DAY
    elif rule.valid_to and (old.valid_to is None or old.valid_to > rule.valid_to):
        raise StepRefused(
            _("Another rule holds from %(day)s and longer than this one. Let this one end before it, or not at all.")
            % {"day": short_date(old.valid_from)}
        )
    else:
        old.withdrawn_on = today_in(WIB)
    old.ended_in = draft
    old.save(update_fields=["valid_to", "withdrawn_on", "ended_in"])
    return old


def _end(draft, rule):
    last = draft.valid_to or today_in(WIB) - ONE_DAY
    if rule.withdrawn_on or (rule.valid_to and rule.valid_to <= last):
        raise StepRefused(_("This rule has ended earlier already."))
    if rule.valid_from and last < rule.valid_from:
        rule.withdrawn_on = today_in(WIB)
    else:
        rule.valid_to = last
    rule.ended_in = draft
    rule.save(update_fields=["valid_to", "withdrawn_on", "ended_in"])
    return rule, [rule]
