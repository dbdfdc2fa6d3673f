"""Ranks of a batch and its roster, by SQL: twenty thousand people are one statement.

The places are given from the top: of whoever is within the places of their sex (where the batch states them), as many as
there are places in all. Whoever reached the mark of the batch but comes later waits behind.
"""

from django.db import connection

from registrations.placements.programmes.workflow import BEFORE_RESULT, ON_LIST, Standing, TieRule

# In words of SQL; the key of the sign-up, by which the earlier one comes first, decides what is still equal.
_TIES = {
    TieRule.EARLIER: "s.signed_up_at",
    TieRule.FIRST_PART: "(SELECT -f.score FROM placements_testresult f JOIN placements_testpart p ON p.id = f.part_id"
    " WHERE f.sign_up_id = s.id ORDER BY p.place LIMIT 1)",
    TieRule.OLDER: "c.birth_date",
}
_RANK = """
WITH summed AS (
    SELECT sign_up_id, sum(score) AS total FROM placements_testresult r
    JOIN placements_signup s ON s.id = r.sign_up_id
    WHERE s.batch_id = %(batch)s AND s.standing = ANY(%(in_it)s) GROUP BY sign_up_id
), ordered AS (
    SELECT s.id, t.total, c.sex, t.total >= %(mark)s AS is_enough,
           row_number() OVER by_points AS rank, row_number() OVER by_points_of_sex AS rank_of_sex
    FROM summed t JOIN placements_signup s ON s.id = t.sign_up_id
    JOIN registrations_candidate c ON c.id = s.candidate_id
    WINDOW by_points AS (ORDER BY t.total DESC, {tie}, s.id),
           by_points_of_sex AS (PARTITION BY c.sex ORDER BY t.total DESC, {tie}, s.id)
), placed AS (
    SELECT id, row_number() OVER (ORDER BY rank) AS place FROM ordered
    WHERE is_enough AND rank_of_sex <= CASE sex WHEN 'male' THEN %(men)s WHEN 'female' THEN %(women)s ELSE %(all)s END
), found AS (
    SELECT o.id, o.total, o.rank, CASE WHEN p.place <= %(all)s THEN %(on_roster)s
               WHEN o.is_enough THEN %(waiting)s ELSE %(not_on_roster)s END AS outcome
    FROM ordered o LEFT JOIN placed p USING (id)
)
UPDATE placements_signup s SET total = f.total, rank = f.rank, outcome = coalesce(f.outcome, ''),
       standing = CASE WHEN f.id IS NULL THEN %(signed_up)s ELSE %(tested)s END
FROM placements_signup all_of_it LEFT JOIN found f ON f.id = all_of_it.id
WHERE s.id = all_of_it.id AND s.batch_id = %(batch)s AND all_of_it.batch_id = %(batch)s AND s.standing = ANY(%(in_it)s)
      AND (s.total, s.rank, s.outcome, s.standing = %(tested)s)
          IS DISTINCT FROM (f.total, f.rank, coalesce(f.outcome, ''), f.id IS NOT NULL)
"""


def rank(batch):
    """Sum up each one's points and write down rank and outcome as publishing would have them; nobody's else change."""
    with connection.cursor() as cursor:
        cursor.execute(_RANK.format(tie=_TIES[TieRule(batch.tie_rule)]), _facts(batch))


def publish(batch):
    """Everybody's standing becomes what the ranks say; whoever has no scores is not on the roster."""
    rank(batch)
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE placements_signup SET standing = CASE WHEN outcome = '' THEN %s ELSE outcome END
               WHERE batch_id = %s AND standing = ANY(%s)""",
            [Standing.NOT_ON_ROSTER, batch.pk, sorted(BEFORE_RESULT)],
        )


def lapse(batch):
    """Whoever was chosen by no employer is on no list any more."""
    batch.sign_ups.filter(standing__in=sorted(ON_LIST)).update(standing=Standing.LAPSED)


def call_off(batch):
    """Nobody comes onto a list, and no rank is left that somebody could read."""
    people = batch.sign_ups.filter(standing__in=sorted(BEFORE_RESULT))
    people.update(standing=Standing.CALLED_OFF, rank=None, total=None, outcome="")


def move_up(batch):
    """Somebody left the roster: the first who waits and fits comes onto it. Returns their key, None when nobody does.

    Whoever calls it holds the batch.
    """
    taken = (
        "SELECT count(*) FROM placements_signup o JOIN registrations_candidate x ON x.id = o.candidate_id"
        " WHERE o.batch_id = s.batch_id AND o.standing = ANY(%(taking)s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE placements_signup SET standing = %(on_roster)s WHERE id = (
                    SELECT s.id FROM placements_signup s JOIN registrations_candidate c ON c.id = s.candidate_id
                    WHERE s.batch_id = %(batch)s AND s.standing = %(waiting)s AND ({taken}) < %(all)s
                          AND ({taken} AND x.sex = c.sex)
                              < CASE c.sex WHEN 'male' THEN %(men)s WHEN 'female' THEN %(women)s ELSE %(all)s END
                    ORDER BY s.rank LIMIT 1)
                RETURNING id""",  # noqa: S608 - a text of ours
            _facts(batch) | {"taking": [Standing.ON_ROSTER, Standing.CHOSEN]},
        )
        found = cursor.fetchone()
    return found[0] if found else None


def _facts(batch):
    most = batch.places_total
    facts = {
        "batch": batch.pk,
        "in_it": sorted(BEFORE_RESULT),
        "mark": batch.pass_mark or 0,
        "men": most if batch.places_male is None else batch.places_male,
        "women": most if batch.places_female is None else batch.places_female,
        "all": most,
    }
    return facts | {one.value: one.value for one in Standing}
