"""What a server says of a request that it does not answer, and what who asked it reads."""

from __future__ import annotations

import msgspec


class ErrorBody(msgspec.Struct, frozen=True):
    """What went wrong: a word for programs, a sentence for people, and what to do about it (may be empty).

    `text` is the filter, field or expression that is wrong, where it is one, and `start` and `end` are where in it.
    """

    code: str
    message: str
    hint: str = ""
    text: str | None = None
    start: int | None = None
    end: int | None = None


class ErrorAnswer(msgspec.Struct, frozen=True):
    """The answer to every request that fails."""

    error: ErrorBody
