"""The pages of placements: a person's way to a job abroad, and the rooms of the officers who record it."""

from portal.accounts.roles import Role
from registrations.placements.recording.filters import IN_ADDRESS as BOARD_FIELDS
from tests.page import PERSON, PUBLIC, Page
from tests.pages_rows import the_counter
from tests.pages_rows_of_boards import a_flight, a_flight_to_take, some_at_home
from tests.pages_rows_of_concerns import a_concern, some_concerns
from tests.pages_rows_of_contracts import (
    a_contract_of_somebody_without_account,
    a_contract_that_differs,
    an_own_contract,
    some_contracts,
)
from tests.pages_rows_of_control import a_finding, a_list_tried_out, some_findings
from tests.pages_rows_of_offers import (
    a_part_of_an_own_offer,
    an_earlier_job,
    an_own_offer,
    offers_and_earlier_jobs,
    who_has_an_offer,
)
from tests.pages_rows_of_opp import (
    a_session,
    a_session_under_way,
    an_own_orientation,
    some_sessions,
    somebody_who_did_not_come,
    those_who_wait,
)
from tests.pages_rows_of_own_way import a_vacancy_to_apply_for, an_own_application
from tests.pages_rows_of_papers import who_registers
from tests.pages_rows_of_placements import (
    a_case_of_the_counter,
    a_case_to_clear,
    a_file_of_a_case,
    an_agreement_to_record,
    some_placements,
)
from tests.pages_rows_of_programmes import (
    a_batch,
    a_batch_to_open,
    a_batch_to_sign_up_for,
    a_list_of_scores,
    a_prepared_batch,
    a_programme,
    a_programme_to_choose,
    a_tested_batch,
    an_own_sign_up,
    some_programmes,
    somebody_on_the_roster,
)

