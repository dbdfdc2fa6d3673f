from allauth.account.authentication import get_authentication_records
from allauth.mfa.stages import AuthenticateStage


class SecondStep(AuthenticateStage):
    """Our second step; left out where the provider asked for one that the settings take for it."""

    def handle(self):
        proofs = get_authentication_records(self.request, self.login.user)
        if any(proof["method"] == "mfa" and proof.get("type") == "national" for proof in proofs):
            return None, True
        return super().handle()
