"""What a page may say of a company; statements as in the collected file where a company is named."""

import re

import pytest
from django.utils import translation

from jobs import standing
from jobs.choices import LicenceStatus
from jobs.models import CompanyStatement
from jobs.standing import Kind, may_be_shown, public
from tests.factories.jobs import first_day

LIST_DATE = "2026-09-17"


def statement(basis, status="", date="", *, number="", note="", source="Warta Contoh"):
    return CompanyStatement(
        basis=basis, status=status, source_date=date, said_from=first_day(date), decision_number=number, note=note,
        source_name=source,
    )  # fmt: skip


def listed(date=LIST_DATE):
    return statement("register_listing", "active", date, source="SISKOP2MI, salinan")


def revoked(date, **more):
    return statement("decision", "revoked", date, **more)


def suspended(date, **more):
    return statement("decision", "suspended", date, **more)


def ended(date, **more):
    return statement("sanction_ended", "active", date, **more)


@pytest.mark.parametrize(
    ("statements", "list_date", "kind"),
    [
        ([], LIST_DATE, Kind.UNKNOWN),
        ([listed()], LIST_DATE, Kind.LISTED),
        ([listed("2025-01-01")], LIST_DATE, Kind.NOT_LISTED),
        ([statement("reported", "active", "2025")], LIST_DATE, Kind.NOT_LISTED),
        ([statement("own_site", "active", "2026-04-23")], LIST_DATE, Kind.NOT_LISTED),
        ([statement("own_site", "active", "2026-04-23")], "", Kind.UNKNOWN),
        ([suspended("2026-02-05")], LIST_DATE, Kind.SUSPENDED),
        ([suspended("2026-02-05"), listed()], LIST_DATE, Kind.SUSPENDED),
        ([suspended("2025-01-05"), ended("2025-06-02")], LIST_DATE, Kind.SANCTION_ENDED),
        ([suspended("2025-07-05"), ended("2025-06-02")], LIST_DATE, Kind.SUSPENDED),
        ([revoked("2015-01-26")], LIST_DATE, Kind.REVOKED),
        ([revoked("2015-01-26"), listed()], LIST_DATE, Kind.CONTRADICTORY),
        ([revoked("2026-10-01"), listed()], LIST_DATE, Kind.REVOKED),
        ([revoked("2026-02-04"), suspended("2026-02-04")], LIST_DATE, Kind.REVOKED),
        ([revoked(""), listed()], LIST_DATE, Kind.CONTRADICTORY),
    ],
)
def test_the_newest_decision_decides_and_a_list_lifts_nothing(statements, list_date, kind):
    assert standing.of(statements, list_date).kind == kind
    assert standing.of(statements[::-1], list_date).kind == kind


@pytest.mark.usefixtures("english")
def test_multi_intan_is_revoked_with_the_number_that_one_of_the_reports_gives():
    found = standing.of(
        [
            revoked("2026-02-04", source="NTVNews"),
            suspended("2025-03-28", number="Kepdirjen No. 10 Tahun 2025"),
            revoked("2026-02", source="Indocybernews", number="Kepmen P2MI No. 96 Tahun 2026"),
            revoked("2026-02", source="KGNow"),
        ],
        LIST_DATE,
    )

    assert found.kind == Kind.REVOKED
    assert found.sentences == [
        "Licence revoked, according to Indocybernews, February 2026.",
        "Number of the decision: Kepmen P2MI No. 96 Tahun 2026.",
        "Under this name it was not found on the copy of the ministry's list of 17 September 2026.",
    ]


@pytest.mark.usefixtures("english")
def test_setia_mulia_stays_suspended_although_no_number_is_known():
    found = standing.of([suspended("2026-01", source="ANTARA (salinan)"), listed()], LIST_DATE)

    assert found.kind == Kind.SUSPENDED
    assert found.sentences == [
        "Suspended by a decision, according to ANTARA (salinan), January 2026.",
        "The number of the decision is not yet recorded.",
        "Whether the suspension has ended is not recorded here.",
        "It stands on a copy of the ministry's list of 17 September 2026, which shows no sanctions.",
    ]


@pytest.mark.usefixtures("english")
def test_elshafah_shows_the_ended_sanction_and_the_list():
    found = standing.of([ended("2025-06-02", number="Kepdirjen No. 14 Tahun 2025"), listed()], LIST_DATE)

    assert found.kind == Kind.SANCTION_ENDED
    assert found.sentences == [
        "A sanction was ended, according to Warta Contoh, 2 June 2025.",
        "Number of the decision: Kepdirjen No. 14 Tahun 2025.",
        "It stands on a copy of the ministry's list of 17 September 2026.",
    ]


def test_a_revocation_of_2015_does_not_borrow_the_number_of_another_year():
    found = standing.of([revoked("2015-01-26"), revoked("2010", number="No. 1 Tahun 2010")])

    assert found.decision.decision_number == ""


def test_a_decision_on_one_branch_is_told_as_such_and_revokes_nobody():
    branch = revoked("2015-01-14", note="Izin cabang Patebon dibekukan dinas")

    found = standing.of([branch], LIST_DATE)

    assert found.kind == Kind.NOT_LISTED
    assert found.branch_decisions == (branch,)


def test_initials_name_no_company():
    by_initials = suspended("2025-07-08", note="Nama hanya inisial di sumber")

    assert standing.of([by_initials], LIST_DATE).kind == Kind.UNKNOWN
    assert public([by_initials]) == []


def test_suspicions_and_complaints_are_never_public():
    suspicion = statement("", "", "2022-01-17", note="Diduga menampung tanpa dokumen")
    kept = [listed(), revoked("2015-01-26"), ended("2025-06-02"), statement("own_site", "active", "2026")]
    unnumbered = statement("register_listing", "", LIST_DATE)
    news = statement("reported", "active", "2025")

    shown = [one for one in [suspicion, *kept, unnumbered, news] if may_be_shown(one)]

    assert shown == [*kept, unnumbered, news]
    assert len(public([suspicion, *kept])) == len(kept)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("status", LicenceStatus)
def test_no_sentence_promises_safety_denies_a_licence_or_prints_a_note(language, status):
    note = "58 pekerja tidak diberangkatkan, kerugian Rp1.683.500.000"
    cases = [
        [statement("decision", status, "2025-03-28", note=note)],
        [statement("decision", status, "2025-03-28", note=note), listed()],
        [listed()],
        [],
    ]

    with translation.override(language):
        words = " ".join(" ".join([s.label, *s.sentences]) for s in (standing.of(c, LIST_DATE) for c in cases)).lower()

    for forbidden in ("tidak punya izin", "tanpa izin", "aman", "safe", "no licence", "rp1", "pekerja tidak"):
        assert not re.search(rf"\b{forbidden}\b", words)
