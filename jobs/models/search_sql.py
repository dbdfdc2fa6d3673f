"""The statements that write the search rows, set by set: put together from the constants here, values are parameters."""

from jobs.choices import CostComponent, CostStance, Education, Payer, SearchShelf, WagePeriod, WorkLanguage
from jobs.workflow import State

# ruff: noqa: S608
END_OF_TIME = "9999-12-31"
SOURCE_MONTHS = 12  # a published vacancy that nobody checked counts as current for so long
OLDEST_AGE = 999
# What a source may call a language, its test or its level. Word parts, as PostgreSQL's regular expressions know them.
LANGUAGE_SIGNS = {
    WorkLanguage.ENGLISH: "inggris|english|ielts|toefl",
    WorkLanguage.JAPANESE: "jepang|japan|jlpt|jft|nihongo",
    WorkLanguage.KOREAN: "korea|eps|topik",
    WorkLanguage.MANDARIN: "mandarin|tiongkok|chinese",
    WorkLanguage.CANTONESE: "kanton|cantonese",
    WorkLanguage.GERMAN: "jerman|german|goethe",
    WorkLanguage.ARABIC: "arab",
    WorkLanguage.MALAY: "melayu|malay",
}
_LEVELS = ", ".join(f"'{level}'" for level in Education.values)
_LANGUAGES = ", ".join(
    f"CASE WHEN v.language_requirement ~* '{signs}' THEN '@l{code}' END" for code, signs in LANGUAGE_SIGNS.items()
)
_PER_MONTH = f"""CASE v.wage_period
    WHEN '{WagePeriod.MONTH}' THEN 1
    WHEN '{WagePeriod.YEAR}' THEN 1 / 12.0
    WHEN '{WagePeriod.DAY}' THEN v.days_per_week * 52 / 12
    WHEN '{WagePeriod.HOUR}' THEN v.hours_per_day * v.days_per_week * 52 / 12 END"""
_RULE_FITS = """(r.destination_id IS NULL OR r.destination_id = v.destination_id)
    AND (r.occupation_id IS NULL OR r.occupation_id = v.occupation_id)
    AND (r.valid_from IS NULL OR r.valid_from <= facts.on_day) AND (r.valid_to IS NULL OR r.valid_to >= facts.on_day)
    AND r.withdrawn_on IS NULL"""
# The order's own words or a rule, whichever asks for more (jobs.ages says the same of one vacancy).
_YOUNGEST = f"""greatest(v.age_min, 0, (SELECT max(r.min_age) FROM jobs_agerule r
        WHERE {_RULE_FITS} AND r.employer_kind IN ('', v.employer_kind)))"""
_OWN_COST = f"SELECT FROM jobs_costitem i WHERE i.vacancy_id = v.id AND i.payer = '{Payer.CANDIDATE}'"
# Nothing to pay: stated so, or a general rule says so and neither the source nor another side denies it.
_IS_FREE = f"""NOT EXISTS ({_OWN_COST} AND i.amount > 0) AND (EXISTS ({_OWN_COST} AND i.component <> '{CostComponent.OTHER}')
    OR (EXISTS (SELECT FROM jobs_costrule r WHERE r.stance = '{CostStance.ZERO}' AND r.component = '' AND {_RULE_FITS})
        AND NOT EXISTS (SELECT FROM jobs_costrule r WHERE r.stance = '{CostStance.DISPUTED}' AND {_RULE_FITS})))"""

# Each order is cut into steps: weeks, and ranges of pay. A row bears the tokens of its three (`@1p12000000` on shelf 1),
# so that the index of the words finds the hits of one step, and an order is walked without sorting all hits.
_PAY_STEPS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 25, 30, 40, 50, 75, 100)  # million rupiah a month
_PAY_ARRAY = f"ARRAY[{', '.join(f'{million}000000' if million else '0' for million in _PAY_STEPS)}]::bigint[]"
STEPS = f"""
CREATE FUNCTION jobs_step(pay bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ({_PAY_ARRAY})[width_bucket(pay, {_PAY_ARRAY})];
CREATE FUNCTION jobs_step(day date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN day - (day - DATE '0001-01-01') % 7;
CREATE FUNCTION jobs_steps(shelf integer, published_on date, closes_on date, pay bigint) RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN ARRAY['@' || shelf || 'n' || jobs_step(published_on), '@' || shelf || 'd' || jobs_step(closes_on),
                 '@' || shelf || 'p' || jobs_step(pay)];
"""
NO_STEPS = """
DROP FUNCTION jobs_steps(integer, date, date, bigint); DROP FUNCTION jobs_step(date); DROP FUNCTION jobs_step(bigint);
"""

