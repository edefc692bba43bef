"""From text to tokens: the words, quoted texts and signs of filters and of expressions.

    config.lr<1e-3                word `config.lr`, sign `<`, word `1e-3`
    train/loss - `my metric (x)`  word `train/loss`, sign `-`, name `my metric (x)`

A bare word holds letters of any language, digits and `_ . / - : @ # + %`. Expressions reckon, so there `+ * % ^` are always operators,
while `-` and `/` belong to a name that goes on behind them: `train/loss` is a name, `train/loss - 1` a difference. A number ends before
them: `1-acc` is a difference too.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Kind = Literal["word", "name", "quoted", "sign", "end"]


class Token(NamedTuple):
    """A piece of text from `start` to `end`; a `name` has backquotes in it. `text` is what it says, without quotes and backslashes.

    `fault` is what is wrong with it: a quote that is never closed, a character that means nothing.
    """

    kind: Kind
    text: str
    start: int
    end: int
    fault: str | None = None


class Lexicon(NamedTuple):
    """Which characters make signs and words; signs are looked for first."""

    sign: re.Pattern[str]
    word: re.Pattern[str]


_OTHER_LETTERS = r"[^\x00-\x7f\s]"
_NAME_CHARACTER = rf"(?:[A-Za-z0-9_.:@#]|{_OTHER_LETTERS})"
_NUMBER = r"(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+"

FILTER = Lexicon(
    sign=re.compile(r"&&|\|\||==|!=|<>|<=|>=|!~|[=<>~!(),]"),
    word=re.compile(rf"(?:[A-Za-z0-9_./:@#+%-]|{_OTHER_LETTERS})+"),
)
EXPRESSION = Lexicon(
    sign=re.compile(r"\*\*|[-+*/%^(),]"),
    word=re.compile(
        rf"{_NUMBER}(?!{_NAME_CHARACTER})|{_NAME_CHARACTER}(?:{_NAME_CHARACTER}|[-/](?={_NAME_CHARACTER}))*"
    ),
)

_SPACE = re.compile(r"\s*")
_QUOTED = {quote: re.compile(rf"{quote}((?:[^{quote}\\]|\\.)*+)({quote}?)", re.DOTALL) for quote in "\"'`"}
_ESCAPED = re.compile(r"\\([\\\"'`])")
_SIGNED_NUMBER = re.compile(rf"[+-]?(?:{_NUMBER}|inf|infinity|nan)", re.IGNORECASE)


def scan(text: str, lexicon: Lexicon) -> list[Token]:
    """All tokens of a text and an `end` behind them. Never fails: what is wrong is in `fault`. Takes time in proportion to the text."""
    found: list[Token] = []
    at = 0
    while True:
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        if at == len(text):
            return [*found, Token("end", "", at, at)]
        token = _token(text, at, lexicon)
        found.append(token)
        at = token.end


def to_number(text: str) -> float | None:
    """The number that a bare word writes: digits with point and exponent, nan or inf, with or without a sign; None if it is none."""
    return float(text) if _SIGNED_NUMBER.fullmatch(text) else None


def quote(text: str, mark: str = '"') -> str:
    """A text in quotes of a kind, so that a token says it."""
    return mark + text.replace("\\", "\\\\").replace(mark, "\\" + mark) + mark


def is_word(text: str, lexicon: Lexicon) -> bool:
    """Whether a text is one bare word."""
    word = lexicon.word.match(text)
    return word is not None and word.end() == len(text) and not lexicon.sign.match(text)


def _token(text: str, at: int, lexicon: Lexicon) -> Token:
    if text[at] in "\"'":
        said, end, fault = _unquote(text, at)
        return Token("quoted", said, at, end, fault)
    sign = lexicon.sign.match(text, at)
    if sign:
        return Token("sign", sign[0], at, sign.end())
    if text[at] == "`" or lexicon.word.match(text, at):
        return _name(text, at, lexicon)
    return Token(
        "sign",
        text[at],
        at,
        at + 1,
        f"{text[at]!r} means nothing here. Put a text that holds it in quotes, and a name in backquotes.",
    )


def _name(text: str, start: int, lexicon: Lexicon) -> Token:
    """A word with backquoted parts: config.`my key`, metrics.`my metric`.max."""
    kind: Kind = "word"
    parts: list[str] = []
    at, more = start, True
    while more:
        if text[at] == "`":
            kind = "name"
            said, at, fault = _unquote(text, at)
            parts.append(said)
            if fault:
                return Token(kind, "".join(parts), start, at, fault)
            more = text.startswith(".", at)
        else:
            word = lexicon.word.match(text, at)
            assert word is not None
            parts.append(word[0])
            at = word.end()
            more = word[0].endswith(".") and text.startswith("`", at)
    return Token(kind, "".join(parts), start, at)


def _unquote(text: str, at: int) -> tuple[str, int, str | None]:
    """What stands in the quotes that open at a place, where they end, and what is wrong with them."""
    mark = text[at]
    found = _QUOTED[mark].match(text, at)
    assert found is not None
    # Other backslashes stay, for patterns are full of them: "\d+".
    said = _ESCAPED.sub(r"\1", found[1])
    if found[2]:
        return said, found.end(), None
    return said, len(text), f"The {mark} that opens here is never closed."
