from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"

    def ready(self):
        from allauth.account.signals import email_confirmed

        from portal.accounts import records, sessions, unproven

        records.connect()
        sessions.connect()
        email_confirmed.connect(unproven.remove_password, dispatch_uid="remove_password")