_SHELF = f"""CASE WHEN NOT facts.is_listed THEN {SearchShelf.ARCHIVE}
        WHEN v.state = '{State.OPEN}' THEN {SearchShelf.CHECKED} ELSE {SearchShelf.PUBLISHED} END"""

# One statement, since what was chosen may be chosen by its rows. Of those that were looked at it removes what is public
# no longer, and what now stands on another shelf, that is maybe in the other part of the table, where it is written
# anew: the parts by themselves don't keep a vacancy from having a row in each.
# OFFSET 0: worked out once for a vacancy, not again for each word that is looked for and each place that uses it.
WRITE_ROWS = f"""
WITH facts (id, is_listed, on_day) AS ({{facts}}),
now AS (SELECT chosen.id, CASE WHEN facts.id IS NOT NULL THEN {_SHELF} END AS shelf FROM ({{chosen}}) AS chosen (id)
        LEFT JOIN (facts JOIN jobs_vacancy v USING (id)) ON facts.id = chosen.id),
gone AS (DELETE FROM jobs_vacancysearch row USING now
         WHERE row.vacancy_id = now.id AND row.shelf IS DISTINCT FROM now.shelf RETURNING now.shelf),
rate AS (SELECT DISTINCT ON (currency) currency, rupiah FROM jobs_exchangerate
         WHERE "on" <= (SELECT max(on_day) FROM facts) ORDER BY currency, "on" DESC),
written AS (INSERT INTO jobs_vacancysearch AS row
    (vacancy_id, shelf, country, published_on, closes_on, pay, listed_until, age_min, age_max, tokens, document)
SELECT v.id, place.shelf, coalesce(d.country_id, ''), v.sort_day, keys.closes_on, keys.pay,
    least(v.closes_on, permit.valid_until, CASE WHEN v.state = '{State.REPORTED}'
        THEN (v.source_from + interval '{SOURCE_MONTHS} months' - interval '1 day')::date END, '{END_OF_TIME}'),
    {_YOUNGEST}, coalesce(v.age_max, {OLDEST_AGE}), facets.tokens,
    setweight(to_tsvector('indonesian', v.title || ' ' || v.title_en), 'A')
        || setweight(to_tsvector('indonesian', concat_ws(' ', v.occupation_as_published, o.title, o.title_en)), 'B')
        || setweight(to_tsvector('indonesian', concat_ws(' ', c.name, c.name_en, v.city, coalesce(p.name,
           v.placement_company_as_published), coalesce(e.name, v.employer_as_published), v.scheme_as_published)), 'C')
        || array_to_tsvector(facets.tokens || jobs_steps(place.shelf, v.sort_day, keys.closes_on, keys.pay))
FROM facts JOIN jobs_vacancy v USING (id)
    LEFT JOIN jobs_destination d ON d.id = v.destination_id LEFT JOIN places_country c ON c.iso2 = d.country_id
    LEFT JOIN jobs_placementcompany p ON p.id = v.placement_company_id LEFT JOIN jobs_employer e ON e.id = v.employer_id
    LEFT JOIN jobs_occupation o ON o.isco08 = v.occupation_id
    LEFT JOIN jobs_recruitmentpermit permit ON permit.id = v.permit_id LEFT JOIN rate ON rate.currency = v.currency
    CROSS JOIN LATERAL (SELECT {_SHELF} AS shelf) AS place
    CROSS JOIN LATERAL (SELECT coalesce(v.closes_on, '{END_OF_TIME}') AS closes_on,
        coalesce(round(coalesce(v.wage_amount_min, v.wage_amount_max) * {_PER_MONTH}
            * CASE WHEN v.currency = 'IDR' THEN 1 ELSE rate.rupiah END), 0)::bigint AS pay OFFSET 0) AS keys
    CROSS JOIN LATERAL (SELECT ' ' || regexp_replace(
        lower(concat_ws(' ', v.occupation_as_published, v.title, o.title)), '[^a-z0-9]+', ' ', 'g') || ' ' AS work
        OFFSET 0) AS said
    CROSS JOIN LATERAL (SELECT array_remove(ARRAY['@all', '@shelf' || place.shelf, '@c' || d.country_id, '@' || place.shelf || 'c' || d.country_id,
        '@k' || nullif(v.employer_kind, ''), '@s' || nullif(lower(v.scheme), ''),
        CASE WHEN v.quota_male = 0 OR (v.quota_male IS NULL AND v.quota_female >= v.quota_total) THEN NULL
             ELSE '@male' END,
        CASE WHEN v.quota_female = 0 OR (v.quota_female IS NULL AND v.quota_male >= v.quota_total) THEN NULL
             ELSE '@female' END,
        CASE WHEN {_IS_FREE} THEN '@free' END, CASE WHEN v.language_requirement = '' THEN '@l' END, {_LANGUAGES}], NULL)
        || coalesce((SELECT array_agg('@e' || level ORDER BY place) FROM unnest(ARRAY[{_LEVELS}]) WITH ORDINALITY
            AS reached (level, place) WHERE v.education_min = ''
            OR place >= array_position(ARRAY[{_LEVELS}], v.education_min::text)), '{{{{}}}}')
        || coalesce((SELECT array_agg(DISTINCT '@g' || word."group" ORDER BY '@g' || word."group")
            FROM jobs_searchword word
            WHERE word."group" <> '' AND position(' ' || word.phrase || ' ' IN said.work) > 0), '{{{{}}}}') AS tokens
        OFFSET 0) AS facets
ON CONFLICT (vacancy_id, shelf) DO UPDATE SET
    (country, published_on, closes_on, pay, listed_until, age_min, age_max, tokens, document) =
    (excluded.country, excluded.published_on, excluded.closes_on, excluded.pay, excluded.listed_until,
     excluded.age_min, excluded.age_max, excluded.tokens, excluded.document)
WHERE (row.country, row.published_on, row.closes_on, row.pay, row.listed_until, row.age_min, row.age_max,
       row.tokens, row.document)
    IS DISTINCT FROM (excluded.country, excluded.published_on, excluded.closes_on, excluded.pay, excluded.listed_until,
       excluded.age_min, excluded.age_max, excluded.tokens, excluded.document) RETURNING 1)
SELECT (SELECT count(*) FROM gone WHERE shelf IS NULL) + (SELECT count(*) FROM written)
"""

