"""What a file says of itself: why to look twice in the queue, and years later who decided what, and why."""

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations import flagging
from tests.factories.accounts import MembershipFactory
from tests.factories.places import OfficeFactory
from tests.factories.registrations import CorrectionPointFactory
from tests.registrations.test_desk import KTP_AGREES, a_file, address, at_desk, judge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def officer():
    return at_desk(OfficeFactory())


def file_of(client, **facts):
    return a_file(client.acting.membership.office, **facts)


def test_years_later_the_history_says_what_was_asked_and_each_paper_who_judged_it(officer):
    file = file_of(officer, papers=("ktp", "kk"))
    judge(officer, file, "accept", **KTP_AGREES)
    officer.post(address("mark_field", file), {"seen": 0, "field": "address", "reason": "other", "words": "Taken back"})
    officer.post(address("unmark", file, file.points.get().pk), {"seen": 0})
    judge(officer, file, "return", "kk", **{"point-whole": "no", "words": "Corner missing"})
    officer.post(address("step", file, "return"), {"seen": 0})
    file.points.filter(corrected_at=None).update(corrected_at=timezone.now())

    line = officer.get(address("screen", file)).context["history"][0]
    pages = [officer.get(address("screen", file), {"surat": paper}).context for paper in ("ktp", "kk")]

    assert line.points == ("Family card (KK): Too blurred or dark to read. Corner missing",)
    who = officer.acting.user.name
    assert [page["judged"].split(".")[0] for page in pages] == ["Accepted", "To be handed in again"]
    assert all(who in page["judged"] for page in pages)
    assert [agrees for _label, agrees, _who in pages[1]["findings"]] == [False]


def test_a_row_says_why_to_look_twice_and_that_it_came_back(officer):
    file = file_of(officer, first_by=MembershipFactory().user)
    flagging.raise_flag(officer.acting, file, "nik_mismatch")
    CorrectionPointFactory(registration=file, corrected_at=timezone.now())

    marks = officer.get(reverse("desk:files")).context["rows"][0].marks

    assert [words for _look, words in marks] == [
        "NIK and birth date or sex say different things",
        "waits for a second yes",
        "came back corrected",
    ]


def test_an_officer_who_doubts_a_paper_asks_for_a_second_pair_of_eyes(officer):
    file = file_of(officer)

    officer.post(address("doubt", file), {"kind": "paper_doubted"})
    refused = officer.post(address("doubt", file), {"kind": "did_not_sign"})

    assert file.flags.get().raised_by == officer.acting.membership
    assert refused.status_code == 200
    file.refresh_from_db()
    assert file.needs_second_pair