PAGES_OF_PLACEMENTS = [
    Page("recording:board", Role.BP3MI_OFFICER, some_placements, fields=(*BOARD_FIELDS, "sesudah"), office=the_counter),
    Page("recording:of_file", Role.BP3MI_OFFICER, a_file_of_a_case, status=302, office=the_counter),
    Page("recording:case", Role.BP3MI_OFFICER, a_case_of_the_counter, office=the_counter),
    Page("recording:step", Role.BP3MI_OFFICER, an_agreement_to_record, office=the_counter),
    Page("recording:clear", Role.BP3MI_OFFICER, a_case_to_clear, office=the_counter),
    Page("control:findings", Role.BP3MI_HEAD, some_findings, office=the_counter),
    Page("control:finding", Role.BP3MI_HEAD, a_finding, office=the_counter),
    Page("control:card_list", Role.BP3MI_HEAD, a_list_tried_out, office=the_counter),
    Page("control:keep_list", Role.BP3MI_HEAD, a_list_tried_out, status=405, office=the_counter),
    Page("own_contract:own", PERSON, an_own_contract, person=who_registers),
    Page("contracts:flags", Role.BP3MI_OFFICER, some_contracts, office=the_counter),
    Page("contracts:case", Role.BP3MI_OFFICER, a_contract_that_differs, office=the_counter),
    Page("contracts:on_paper", Role.BP3MI_OFFICER, a_contract_of_somebody_without_account, office=the_counter),
    Page("contracts:allow", Role.BP3MI_HEAD, a_contract_that_differs, office=the_counter),
    Page("contracts:go_on", Role.BP3MI_OFFICER, a_contract_that_differs, status=405, office=the_counter),
    Page("applying:vacancy", PERSON, a_vacancy_to_apply_for, person=who_registers),
    Page("path:placement", PERSON, an_own_application, person=who_registers),
    Page("path:calendar", PERSON, an_own_application, is_file=True, person=who_registers),
    Page("path:concern", PERSON, an_own_application, person=who_registers),
    Page("concerns:all", Role.BP3MI_HEAD, some_concerns, office=the_counter),
    Page("concerns:concern", Role.BP3MI_HEAD, a_concern, office=the_counter),
    Page("path:withdraw", PERSON, an_own_application, person=who_registers),
    Page("offers:ways", PERSON, offers_and_earlier_jobs, person=who_registers),
    Page("offers:start", PERSON, person=who_has_an_offer),
    Page("offers:offer", PERSON, an_own_offer, person=who_registers),
    Page("offers:part", PERSON, a_part_of_an_own_offer, person=who_registers),
    Page("offers:back", PERSON, an_earlier_job, person=who_registers),
    Page("offers:throw_away", PERSON, an_own_offer, person=who_registers),
    Page("boards:numbers", Role.BP3MI_HEAD, some_placements, fields=BOARD_FIELDS, office=the_counter),
    Page("boards:departures", Role.BP3MI_OFFICER, a_flight, fields=("hari",), office=the_counter),
    Page("boards:returnees", Role.BP3MI_OFFICER, some_at_home, fields=("sesudah",), office=the_counter),
    Page("boards:sheet", Role.BP3MI_OFFICER, a_flight_to_take, fields=("hari", *BOARD_FIELDS), office=the_counter),
    Page("boards:evidence", Role.BP3MI_OFFICER, a_case_of_the_counter, office=the_counter),
    Page("programmes:batches", PUBLIC, some_programmes, fields=("negara", "sesudah")),
    Page("programmes:batch", PUBLIC, a_batch),
    Page("own_programmes:batch", PERSON, a_batch_to_sign_up_for, person=who_registers),
    Page("own_programmes:withdraw", PERSON, an_own_sign_up, person=who_registers),
    Page("programme_room:batches", Role.MINISTRY_ADMIN, some_programmes, fields=("sesudah",)),
    Page("programme_room:new_programme", Role.MINISTRY_ADMIN),
    Page("programme_room:programme", Role.MINISTRY_ADMIN, a_programme),
    Page("programme_room:new_batch", Role.MINISTRY_ADMIN, a_programme_to_choose),
    Page("programme_room:batch", Role.MINISTRY_ADMIN, a_tested_batch),
    Page("programme_room:change", Role.BP3MI_OFFICER, a_prepared_batch, office=the_counter),
    Page("programme_room:step", Role.BP3MI_OFFICER, a_batch_to_open, office=the_counter),
    Page("programme_room:people", Role.BP3MI_OFFICER, a_tested_batch, fields=("sesudah",), office=the_counter),
    Page("programme_room:sheet", Role.MINISTRY_ADMIN, a_tested_batch, is_file=True),
    Page("programme_room:scores", Role.MINISTRY_ADMIN, a_tested_batch),
    Page("programme_room:score_one", Role.MINISTRY_ADMIN, a_tested_batch),
    Page("programme_room:score_list", Role.MINISTRY_ADMIN, a_list_of_scores),
    Page("programme_room:publish", Role.MINISTRY_ADMIN, a_tested_batch),
    Page("programme_room:choose", Role.BP3MI_OFFICER, somebody_on_the_roster, office=the_counter),
    Page("opp:requests", Role.BP3MI_OFFICER, those_who_wait, fields=("sesudah",), office=the_counter),
    Page("opp:sessions", Role.BP3MI_OFFICER, some_sessions, fields=("lalu", "sesudah"), office=the_counter),
    Page("opp:new", Role.BP3MI_OFFICER, office=the_counter),
    Page("opp:session", Role.BP3MI_OFFICER, a_session_under_way, office=the_counter),
    Page("opp:change", Role.BP3MI_OFFICER, a_session, office=the_counter),
    Page("opp:call_off", Role.BP3MI_OFFICER, a_session, office=the_counter),
    Page("opp:sheet", Role.BP3MI_OFFICER, a_session, office=the_counter),
    Page("opp:came", Role.BP3MI_OFFICER, somebody_who_did_not_come, office=the_counter),
    Page("own_opp:orientation", PERSON, an_own_orientation, person=who_registers),
]
