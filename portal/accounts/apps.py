from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"

    def ready(self):
        from allauth.account.signals import email_confirmed
        from allauth.mfa.signals import authenticator_used

        from portal.accounts import records, sessions, unproven
        from portal.accounts.second_step import notices

        records.connect()
        sessions.connect()
        email_confirmed.connect(unproven.remove_password, dispatch_uid="remove_password")
        authenticator_used.connect(notices.recovery_code_used, dispatch_uid="recovery_code_used")
