"""Every step and what it rests on is sealed with the audit: nobody changes the history of a case unseen."""

import pytest

from portal.audit import kept
from portal.audit.check import Check
from portal.audit.sealing import seal_entries
from portal.lib.dates import WIB, now_in
from portal.workflow import take_step
from registrations.placements.models import MedicalResult, OnBehalf, PlacementStep
from registrations.placements.recording.services import record_step
from registrations.placements.workflow import State
from tests.audit.hands import all_rights
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.jobs import days_ago
from tests.factories.opp import OppSeatFactory
from tests.factories.placements import PlacementFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_step_that_somebody_with_all_rights_changes_takes_out_or_adds_is_found():
    case = PlacementFactory(state=State.SELECTED)
    by = acting(MembershipFactory(office=case.office, role="bp3mi_officer"))
    take_step(case, "sign_placement_agreement", by=by)
    behalf = {"body": "clinic", "name": "Klinik Contoh", "dated_on": days_ago(2)}
    evidence = MedicalResult(outcome="fit", examined_on=days_ago(2))
    record_step(by, case, "medical_fit", seen=1, evidence=evidence, behalf=behalf)
    take_step(case, "employer_withdraws", by=by, reason="Pesanan batal")
    first, second, third = PlacementStep.objects.order_by("pk")
    reason = third.reason.pk
    seal_entries()
    assert [*Check().run().findings] == []

    with all_rights() as cursor:
        cursor.execute(
            "UPDATE placements_placementstep SET taken_at = taken_at - interval '1 day' WHERE id = %s", [second.pk]
        )
        cursor.execute("UPDATE placements_medicalresult SET examined_on = examined_on - 30")
        cursor.execute("DELETE FROM placements_placementstepreason")
        cursor.execute("UPDATE placements_onbehalf SET name = 'Klinik Lain'")
        cursor.execute(
            "INSERT INTO placements_placementstep (event, source, target, version, role, system, taken_at, placement_id)"
            " SELECT event, source, target, version, role, system, taken_at, placement_id"
            " FROM placements_placementstep WHERE id = %s RETURNING id",
            [first.pk],
        )
        [added] = cursor.fetchone()
    take_step(case, "shortlist", by=by)
    seal_entries()

    found = {" ".join(sentence.split()[:6]).split(" after")[0] for sentence in Check().run().findings}
    assert found == {
        f"Row {second.pk} of placements.placementstep was changed",
        f"Row {evidence.pk} of placements.medicalresult was changed",
        f"Row {reason} of placements.placementstepreason is missing;",
        f"Row {OnBehalf.objects.get().pk} of placements.onbehalf was changed",
        f"Row {added} of placements.placementstep was added",
    }


def test_what_later_steps_move_on_reads_as_no_change():
    seat = OppSeatFactory()
    kept.keep(acting(seat.step.user), seat)
    seal_entries()

    type(seat).objects.update(state="came")
    assert Check().run().findings == []
    type(seat).objects.update(invited_at=now_in(WIB))
    [finding] = Check().run().findings
    assert finding.startswith(f"Row {seat.pk} of placements.oppseat was changed")
