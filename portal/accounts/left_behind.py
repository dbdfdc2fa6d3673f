"""A code mailed to an address that the account has given up since opens nothing any more.

allauth keeps such codes in the visitor's session, where the change of the address doesn't reach them.
"""

from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.account.models import EmailAddress
from allauth.account.stages import LoginByCodeStage, LoginStageController

from portal.accounts.models import User


def is_meant(request, process):
    """Whether this visit's ``process`` (``log_in``, ``confirm`` or ``reset``) is for an address given up since."""
    user, email = _PROCESSES[process](request)
    if user is None or not email:
        return False
    email = email.lower()
    if EmailAddress.objects.filter(user=user, email=email).exists():
        return False
    return not User.objects.filter(pk=user.pk, email=email).exists()


def _of_log_in(request):
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    return (stage.login.user, stage.state.get("email")) if stage else (None, None)


def _of(process):
    def read(request):
        begun = process.resume(request)
        return (begun.user, begun.state.get("email")) if begun else (None, None)

    return read


_PROCESSES = {
    "log_in": _of_log_in,
    "confirm": _of(EmailVerificationProcess),
    "reset": _of(PasswordResetVerificationProcess),
}
