from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class AccountBackend(AuthenticationBackend):
    """Asked at log-in and again for every request of a session, so a refused account is out at once."""

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and (settings.LAPTOP or not user.is_demo)
