"""The guard: our own faults never end a user's training.

Misuse is raised in the caller's frame. Anything else that goes wrong inside a verb is reported once and the verb returns. Under pytest,
and with the setting `strict`, everything is raised. What stands beside somebody else's client (`contained`) raises nothing at all. These are the
broad excepts of the package.
"""

from __future__ import annotations

import functools
import os
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any, Protocol, TypeVar, cast

from runstone.model.errors import RunNotReady, RunstoneError

Verb = TypeVar("Verb", bound=Callable[..., Any])

_reported: set[str] = set()
# Guards the set of what was reported: two threads must not report one fault twice.
_lock = threading.Lock()


class Strictness:
    """Whether our own faults are raised too."""

    on = False


def is_strict() -> bool:
    """Whether our faults are to be raised: the setting, or a test that runs."""
    return Strictness.on or bool(os.environ.get("PYTEST_CURRENT_TEST"))


def say(message: str) -> None:
    """One line on standard error, wherever that leads; a closed one is no reason to fail."""
    try:
        print(f"runstone: {message}", file=sys.stderr, flush=True)
    except (OSError, ValueError, AttributeError):
        return


def say_once(message: str) -> None:
    """`say`, unless this message was said before in this process."""
    with _lock:
        if message in _reported:
            return
        _reported.add(message)
    say(message)


def report(verb: str, error: Exception) -> None:
    """Say once what failed, that training goes on, and where."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "?"
    say_once(
        f"{verb} failed inside Runstone ({type(error).__name__}: {error}, at {where}). Training goes on, and everything recorded "
        "before is safe; this call may not be recorded. RUNSTONE_STRICT=1 raises the error instead."
    )


def guarded(verb: Verb) -> Verb:
    """Let misuse through to the caller, and keep our own faults from them."""

    @functools.wraps(verb)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return verb(*args, **kwargs)
        except RunstoneError:
            raise
        except Exception as error:
            if is_strict():
                raise
            report(verb.__name__, error)
            return None

    return cast(Verb, call)


class Closable(Protocol):
    """Who writes a journal."""

    @property
    def closed(self) -> bool: ...


class Recording(Protocol):
    """A run."""

    _writer: Any


def ended() -> RunNotReady:
    """What is raised when something is recorded in a run that was finished or closed."""
    return RunNotReady(
        "The run was finished or closed: this was not recorded. What was recorded before is safe. "
        "Open the run again with init(id=..., resume='must')."
    )


def check_open(writer: Closable) -> None:
    """Something is about to be recorded.

    Raises:
        RunNotReady: the run was finished or closed. A disabled run takes everything, for it has nothing to lose.
    """
    if writer.closed:
        raise ended()


def while_open(verb: Verb) -> Verb:
    """`guarded`, for verbs of a run that record something: once it is over they raise RunNotReady, and nothing is lost unsaid."""
    safe = guarded(verb)

    @functools.wraps(verb)
    def call(run: Recording, *args: Any, **kwargs: Any) -> Any:
        check_open(run._writer)
        return safe(run, *args, **kwargs)

    return cast(Verb, call)


def contained(verb: Verb) -> Verb:
    """Keep everything from the caller, misuse too: for what a user never called. It is said once, in one line, and None is returned."""

    @functools.wraps(verb)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return verb(*args, **kwargs)
        except RunstoneError as error:
            say_once(f"not recorded: {error}")
        except Exception as error:  # noqa: BLE001 - nobody asked for what fails here
            report(verb.__name__, error)
        return None

    return cast(Verb, call)
