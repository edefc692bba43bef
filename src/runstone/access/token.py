"""Secrets that are given out once: `rs_<id>_<secret>`. The id finds what is kept, of which the secret is only a hash."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import NamedTuple

_TOKEN = re.compile("rs_([0-9a-f]{12})_([0-9a-f]{48})")
_NOBODY = bytes(32)


class Token(NamedTuple):
    """A token as its bearer has it."""

    id: str
    secret: str

    @property
    def text(self) -> str:
        """As it is written in a header or a setting."""
        return f"rs_{self.id}_{self.secret}"

    @property
    def digest(self) -> bytes:
        """What is kept of the secret. It has 192 random bits, which nobody guesses, so a fast hash is enough."""
        return digest_of(self.secret)

    @classmethod
    def new(cls) -> Token:
        """One that nobody has."""
        return cls(secrets.token_hex(6), secrets.token_hex(24))

    @classmethod
    def read(cls, text: str) -> Token | None:
        """The token that a text is; None if it is none."""
        found = _TOKEN.fullmatch(text.strip())
        return cls(*found.groups()) if found else None

    def __repr__(self) -> str:
        return f"Token(id={self.id!r})"

    def __str__(self) -> str:
        return repr(self)


def digest_of(secret: str) -> bytes:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def is_secret(kept: bytes | None, secret: str) -> bool:
    """Whether this is the secret of a digest, found out in the same time for all that are not."""
    return hmac.compare_digest(kept or _NOBODY, digest_of(secret)) and kept is not None
