"""What could be typed next in a filter.

`expect` tells from the text alone what may stand at the cursor; `complete` asks for the names and values that there are and puts the
likeliest first.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum, auto
from typing import Literal, NamedTuple

from runstone.model.states import State
from runstone.query.language.fields import field_named, field_text
from runstone.query.language.parser import OPERATORS, is_bare_value, is_value
from runstone.query.language.syntax import RUN_FIELDS, Field
from runstone.query.language.tokens import FILTER, Token, quote, scan

MAX_ITEMS = 50

Kind = Literal["field", "operator", "value", "word"]

OPERATOR_DETAILS = {
    "=": "equals",
    "!=": "differs, or is missing",
    "<": "less than",
    "<=": "at most",
    ">": "more than",
    ">=": "at least",
    "~": "matches a pattern",
    "!~": "matches no pattern",
    "in (": "one of a list",
    "not in (": "none of a list",
}
_CONNECTING = {"and": "both", "or": "one of the two"}
_BEGINNING = {"not": "turns it round", "exists(": "was recorded"}


class Expected(NamedTuple):
    """What may stand at the cursor: what is chosen replaces the text from `start` to `end`, of which `prefix` is typed already.

    `field` is the one whose values are expected, `words` the operators and words, and `mark` the quote that is open.
    """

    kinds: tuple[Kind, ...]
    start: int
    end: int
    prefix: str = ""
    field: Field | None = None
    words: tuple[str, ...] = ()
    mark: str | None = None


class Suggestion(NamedTuple):
    """A field (`config.lr`) or a value that is there, as it is, without quotes; in how many runs, and what else to say of it."""

    text: str
    runs: int = 0
    detail: str = ""


class Item(NamedTuple):
    """One thing to choose, as it is to be inserted."""

    text: str
    kind: Kind
    detail: str


class Completion(NamedTuple):
    """What to choose from, the likeliest first, and which part of the text it replaces."""

    start: int
    end: int
    items: tuple[Item, ...]


def expect(text: str, at: int) -> Expected:
    """What may stand at a cursor, however wrong or unfinished the text is.

    Args:
        at: offset of the cursor; taken to the nearest end if it lies outside.
    """
    at = max(0, min(at, len(text)))
    before = scan(text[:at], FILTER)[:-1]
    touched = before.pop() if before and _is_unfinished(before[-1], at) else None
    place, field = _Place.TERM, None
    for token in before:
        place, field = _next(place, field, token)
    if touched and touched.kind == "sign" and place is not _Place.FIELD:
        place, touched = _next(place, field, touched)[0], None
    kinds, words = _EXPECTED[place]
    if text.lstrip().startswith("{") or (place in (_Place.VALUE, _Place.ITEM) and field is None):
        kinds = ()
    if touched is None:
        return Expected(kinds, at, at, "", field if "value" in kinds else None, words if kinds else ())
    whole = next(token for token in scan(text, FILTER) if token.end >= at)
    end = at if whole.fault or whole.start != touched.start else whole.end
    mark = text[touched.start] if touched.kind == "quoted" else None
    if mark:
        # Words and fields in quotes are no words and fields.
        kinds = tuple(kind for kind in kinds if kind == "value")
    return Expected(
        kinds, touched.start, end, touched.text, field if "value" in kinds else None, words if kinds else (), mark
    )


def complete(
    text: str,
    at: int,
    fields: Callable[[str], Iterable[Suggestion]],
    values: Callable[[Field, str], Iterable[Suggestion]],
) -> Completion:
    """What could be typed at a cursor, at most MAX_ITEMS: what begins with the prefix first, then what has it behind a `.`, `/`, `_` or `-`,
    then what holds it at all; among these, what more runs have first.

    Args:
        fields: gives the keys that there are, for a prefix; whether they fit is looked at here. Fields that every run has are known.
        values: gives the values of a field, for a prefix. The states are known.
    """
    expected = expect(text, at)
    ranked = heapq.nsmallest(
        MAX_ITEMS,
        (
            (rank, group, -suggestion.runs, suggestion, kind)
            for kind, group, suggestion in _candidates(expected, fields, values)
            if (rank := _rank(expected.prefix.casefold(), suggestion.text.casefold())) is not None
        ),
    )
    return Completion(
        expected.start, expected.end, tuple(_item(expected, kind, suggestion) for *_, suggestion, kind in ranked)
    )


class _Place(Enum):
    """Where in a filter a cursor is, by what stands before it."""

    TERM = auto()
    FIELD = auto()
    VALUE = auto()
    LIST = auto()
    ITEM = auto()
    ITEM_END = auto()
    PATTERN = auto()
    LITERAL = auto()
    RIGHT_SIDE = auto()
    EXISTS = auto()
    AFTER = auto()
    NOWHERE = auto()


_EXPECTED: dict[_Place, tuple[tuple[Kind, ...], tuple[str, ...]]] = dict.fromkeys(_Place, ((), ())) | {
    _Place.TERM: (("field", "word"), tuple(_BEGINNING)),
    _Place.FIELD: (("operator",), tuple(OPERATOR_DETAILS)),
    _Place.VALUE: (("value",), ()),
    _Place.ITEM: (("value",), ()),
    _Place.LITERAL: (("word", "field"), tuple(_CONNECTING)),
    _Place.AFTER: (("word", "field"), tuple(_CONNECTING)),
    _Place.RIGHT_SIDE: (("field",), ()),
    _Place.EXISTS: (("field", "word"), tuple(_CONNECTING)),
}


def _next(place: _Place, field: Field | None, token: Token) -> tuple[_Place, Field | None]:
    """The place behind a token."""
    sign = token.text if token.kind == "sign" else ""
    word = token.text.lower() if token.kind == "word" else ""
    match place:
        case _Place.LIST:
            return (_Place.ITEM if sign == "(" else place), field
        case _Place.ITEM | _Place.ITEM_END if sign != ")":
            return (_Place.ITEM if sign else _Place.ITEM_END), field
        case _Place.VALUE | _Place.PATTERN | _Place.RIGHT_SIDE if not sign:
            return _Place.AFTER, None
        case _Place.EXISTS if sign == "(":
            return _Place.RIGHT_SIDE, None
        case _Place.FIELD if word in ("in", "not") or sign == "!":
            return (_Place.LIST if word == "in" else place), field
    if sign in OPERATORS:
        return (_Place.RIGHT_SIDE if place is _Place.LITERAL else _Place.VALUE), field
    if sign in ("~", "!~"):
        return _Place.PATTERN, None
    if sign in ("(", "!", "&&", "||") or word in ("and", "or", "not"):
        return _Place.TERM, None
    if sign or is_value(token):
        return (_Place.AFTER if sign else _Place.LITERAL), None
    if word == "exists":
        return _Place.EXISTS, None
    named = field_named(token.text)
    return (_Place.FIELD if named else _Place.AFTER), named


def _is_unfinished(token: Token, at: int) -> bool:
    """Whether a token goes on at the cursor behind it."""
    if token.kind == "sign":
        return token.text == "!" and token.end == at
    return token.end == at and (token.kind == "word" or token.fault is not None)


def _candidates(
    expected: Expected,
    fields: Callable[[str], Iterable[Suggestion]],
    values: Callable[[Field, str], Iterable[Suggestion]],
) -> Iterator[tuple[Kind, int, Suggestion]]:
    """Everything that might be meant, with a group that orders what is equally likely."""
    prefix = expected.prefix
    for kind in expected.kinds:
        if kind == "field":
            for name in RUN_FIELDS:
                yield kind, 1, Suggestion(name, 0, "every run")
            for suggestion in fields(prefix):
                if suggestion.text not in RUN_FIELDS and field_named(suggestion.text):
                    yield kind, 2, suggestion
        elif kind == "value" and expected.field is not None:
            found = list(values(expected.field, prefix))
            if expected.field.key == "state" and expected.field.source == "run":
                found += [Suggestion(state) for state in State if state not in {value.text for value in found}]
            for suggestion in found:
                yield kind, 1, suggestion
        else:
            details = OPERATOR_DETAILS | _CONNECTING | _BEGINNING
            for number, word in enumerate(expected.words):
                # In the order of the table, before fields that are as likely, but behind them where nothing is typed of a term.
                group = 3 if word in _BEGINNING else 0
                yield kind, group, Suggestion(word, len(details) - number, details[word])


def _item(expected: Expected, kind: Kind, suggestion: Suggestion) -> Item:
    text = suggestion.text
    if kind == "field":
        named = field_named(text)
        text = field_text(named) if named else text
    elif kind == "value" and (expected.mark or not is_bare_value(text)):
        text = quote(text, expected.mark or '"')
    return Item(text, kind, suggestion.detail)


def _rank(prefix: str, text: str) -> int | None:
    """How well a text goes on from a prefix: the less the better, None for not at all."""
    if text.startswith(prefix):
        return 0
    if prefix not in text:
        return None
    return 1 if re.search(rf"[./_\s-]{re.escape(prefix)}", text) else 2
