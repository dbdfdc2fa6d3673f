"""Every address of the portal, who may open it and the rows it needs: what holds on each page is tested on each.

A new address without a row here fails tests/pages/test_every_page.py.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portal.accounts.roles import Role
from tests.factories.accounts import (
    MembershipFactory,
    UserFactory,
    log_in,
)
from tests.factories.places import OfficeFactory
from tests.pages_rows import (
    a_company,
    a_company_with_permits,
    a_decision,
    a_destination,
    a_draft,
    a_guide_page,
    a_link,
    a_locked_membership,
    a_member,
    a_membership,
    a_number,
    a_paper_of_the_guide,
    a_permit,
    a_proof,
    a_province_with_figures,
    a_queue,
    a_rule,
    a_rule_draft,
    a_scan,
    a_step,
    a_step_of_a_rule,
    a_taken_invitation,
    a_vacancy,
    an_act,
    an_earlier_consent_text,
    an_earlier_notice,
    an_office,
    an_office_to_review,
    an_open_invitation,
    an_order,
    an_upload,
    orders_to_check,
    some_agencies,
    some_companies,
    some_figures,
    some_offices,
    some_offices_to_review,
    some_passkey,
    some_rates,
    some_rules,
    some_uploads,
    some_vacancies,
    the_counter,
)
from tests.pages_rows_of_desk import (
    a_file_of_the_counter,
    a_flag_of_a_file,
    a_mark_of_a_file,
    a_paper_of_a_file,
    a_silent_file,
    a_step_of_a_file,
    some_files,
    what_waits_for_the_head,
)
from tests.pages_rows_of_duplicates import a_pair, some_pairs
from tests.pages_rows_of_mailroom import (
    a_message_that_may_be_refused,
    a_message_to_the_counter,
    a_message_to_the_reader,
    some_messages_to_the_counter,
    some_messages_to_the_reader,
    the_reader,
)
from tests.pages_rows_of_messages import (
    a_failed_message,
    a_sent_announcement,
    a_step_of_an_announcement,
    an_announcement,
    some_announcements,
    some_failed_messages,
    somebody_to_tell,
)
from tests.pages_rows_of_papers import (
    a_page_of_a_paper,
    a_page_to_check,
    a_returned_paper,
    an_upload_of_a_paper,
    who_registers,
)
from tests.pages_rows_of_registering import (
    a_draft_of_the_applicant,
    a_handed_in_one,
    a_page_at_the_counter,
    a_page_of_the_applicant,
    a_paper_at_the_counter,
    one_handed_in_at_the_counter,
    one_typed_at_the_counter,
    some_typed_at_the_counter,
    the_applicant,
)
from tests.pages_rows_of_registrations import a_list_that_was_compared, a_verified_file, some_verified_files

# Who opens a page, besides the staff roles: the first three are open to all.
PUBLIC = "public"  # and any proxy may keep it
QUESTION = "question"  # the same, with a form whose answer is for one person and kept by nobody
VISITOR = "visitor"  # open, but for this visitor alone: log-in and the like
PERSON = "person"
PROVED = "proved"  # a person who has just shown once more that it is them
LANGUAGES = ("id", "en")


class Page(NamedTuple):
    name: str
    who: str
    arrange: Callable = dict  # makes the rows the page needs, returns what its address names
    status: int = 200  # of a plain GET by ``who``
    fields: tuple = ()  # of the query string, that the page reads
    is_file: bool = False  # answered with something to keep, not to look at
    office: Callable = OfficeFactory  # in which a staff member opens it
    person: Callable = UserFactory  # who opens it, when it is for a person

    def address(self, language="id", **arguments):
        with override(language):
            return reverse(self.name, kwargs=arguments)

    def client(self):
        """A client logged in as whoever may open the page."""
        client = Client(headers={"host": "localhost"})
        if self.who == PERSON:
            return log_in(client, self.person())
        if self.who == PROVED:
            return log_in(client, UserFactory(second_factor=True, phone="+6281234567890"))
        if self.who in Role.values:
            return log_in(client, MembershipFactory(role=self.who, office=self.office()).user)
        return client


PAGES = [
    Page("pages:home", PUBLIC, some_vacancies),
    Page("pages:api_docs", PUBLIC),
    Page("robots", PUBLIC, is_file=True),
    Page("sitemap", PUBLIC, some_vacancies, is_file=True),
    Page("sitemap_part", PUBLIC, lambda: {"name": "halaman"}, is_file=True),
    Page("places:office_finder", PUBLIC, fields=("q",)),
    Page("places:office_finder_before", PUBLIC, fields=("q",), status=301),
    Page("guide:index", PUBLIC),
    Page("guide:scheme", PUBLIC, lambda: {"slug": "lewat-perusahaan"}),
    Page("guide:page", PUBLIC, a_guide_page),
    Page("guide:papers", PUBLIC),
    Page("guide:paper", PUBLIC, a_paper_of_the_guide),
    Page("jobs:vacancy_list", PUBLIC, some_vacancies, fields=("q", "negara", "pendidikan", "rak", "sesudah")),
    Page("fit:proposals", QUESTION, some_vacancies),
    Page("fit:vacancy", QUESTION, a_number),
    Page("share:picture", PUBLIC, a_number, is_file=True),
    Page("share:receipt", PUBLIC, a_number),
    Page("jobs:vacancy_by_number", PUBLIC, a_number, status=302),
    Page("jobs:vacancy_detail", PUBLIC, a_vacancy),
    Page("jobs:vacancy_atom", PUBLIC, some_vacancies, fields=("q", "negara"), is_file=True),
    Page("jobs:vacancy_json", PUBLIC, some_vacancies, fields=("q", "negara"), is_file=True),
    Page("jobs:figure_list", PUBLIC, some_figures, fields=("jenis", "sesudah")),
    Page("jobs:province_sheet", PUBLIC, a_province_with_figures),
    Page("jobs:destination_list", PUBLIC, some_vacancies),
    Page("jobs:destination_detail", PUBLIC, a_destination),
    Page("jobs:company_list", PUBLIC, some_companies, fields=("q", "sesudah")),
    Page("jobs:company_detail", PUBLIC, a_company),
    Page("jobs:sanction_list", PUBLIC, a_decision, fields=("sesudah",)),
    Page("jobs:rule_list", PUBLIC, some_rules, fields=("negara", "sesudah")),
    Page("rules_room:rules", Role.MINISTRY_ADMIN, some_rules, fields=("jenis", "negara", "semua", "sesudah")),
    Page("rules_room:new", Role.MINISTRY_ADMIN, lambda: {"kind": "placement"}),
    Page("rules_room:end", Role.MINISTRY_ADMIN, a_rule),
    Page("rules_room:check", Role.MINISTRY_ADMIN, a_rule),
    Page("rules_room:draft", Role.MINISTRY_ADMIN, a_rule_draft),
    Page("rules_room:edit", Role.MINISTRY_ADMIN, a_rule_draft, status=302),
    Page("rules_room:publish", Role.MINISTRY_ADMIN, a_rule_draft),
    Page("rules_room:return", Role.MINISTRY_ADMIN, a_rule_draft),
    Page("rules_room:move", Role.MINISTRY_ADMIN, a_step_of_a_rule, status=405),
    Page("company_room:companies", Role.BP3MI_OFFICER, some_companies, fields=("q", "sesudah")),
    Page("company_room:add_company", Role.BP3MI_OFFICER),
    Page("company_room:company", Role.BP3MI_OFFICER, a_company_with_permits),
    Page("company_room:decision", Role.BP3MI_HEAD, a_company),
    Page("company_room:licence", Role.BP3MI_OFFICER, a_company),
    Page("company_room:permit", Role.BP3MI_OFFICER, a_company),
    Page("company_room:end_permit", Role.BP3MI_OFFICER, a_permit),
    Page("company_room:agencies", Role.BP3MI_OFFICER, some_agencies, fields=("q", "sesudah")),
    Page("company_room:rates", Role.BP3MI_OFFICER, some_rates),
    Page(
        "check_room:queue", Role.BP3MI_OFFICER, orders_to_check, fields=("q", "tab", "negara", "perusahaan", "sesudah")
    ),
    Page("drafts:new", Role.BP3MI_OFFICER),
    Page("drafts:edit", Role.BP3MI_OFFICER, a_draft),
    Page("drafts:copy", Role.BP3MI_OFFICER, an_order, status=405),
    Page(
        "desk:files",
        Role.BP3MI_OFFICER,
        some_files,
        fields=("tab", "kabupaten", "skema", "tanda", "urut", "sesudah"),
        office=the_counter,
    ),
    Page("desk:take_next", Role.BP3MI_OFFICER, status=405),
    Page("desk:keep_filter", Role.BP3MI_OFFICER, status=405),
    Page("desk:search", Role.BP3MI_OFFICER, office=the_counter),
    Page("desk:screen", Role.BP3MI_OFFICER, a_file_of_the_counter, fields=("surat", "versi"), office=the_counter),
    Page("desk:reveal", Role.BP3MI_OFFICER, a_file_of_the_counter, status=405, office=the_counter),
    Page("desk:hold", Role.BP3MI_OFFICER, a_file_of_the_counter, status=405, office=the_counter),
    Page("desk:mark_field", Role.BP3MI_OFFICER, a_file_of_the_counter, office=the_counter),
    Page("desk:unmark", Role.BP3MI_OFFICER, a_mark_of_a_file, status=405, office=the_counter),
    Page("desk:judge", Role.BP3MI_OFFICER, a_paper_of_a_file, status=405, office=the_counter),
    Page("desk:step", Role.BP3MI_OFFICER, a_step_of_a_file, office=the_counter),
    Page("head_desk:waiting", Role.BP3MI_HEAD, what_waits_for_the_head, office=the_counter),
    Page("head_desk:deal", Role.BP3MI_HEAD, some_files, office=the_counter),
    Page("head_desk:calls", Role.BP3MI_HEAD, a_silent_file, office=the_counter),
    Page("head_desk:flag_ended", Role.BP3MI_HEAD, a_flag_of_a_file, status=405, office=the_counter),
    Page("check_room:take_next", Role.BP3MI_OFFICER, status=405),
    Page("check_room:screen", Role.BP3MI_OFFICER, an_order),
    Page("check_room:hold", Role.BP3MI_OFFICER, an_order, status=405),
    Page("check_room:prove", Role.BP3MI_OFFICER, a_proof, status=405),
    Page("check_room:step", Role.BP3MI_OFFICER, a_step),
    Page("duplicates:pairs", Role.BP3MI_OFFICER, some_pairs, fields=("tab", "sesudah"), office=the_counter),
    Page("duplicates:pair", Role.BP3MI_OFFICER, a_pair, office=the_counter),
    Page("duplicates:look_again", Role.BP3MI_OFFICER, a_pair, status=405, office=the_counter),
    Page("import_room:batches", Role.BP3MI_HEAD, some_uploads, fields=("sesudah",), office=the_counter),
    Page("scans:scan", Role.BP3MI_OFFICER, a_scan, is_file=True),
    Page("import_room:columns", Role.BP3MI_OFFICER, lambda: {"kind": "vacancies"}, is_file=True),
    Page("import_room:batch", Role.BP3MI_OFFICER, an_upload, office=the_counter),
    Page("import_room:ask", Role.BP3MI_OFFICER, an_upload, status=405, office=the_counter),
    Page("import_room:refused", Role.BP3MI_OFFICER, an_upload, is_file=True, office=the_counter),
    Page("pages:privacy", PUBLIC),
    Page("pages:privacy_version", PUBLIC, an_earlier_notice),
    Page("pages:consent_text", PUBLIC, an_earlier_consent_text),
    Page("pages:person_home", PERSON),
    Page("pages:own_data", PERSON, status=302),
    Page("consent:own", PERSON),
    Page("consent:decide", PERSON, lambda: {"slug": "kabar-lowongan"}),
    Page("consent:stop", PERSON, lambda: {"slug": "kabar-lowongan"}, status=405),
    Page("consent:read_notice", PERSON, status=405),
    Page("pages:staff_home", Role.BP3MI_OFFICER),
    Page("pages:components", Role.MINISTRY_ADMIN),
    Page("pages:staff_components", Role.MINISTRY_ADMIN),
    Page("account_login", VISITOR),
    Page("account_request_login_code", VISITOR),
    Page("account_confirm_login_code", VISITOR, status=302),
    Page("account_phone_login", VISITOR),
    Page("account_phone_code_only", VISITOR),
    Page("account_phone_code", VISITOR, status=302),
    Page("account_phone_proof", VISITOR, status=302),
    Page("account_logout", PERSON),
    Page("account_inactive", VISITOR),
    Page("account_signup", VISITOR),
    Page("account_phone_signup", VISITOR),
    Page("account_phone_signup_code", VISITOR, status=302),
    Page("account_phone_signup_secret", VISITOR, status=302),
    Page("account_email_verification_sent", VISITOR, status=302),
    Page("account_reauthenticate", PERSON),
    Page("account_reauthenticate_code", PERSON, status=302),
    Page("account_contacts", PERSON),
    Page("account_new_phone", PROVED),
    Page("account_new_phone_code", PROVED, status=302),
    Page("account_remove_phone", PROVED),
    Page("account_new_email", PROVED),
    Page("account_new_email_code", PROVED, status=302),
    Page("account_pin", PROVED),
    Page("account_change_password", PERSON),
    Page("account_set_password", PERSON, status=302),
    Page("account_reset_password", VISITOR),
    Page("account_confirm_password_reset_code", VISITOR, status=302),
    Page("account_complete_password_reset", VISITOR, status=302),
    Page("account_password_reset_completed", VISITOR),
    Page("account_sessions", PERSON),
    Page("account_end_session", PERSON, status=405),
    Page("account_end_other_sessions", PERSON, status=405),
    Page("account_choose_office", Role.BP3MI_OFFICER),
    Page("account_invitation", VISITOR, a_link),
    Page("refusals:stop", VISITOR, a_message_that_may_be_refused),
    Page("saved:search", VISITOR, some_vacancies, fields=("q", "negara")),
    Page("saved:vacancy", VISITOR, a_number),
    Page("saved:code", VISITOR, status=302),
    Page("saved:of_address", VISITOR),
    Page("saved:leave", VISITOR, status=405),
    Page("saved:by_link", VISITOR, a_message_that_may_be_refused),
    Page("saved:own", PERSON, some_messages_to_the_reader, person=the_reader),
    Page("inbox:own", PERSON, some_messages_to_the_reader, fields=("sesudah",), person=the_reader),
    Page("inbox:message", PERSON, a_message_to_the_reader, person=the_reader),
    Page("preferences:own", PERSON),
    Page("papers:paper", PERSON, a_returned_paper, fields=("kembali",), person=who_registers),
    Page("papers:parts", PERSON, a_returned_paper, status=405, person=who_registers),
    Page("papers:part", PERSON, an_upload_of_a_paper, is_file=True, person=who_registers),
    Page("papers:page", PERSON, a_page_of_a_paper, is_file=True, person=who_registers),
    Page("papers:download", Role.BP3MI_OFFICER, a_page_to_check, office=the_counter),
    Page("official:queue", Role.BP3MI_OFFICER, some_verified_files, fields=("sesudah",), office=the_counter),
    Page("official:copy_panel", Role.BP3MI_OFFICER, a_verified_file, office=the_counter),
    Page("official:list", Role.REGENCY_OFFICER, a_list_that_was_compared, office=the_counter),
    Page("official:record_all", Role.BP3MI_OFFICER, status=405, office=the_counter),
    Page("office_inbox:all", Role.BP3MI_OFFICER, some_messages_to_the_counter, fields=("sesudah",), office=the_counter),
    Page("office_inbox:message", Role.BP3MI_OFFICER, a_message_to_the_counter, office=the_counter),
    Page("wizard:start", PUBLIC, fields=("lowongan",)),
    Page("wizard:begin", PERSON, fields=("lowongan",)),
    Page("wizard:registration", PERSON, a_draft_of_the_applicant, status=302, person=the_applicant),
    Page("wizard:page", PERSON, a_page_of_the_applicant, fields=("kembali", "lowongan"), person=the_applicant),
    Page("wizard:check", PERSON, a_draft_of_the_applicant, person=the_applicant),
    Page("wizard:hand_in", PERSON, a_draft_of_the_applicant, status=405, person=the_applicant),
    Page("wizard:done", PERSON, a_handed_in_one, person=the_applicant),
    Page("wizard:withdraw", PERSON, a_draft_of_the_applicant, person=the_applicant),
    Page("assisted:files", Role.BP3MI_OFFICER, some_typed_at_the_counter, fields=("sesudah",), office=the_counter),
    Page("assisted:begin", Role.BP3MI_OFFICER),
    Page("assisted:registration", Role.BP3MI_OFFICER, one_typed_at_the_counter, status=302, office=the_counter),
    Page("assisted:page", Role.BP3MI_OFFICER, a_page_at_the_counter, fields=("kembali",), office=the_counter),
    Page("assisted:check", Role.BP3MI_OFFICER, one_typed_at_the_counter, office=the_counter),
    Page("assisted:hand_in", Role.BP3MI_OFFICER, one_typed_at_the_counter, status=405, office=the_counter),
    Page("assisted:done", Role.BP3MI_OFFICER, one_handed_in_at_the_counter, office=the_counter),
    Page("assisted:withdraw", Role.BP3MI_OFFICER, one_typed_at_the_counter, office=the_counter),
    Page("assisted:paper", Role.BP3MI_OFFICER, a_paper_at_the_counter, office=the_counter),
    Page("assisted:hand_over", Role.BP3MI_OFFICER, one_typed_at_the_counter, office=the_counter),
    Page("account_claim", VISITOR),
    Page("account_claim_take", VISITOR, status=302),
    Page("counter:look_up", Role.BP3MI_OFFICER),
    Page("counter:ask", Role.BP3MI_OFFICER, status=302),
    Page("counter:open_account", Role.BP3MI_OFFICER),
    Page("counter:waiting", Role.BP3MI_OFFICER, a_queue, fields=("sesudah",), office=the_counter),
    Page("counter:act", Role.BP3MI_OFFICER, an_act, office=the_counter),
    Page("counter:paper", Role.BP3MI_OFFICER, an_act, status=302, office=the_counter),
    Page("staff:members", Role.MINISTRY_ADMIN, some_offices, fields=("q", "sesudah")),
    Page("staff:office_members", Role.MINISTRY_ADMIN, a_member, fields=("sesudah",)),
    Page("staff:invite", Role.MINISTRY_ADMIN, an_office, fields=("peran",)),
    Page("staff:invitation", Role.MINISTRY_ADMIN, a_taken_invitation),
    Page("staff:renew_link", Role.MINISTRY_ADMIN, an_open_invitation, status=405),
    Page("staff:withdraw_invitation", Role.MINISTRY_ADMIN, an_open_invitation, status=405),
    Page("staff:confirm_taker", Role.MINISTRY_ADMIN, a_taken_invitation, status=302),
    Page("staff:review", Role.MINISTRY_ADMIN, an_office_to_review, fields=("sesudah",)),
    Page("staff:review_csv", Role.MINISTRY_ADMIN, an_office_to_review, is_file=True),
    Page("staff:open_reviews", Role.MINISTRY_ADMIN, some_offices_to_review, fields=("sesudah",)),
    Page("staff:unlock", Role.MINISTRY_ADMIN, a_locked_membership),
    Page("staff:end_membership", Role.MINISTRY_ADMIN, a_membership),
    Page("compose:announcements", Role.MINISTRY_ADMIN, some_announcements, fields=("sesudah",)),
    Page("compose:new", Role.MINISTRY_ADMIN),
    Page("compose:announcement", Role.MINISTRY_ADMIN, an_announcement),
    Page("compose:edit", Role.MINISTRY_ADMIN, an_announcement, status=302),
    Page("compose:trial", Role.MINISTRY_ADMIN, an_announcement, status=405),
    Page("compose:schedule", Role.MINISTRY_ADMIN, an_announcement),
    Page("compose:move", Role.MINISTRY_ADMIN, a_step_of_an_announcement, status=405),
    Page("log:failed", Role.MINISTRY_ADMIN, some_failed_messages, fields=("sesudah",)),
    Page("log:of_announcement", Role.MINISTRY_ADMIN, a_sent_announcement, fields=("sesudah",)),
    Page("log:message", Role.MINISTRY_ADMIN, a_failed_message),
    Page("log:of_person", Role.MINISTRY_ADMIN, a_failed_message, fields=("sesudah",)),
    Page("by_hand:to_tell", Role.BP3MI_OFFICER, somebody_to_tell, fields=("sesudah",), office=the_counter),
    Page("by_hand:sheet", Role.BP3MI_OFFICER, somebody_to_tell, office=the_counter),
    Page("by_hand:sms_file", Role.BP3MI_OFFICER, somebody_to_tell, is_file=True, office=the_counter),
    Page("by_hand:note", Role.BP3MI_OFFICER, status=405),
    Page("log:try_again", Role.MINISTRY_ADMIN, a_failed_message, status=405),
    Page("national_login", VISITOR, status=405),
    Page("national_callback", VISITOR, status=302),
    Page("socialaccount_signup", VISITOR, status=302),
    Page("account_reauthenticate_national", PERSON, status=302),
    Page("socialaccount_connections", PERSON),
    Page("national_link", PERSON, status=405),
    Page("national_unlink", PERSON, status=405),
    Page("mfa_authenticate", VISITOR, status=302),
    Page("mfa_reauthenticate", Role.BP3MI_OFFICER),
    Page("mfa_index", PERSON),
    Page("mfa_activate_totp", PERSON, status=302),
    Page("mfa_deactivate_totp", PERSON, status=404),
    Page("mfa_view_recovery_codes", PERSON, status=404),
    Page("mfa_login_webauthn", VISITOR, status=302),
    Page("mfa_list_webauthn", PERSON),
    Page("mfa_add_webauthn", PERSON, status=302),
    Page("mfa_edit_webauthn", PERSON, some_passkey, status=302),
    Page("mfa_remove_webauthn", PERSON, some_passkey, status=302),
    Page("mfa_generate_recovery_codes", PERSON, status=302),
]
# What a browser shows; the others redirect, or answer a form only.
SHOWN = [page for page in PAGES if page.status == 200 and not page.is_file]


def each(pages):
    """Arguments of a parametrised test over ``pages``, named by their addresses' names."""
    return {"argvalues": pages, "ids": [page.name for page in pages]}
