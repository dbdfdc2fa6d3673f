"""The account pages we want, under Indonesian addresses and allauth's own names; the rest of allauth isn't there."""

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as recovery_codes
from django.urls import path

from portal.accounts import views
from portal.accounts.contacts import again
from portal.accounts.contacts import views as contacts
from portal.accounts.counter import claimed
from portal.accounts.decorators import asked_again, weighty
from portal.accounts.national import views as national
from portal.accounts.phone import sign_up_views as phone_sign_up
from portal.accounts.phone import views as phone
from portal.accounts.ran_out import keeps_wish, leads_back
from portal.accounts.second_step import views as second_step
from portal.accounts.staff_room import invited

urlpatterns = [
    # Getting in and out
    path("masuk/", keeps_wish(account.login, "account_email_verification_sent"), name="account_login"),
    path("masuk/kode/", account.request_login_code, name="account_request_login_code"),
    path(
        "masuk/kode/isi/",
        leads_back(account.confirm_login_code, "account_request_login_code"),
        name="account_confirm_login_code",
    ),
    path("masuk/hp/", phone.log_in, name="account_phone_login"),
    path("masuk/hp/tanpa-pin/", phone.log_in_by_code, name="account_phone_code_only"),
    path("masuk/hp/kode/", phone.confirm, name="account_phone_code"),
    path("masuk/hp/kantor/", phone.prove, name="account_phone_proof"),
    path("masuk/nasional/", national.log_in, name="national_login"),
    path("masuk/nasional/kembali/", national.come_back, name="national_callback"),
    path("masuk/kunci/", second_step.log_in_by_passkey, name="mfa_login_webauthn"),
    path("masuk/langkah-kedua/", second_step.give, name="mfa_authenticate"),
    path("keluar/", views.log_out, name="account_logout"),
    path("nonaktif/", account.account_inactive, name="account_inactive"),
    path("daftar/", keeps_wish(account.signup, "account_email_verification_sent"), name="account_signup"),
    path("daftar/hp/", phone_sign_up.sign_up, name="account_phone_signup"),
    path("daftar/hp/kode/", phone_sign_up.confirm, name="account_phone_signup_code"),
    path("daftar/hp/pin/", phone_sign_up.choose_secret, name="account_phone_signup_secret"),
    path("daftar/kode/", views.confirm_email, name="account_email_verification_sent"),
    # Asked again before something weighty
    path("pastikan/", account.reauthenticate, name="account_reauthenticate"),
    path("pastikan/langkah-kedua/", second_step.give_again, name="mfa_reauthenticate"),
    path("pastikan/kode/", again.prove_by_code, name="account_reauthenticate_code"),
    path("pastikan/nasional/", national.prove, name="account_reauthenticate_national"),
    # Own ways in
    path("kontak/", contacts.contacts, name="account_contacts"),
    path("kontak/nomor/", contacts.new_phone, name="account_new_phone"),
    path("kontak/nomor/kode/", contacts.new_phone_code, name="account_new_phone_code"),
    path("kontak/nomor/hapus/", contacts.remove_phone, name="account_remove_phone"),
    path("kontak/email/", contacts.new_email, name="account_new_email"),
    path("kontak/email/kode/", contacts.new_email_code, name="account_new_email_code"),
    path("kontak/pin/", contacts.pin, name="account_pin"),
    # Password
    path("kata-sandi/", account.password_change, name="account_change_password"),
    path("kata-sandi/buat/", weighty(asked_again(account.password_set)), name="account_set_password"),
    path("kata-sandi/lupa/", account.password_reset, name="account_reset_password"),
    path(
        "kata-sandi/lupa/kode/",
        leads_back(account.confirm_password_reset_code, "account_reset_password"),
        name="account_confirm_password_reset_code",
    ),
    path("kata-sandi/lupa/baru/", views.complete_password_reset, name="account_complete_password_reset"),
    path("kata-sandi/lupa/selesai/", account.password_reset_from_key_done, name="account_password_reset_completed"),
    # Second step
    path("langkah-kedua/", second_step.index, name="mfa_index"),
    path("langkah-kedua/pasang/", second_step.activate_totp, name="mfa_activate_totp"),
    path("langkah-kedua/lepas/", second_step.deactivate_totp, name="mfa_deactivate_totp"),
    path("langkah-kedua/kode-cadangan/", second_step.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "langkah-kedua/kode-cadangan/baru/",
        weighty(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("langkah-kedua/kunci/", second_step.list_passkeys, name="mfa_list_webauthn"),
    path("langkah-kedua/kunci/tambah/", second_step.add_passkey, name="mfa_add_webauthn"),
    path("langkah-kedua/kunci/<int:pk>/nama/", second_step.rename_passkey, name="mfa_edit_webauthn"),
    path("langkah-kedua/kunci/<int:pk>/lepas/", second_step.remove_passkey, name="mfa_remove_webauthn"),
    # National log-in
    path("sambungan/", national.links, name="socialaccount_connections"),
    path("sambungan/buat/", national.link, name="national_link"),
    path("sambungan/lepas/", national.unlink, name="national_unlink"),
    path("sambungan/akun-baru/", national.sign_up, name="socialaccount_signup"),
    # Own sessions
    path("sesi/", views.own_sessions, name="account_sessions"),
    path("sesi/akhiri/", views.end_session, name="account_end_session"),
    path("sesi/akhiri-lainnya/", views.end_other_sessions, name="account_end_other_sessions"),
    # Acting
    path("kode-kantor/", claimed.type_code, name="account_claim"),
    path("kode-kantor/akun/", claimed.take, name="account_claim_take"),
    path("undangan/<str:token>/", invited.invitation, name="account_invitation"),
    path("kantor/", views.choose_office, name="account_choose_office"),
]