# Statement triggers see all rows of a refresh at once; in the order of the tokens, so that two never wait crosswise.
_COUNT = """INSERT INTO jobs_facetcount AS kept (token, count)
    SELECT token, sum(change) FROM ({changes}) AS changed (tokens, shelf, change), unnest(tokens) AS token
    WHERE shelf < {archive} GROUP BY token HAVING sum(change) <> 0 ORDER BY token
    ON CONFLICT (token) DO UPDATE SET count = kept.count + excluded.count;"""
_ADDED, _REMOVED = "SELECT tokens, shelf, 1 FROM fresh", "SELECT tokens, shelf, -1 FROM gone"
_TRIGGERS = {
    "insert": ("NEW TABLE AS fresh", _ADDED),
    "delete": ("OLD TABLE AS gone", _REMOVED),
    "update": ("NEW TABLE AS fresh OLD TABLE AS gone", f"{_ADDED} UNION ALL {_REMOVED}"),
}
COUNT_FACETS = "\n".join(
    f"""CREATE FUNCTION count_facets_after_{event}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        {_COUNT.format(changes=changes, archive=SearchShelf.ARCHIVE.value)} RETURN NULL; END $$;
    CREATE TRIGGER count_facets_after_{event} AFTER {event.upper()} ON jobs_vacancysearch REFERENCING {tables}
        FOR EACH STATEMENT EXECUTE FUNCTION count_facets_after_{event}();"""
    for event, (tables, changes) in _TRIGGERS.items()
)
COUNT_NO_FACETS = "\n".join(
    f"""DROP TRIGGER count_facets_after_{event} ON jobs_vacancysearch; DROP FUNCTION count_facets_after_{event}();"""
    for event in _TRIGGERS
)
