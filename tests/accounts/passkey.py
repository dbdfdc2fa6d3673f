"""A device that makes passkeys, in software: what it says can be bent."""

import json
from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

FLAG = AuthenticatorData.FLAG
PRESENT, VERIFIED = FLAG.UP, FLAG.UP | FLAG.UV
DOMAIN, PAGE = "localhost", "http://localhost"


class Device:
    def __init__(self):
        self.key, self.id = ec.generate_private_key(ec.SECP256R1()), b"sixteen bytes id"

    def make(self, options, *, flags=VERIFIED, **lies):
        """The answer to the options of a page that adds a passkey."""
        facts = AttestedCredentialData.create(bytes(16), self.id, ES256.from_cryptography_key(self.key.public_key()))
        seen, said = _said("webauthn.create", options, flags | FLAG.AT, facts, **lies)
        made = AttestationObject.create("none", seen, {})
        return self._answer(clientDataJSON=said, attestationObject=made)

    def give(self, options, *, handle=b"", flags=VERIFIED, **lies):
        """The answer to the options of a page that asks for the passkey."""
        seen, said = _said("webauthn.get", options, flags, b"", **lies)
        signature = self.key.sign(bytes(seen) + sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=seen, signature=signature, userHandle=handle)

    def _answer(self, **parts):
        shown = websafe_encode(self.id)
        response = {name: websafe_encode(bytes(part)) for name, part in parts.items()}
        return json.dumps(
            {"id": shown, "rawId": shown, "type": "public-key", "response": response, "clientExtensionResults": {}}
        )


def _said(kind, options, flags, facts, *, origin=PAGE, domain=DOMAIN, cross_origin=False, challenge=None):
    challenge = challenge or options["publicKey"]["challenge"]
    seen = AuthenticatorData.create(sha256(domain.encode()).digest(), flags, 1, facts)
    return seen, CollectedClientData.create(kind, challenge, origin, cross_origin)
