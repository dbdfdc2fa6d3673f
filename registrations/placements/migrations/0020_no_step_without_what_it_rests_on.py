from django.db import migrations

# Event: tables, one of which has a row of the step when its transaction ends. As in recording/resting.py, but for
# schedule_opp: a seat may outlive the step that gave it.
RESTS_ON = {
    'shortlist': ('selection', 'offercheck'),
    'not_fit': ('selection', 'offercheck'),
    'sign_placement_agreement': ('agreement',),
    'medical_fit': ('medicalresult',),
    'medical_unfit': ('medicalresult',),
    'medical_unfit_for_good': ('medicalresult',),
    'retest': ('medicalresult',),
    'train_and_certify': ('competence',),
    'passport_ok': ('passportseen',),
    'insure': ('insurance',),
    'pay_cover': ('insurance',),
    'visa_granted': ('visa',),
    'attend': ('oppattendance',),
    'sign_work_contract': ('workcontract',),
    'record_contract': ('workcontract',),
    'depart': ('departure',),
    'report_arrival': ('arrival',),
    'extend': ('extension',),
    'open_case': ('caseabroad',),
    'settle_case': ('settlement',),
    'come_home': ('homecoming',),
    'deport': ('homecoming',),
    'die': ('death',),
    'doubt_death': ('deathdoubt',),
    'take_back_death': ('deathtakenback',),
    'register_purna': ('purna',),
}


def _look(event, tables):
    found = ' OR '.join(f'EXISTS (SELECT FROM placements_{table} WHERE step_id = NEW.id)' for table in tables)
    return f"WHEN '{event}' THEN {found}"


MAKE = f"""
CREATE FUNCTION placement_step_rests_on_its_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_kept boolean := CASE NEW.event {' '.join(_look(event, tables) for event, tables in RESTS_ON.items())} ELSE true END;
BEGIN
    IF NOT is_kept THEN
        RAISE EXCEPTION 'step % of a placement needs its evidence', NEW.event USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER placement_step_rests_on_its_evidence AFTER INSERT ON placements_placementstep
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION placement_step_rests_on_its_evidence();
"""
DROP = """
DROP TRIGGER placement_step_rests_on_its_evidence ON placements_placementstep;
DROP FUNCTION placement_step_rests_on_its_evidence();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('placements', '0019_deaths_that_were_none'),
    ]

    operations = [
        migrations.RunSQL(MAKE, DROP),
    ]
