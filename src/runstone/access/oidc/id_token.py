"""ID tokens: what a provider signs of who somebody is."""

from __future__ import annotations

from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from runstone.access.oidc.failure import LoginFailed

CLOCK_SKEW_SECS = 60
"""How far the clock of a provider may be off ours."""

# What is signed by a private key alone: with a secret that both know, who steals ours could sign for everybody.
ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA"),
)
_MOST_CHARS = 100_000
_MOST_SUBJECT_CHARS = 255
_SENTENCE = "What the provider of logins said of you cannot be trusted, so nobody was logged in. Try again; if it stays so, tell who runs this server."


class UnknownKey(LoginFailed):
    """It names a key that is not among those that are known: the provider may have a new one."""


def check(text: str, keys: KeySet, *, issuer: str, client_id: str, nonce: str, now_secs: float) -> dict[str, Any]:
    """The claims of an ID token.

    Args:
        text: the token.
        keys: the provider's.
        issuer: who must have made it.
        client_id: whom it must be for.
        nonce: for which login.
        now_secs: the time, in seconds since the epoch.

    Raises:
        UnknownKey: its key is not among these.
        LoginFailed: it is not what it must be.
    """
    if len(text) > _MOST_CHARS:
        raise _untrusted("the ID token is too long")
    try:
        header = jws.extract_compact(text.encode()).headers()
        if header.get("alg") not in ALGORITHMS:
            raise _untrusted(f"the ID token is signed by {str(header.get('alg'))[:20]!r}, not by a private key")
        key = _key(keys, header.get("kid"), str(header["alg"]))
        claims = dict(jwt.decode(text, key, algorithms=list(ALGORITHMS)).claims)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise _untrusted(f"the ID token: {type(error).__name__}") from error
    _check_claims(claims, issuer, client_id, nonce, now_secs)
    return claims


def _key(keys: KeySet, kid: object, algorithm: str) -> Any:
    kind = {"R": "RSA", "P": "RSA", "E": "OKP" if algorithm == "EdDSA" else "EC"}[algorithm[0]]
    fitting = [key for key in keys.keys if key.key_type == kind and key.get("use", "sig") == "sig"]
    if kid is not None:
        fitting = [key for key in fitting if key.kid == kid]
    if not fitting:
        raise UnknownKey(_SENTENCE, "the ID token is signed by a key that the provider does not list")
    if len(fitting) > 1:
        raise _untrusted("the ID token does not say which of the provider's keys signed it")
    return fitting[0]


def _check_claims(claims: dict[str, Any], issuer: str, client_id: str, nonce: str, now_secs: float) -> None:
    if claims.get("iss") != issuer:
        raise _untrusted("the ID token is of another issuer")
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if client_id not in audiences or claims.get("azp", client_id) != client_id:
        raise _untrusted("the ID token is for another client")
    if len(audiences) > 1 and "azp" not in claims:
        raise _untrusted("the ID token is for several clients, and does not say which asked")
    if claims.get("nonce") != nonce:
        raise _untrusted("the ID token is of another login")
    expires, issued, since = claims.get("exp"), claims.get("iat"), claims.get("nbf", 0)
    if not all(isinstance(moment, int | float) for moment in (expires, issued, since)):
        raise _untrusted("the ID token has no times")
    if now_secs >= expires + CLOCK_SKEW_SECS:  # type: ignore[operator]
        raise _untrusted("the ID token has expired; do the clocks agree?")
    if max(issued, since) > now_secs + CLOCK_SKEW_SECS:
        raise _untrusted("the ID token is of the future; do the clocks agree?")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _MOST_SUBJECT_CHARS:
        raise _untrusted("the ID token does not say of whom it is")


def _untrusted(detail: str) -> LoginFailed:
    return LoginFailed(_SENTENCE, detail)
