"""Errors under the names that scripts catch.

Error
├── CommError                 the home cannot be read or written, or a run was not found by `Api`
│   └── AuthenticationError   never raised: there is nothing to log in to
├── UsageError                the call was wrong: no run, a run that is over, an id that is taken
│   └── UnsupportedError      what is not translated; the sentence says what to use instead
├── NotThere                  both of these: a run or artifact that is not there
└── ConfigError               a key of the config that has another value already
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from runstone.model.errors import BadValue, DataFault, HomeUnusable, Misuse, ServerUnusable


class Error(Exception):
    """The root of them."""


class CommError(Error):
    """What was asked for could not be had."""

    def __init__(self, message: str, exc: Exception | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.exc = exc


class AuthenticationError(CommError):
    """For scripts that catch it; there is nothing to log in to."""


class UsageError(Error):
    """The call cannot be carried out as written. Nothing recorded so far is touched."""


class UnsupportedError(UsageError):
    """Something that is not translated."""


class NotThere(CommError, UsageError):
    """A run or artifact that is not there, under either name by which scripts catch that."""


class ConfigError(Error):
    """A key of the config has another value already, and `allow_val_change` was not given."""


class NoGroup(UsageError, TypeError):
    """An artifact of several runs that have no group."""


class ArtifactNotLoggedError(UsageError, Misuse):
    """Something was asked of an artifact that only a version has."""


class ArtifactFinalizedError(UsageError, Misuse):
    """An artifact was to be changed that is a version, or final, already."""


class UnloggableValue(BadValue, TypeError):
    """A value that cannot be recorded; all others of the call were."""


def not_here(name: str, instead: str) -> NoReturn:
    """Say in one sentence that something is not translated, and what to use."""
    raise UnsupportedError(f"wandb.{name} is not translated by runstone.compat.wandb: {instead}.")


@contextmanager
def translated() -> Iterator[None]:
    """Let our errors through under the names that scripts catch; values that are wrong stay `ValueError`s."""
    try:
        yield
    except BadValue:
        raise
    except LookupError as error:
        if not isinstance(error, Misuse):
            raise
        raise NotThere(str(error), error) from error
    except Misuse as error:
        raise UsageError(str(error)) from error
    except (HomeUnusable, ServerUnusable, DataFault) as error:
        raise CommError(str(error), error) from error
