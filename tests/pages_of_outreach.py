"""The pages of outreach: what the public finds of events, and the rooms of the officers who hold them."""

from portal.accounts.roles import Role
from tests.page import PUBLIC, VISITOR, Page
from tests.pages_rows import the_counter
from tests.pages_rows_of_events import a_public_event, a_regency_with_events, some_public_events
from tests.pages_rows_of_plan import (
    a_likely_double,
    a_session_held,
    a_session_of_an_event,
    a_step_of_an_event,
    an_event_held,
    an_event_planned,
    lines_of_an_event,
    some_events,
)
from tests.pages_rows_of_signing_up import a_ticket, a_ticket_with_a_seat, an_open_event, who_comes

LIST_FIELDS = ("provinsi", "kabupaten", "konsultasi", "tanpa_tangga", "isyarat", "rak", "sesudah")

PAGES_OF_OUTREACH = [
    Page("event_plan:events", Role.BP3MI_OFFICER, some_events, fields=("tab", "sesudah"), office=the_counter),
    Page("event_plan:new", Role.BP3MI_OFFICER, office=the_counter),
    Page("event_plan:event", Role.BP3MI_OFFICER, an_event_planned, office=the_counter),
    Page("event_plan:facts", Role.BP3MI_OFFICER, an_event_planned, office=the_counter),
    Page("event_plan:new_session", Role.BP3MI_OFFICER, an_event_planned, office=the_counter),
    Page("event_plan:session", Role.BP3MI_OFFICER, a_session_of_an_event, office=the_counter),
    Page("event_plan:take_out", Role.BP3MI_OFFICER, a_session_of_an_event, office=the_counter),
    Page("event_plan:lines", Role.BP3MI_OFFICER, lines_of_an_event, office=the_counter),
    Page("event_plan:count", Role.BP3MI_OFFICER, an_event_held, office=the_counter),
    Page("event_plan:count_session", Role.BP3MI_OFFICER, a_session_held, office=the_counter),
    Page("event_plan:step", Role.BP3MI_OFFICER, a_step_of_an_event, office=the_counter),
    Page("event_plan:double", Role.BP3MI_OFFICER, a_likely_double, status=405, office=the_counter),
    Page("event_sign_up:form", VISITOR, an_open_event),
    Page("event_sign_up:group", VISITOR, an_open_event),
    Page("event_sign_up:ticket", VISITOR, a_ticket_with_a_seat),
    Page("event_sign_up:address", VISITOR, a_ticket),
    Page("event_sign_up:cancel", VISITOR, a_ticket),
    Page("event_sign_up:lost", VISITOR),
    Page(
        "event_sign_up:people", Role.REGENCY_OFFICER, who_comes, fields=("sesi", "isi", "sesudah"), office=the_counter
    ),
    Page("event_sign_up:add", Role.REGENCY_OFFICER, an_open_event, office=the_counter),
    Page("event_sign_up:cancel_for", Role.REGENCY_OFFICER, an_open_event, status=302, office=the_counter),
    Page("outreach:events", PUBLIC, some_public_events, fields=LIST_FIELDS),
    Page("outreach:event", PUBLIC, a_public_event),
    Page("outreach:calendar", PUBLIC, a_public_event, is_file=True),
    Page("outreach:poster", PUBLIC, a_public_event),
    Page("outreach:notices", PUBLIC, a_regency_with_events),
    Page("outreach:feed", PUBLIC, some_public_events, fields=("provinsi", "kabupaten"), is_file=True),
]
