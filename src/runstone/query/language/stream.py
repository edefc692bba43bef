"""A walk along the tokens of a text, and the limits of what is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from runstone.model.errors import BadQuery
from runstone.query.language.tokens import Lexicon, Token, scan

MAX_CHARACTERS = 10_000
MAX_NESTING = 100
"""How deep parentheses, negations and powers may lie in each other; whoever walks a tree by recursion relies on it."""
MAX_TERMS = 1_000

_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")


class TokenStream:
    """The tokens of a text, of which one is the current.

    Raises:
        BadQuery: the text is too long, or holds what is no token.
    """

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        check_text(text)
        self._tokens = scan(text, lexicon)
        self._at = 0
        self._nesting = 0
        self._terms = 0
        for token in self._tokens:
            if token.fault:
                raise self.error(token.fault, token)

    @property
    def current(self) -> Token:
        return self._tokens[self._at]

    @property
    def following(self) -> Token:
        """The token behind the current one."""
        return self._tokens[min(self._at + 1, len(self._tokens) - 1)]

    @property
    def at_end(self) -> bool:
        return self.current.kind == "end"

    def advance(self) -> Token:
        """The current token, which is left behind."""
        token = self.current
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def is_sign(self, *signs: str) -> bool:
        """Whether the current token is one of these signs."""
        return self.current.kind == "sign" and self.current.text in signs

    def take_sign(self, *signs: str) -> Token | None:
        """The current token if it is one of these signs, left behind."""
        return self.advance() if self.is_sign(*signs) else None

    def expect_sign(self, sign: str, why: str) -> Token:
        """A sign that must stand here.

        Raises:
            BadQuery: it does not.
        """
        return self.advance() if self.is_sign(sign) else self.fail(f"`{sign}` is expected {why}")

    def finish(self, expected: str) -> None:
        """Make sure that nothing more is said.

        Raises:
            BadQuery: something is.
        """
        if not self.at_end:
            self.fail(expected)

    def fail(self, expected: str) -> NoReturn:
        """Raise a BadQuery at the current token, which is not what was expected."""
        found = (
            "the text ends" if self.at_end else f"there is {shown(self.text[self.current.start : self.current.end])}"
        )
        raise self.error(f"{expected}; here {found}.", self.current)

    def error(self, message: str, token: Token) -> BadQuery:
        """A BadQuery that points at a token."""
        return BadQuery(message, self.text, token.start, token.end)

    @contextmanager
    def nested(self, token: Token) -> Iterator[None]:
        """One level deeper.

        Raises:
            BadQuery: that is too deep.
        """
        if self._nesting >= MAX_NESTING:
            raise self.error(f"More than {MAX_NESTING} levels lie in each other here. Write it flatter.", token)
        self._nesting += 1
        yield
        self._nesting -= 1

    def count_term(self, token: Token) -> None:
        """One more of the things that a text says.

        Raises:
            BadQuery: those are too many.
        """
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise self.error(f"There are more than {MAX_TERMS:,} terms. A list, `field in (a, b, …)`, is one.", token)


def check_text(text: str, whole: str | None = None) -> None:
    """Make sure that a text is short enough to be read, and has whole characters only; `whole` is the text it was taken from.

    Raises:
        BadQuery: it is too long, or holds one half of a surrogate pair, which nothing stored can hold.
    """
    if len(text) > MAX_CHARACTERS:
        message = f"The text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read."
        raise BadQuery(message, text, MAX_CHARACTERS, len(text))
    half = _HALF_CHARACTER.search(text)
    if half:
        place = (text, half.start(), half.end()) if whole is None else (whole, 0, len(whole))
        raise BadQuery("There is one half of a character here, which no text can hold.", *place)


def shown(text: str) -> str:
    """A piece of a text as messages quote it: cut if it is long."""
    return f"`{text}`" if len(text) <= 60 else f"`{text[:60]}…`"
