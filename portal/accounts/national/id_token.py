"""Whether an ID token is what the provider said to us, about this very log-in (OpenID Connect Core 1.0, 3.1.3.7)."""

import hmac

import jwt

# Signed with the provider's private key. Nothing signed with the client's secret, and nothing unsigned.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
LEEWAY = 60  # seconds that two clocks may differ
LONGEST_SUBJECT = 191  # signs, as allauth's column is wide; the standard allows 255, nobody uses them


class IdTokenRefused(Exception):
    """Its text is a code for the log, without a word from the token."""


def verified_claims(token, *, keys, issuer, client_id, nonce):
    """The claims of ``token``; raises IdTokenRefused. ``keys``: the provider's JWK set as it was read."""
    try:
        claims = jwt.decode(
            token,
            _key(token, keys),
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=client_id,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as problem:
        raise IdTokenRefused(type(problem).__name__) from problem
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise IdTokenRefused("nonce")
    if claims.get("azp", client_id) != client_id:
        raise IdTokenRefused("azp")
    subject = claims["sub"]
    if not (0 < len(subject) <= LONGEST_SUBJECT and subject.isascii() and subject.isprintable()):
        raise IdTokenRefused("sub")
    return claims


def _key(token, keys):
    """The key that the token names; the only one if it names none."""
    usable = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in {None, "sig"}]
    name = jwt.get_unverified_header(token).get("kid")
    named = [key for key in usable if key.key_id == name] if name else usable
    if len(named) != 1:
        raise ValueError
    return named[0]
