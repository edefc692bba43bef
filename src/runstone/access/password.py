"""Passwords, as Argon2id keeps them."""

from __future__ import annotations

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from runstone.model.errors import BadValue

LEAST_CHARS = 10
# Argon2 hashes whatever length it is given, and an attacker chooses it.
MOST_CHARS = 1000

_hasher = PasswordHasher()
# A hash takes 64 MiB: strangers who try many at once wait for each other.
_turns = threading.Semaphore(2)


def hash_password(password: str) -> str:
    """The hash of a password, with its salt and its costs.

    Raises:
        BadValue: it is too short or too long.
    """
    if not LEAST_CHARS <= len(password) <= MOST_CHARS:
        raise BadValue(f"A password has {LEAST_CHARS} to {MOST_CHARS:,} characters. Nothing was changed.")
    with _turns:
        return _hasher.hash(password)


def is_password(kept: str | None, password: str) -> bool:
    """Whether this is the password of a hash. Takes as long where there is none, so that nobody learns which users there are."""
    if len(password) > MOST_CHARS:
        return False
    try:
        with _turns:
            return _hasher.verify(kept or _of_nobody(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with lower costs than are usual now."""
    return _hasher.check_needs_rehash(kept)


@cache
def _of_nobody() -> str:
    return _hasher.hash("a password that nobody has")
