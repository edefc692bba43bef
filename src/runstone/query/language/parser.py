"""From the text of a filter to its tree.

any    = all { ("or" | "||") all }
all    = term { ["and" | "&&"] term }
term   = ("not" | "!") term | "(" [any] ")" | exists "(" field ")" | ["!"] "~" pattern | words | test
test   = field compare value | field ["not"] in "(" [value {"," value}] ")" | field ["!"] "~" pattern
       | value compare field [compare value]
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, NoReturn, get_args

from runstone.query.language.fields import field_named, unknown_field
from runstone.query.language.stream import TokenStream, shown
from runstone.query.language.syntax import (
    EVERYTHING,
    And,
    Compare,
    Condition,
    Exists,
    Field,
    Matches,
    Not,
    OneOf,
    Operator,
    Or,
    Text,
    Value,
)
from runstone.query.language.tokens import FILTER, Token, is_word, to_number

OPERATORS: dict[str, Operator] = {sign: sign for sign in get_args(Operator)} | {"==": "=", "<>": "!="}
KEYWORDS = frozenset({"and", "or", "not", "in"})
_MIRRORED: dict[Operator, Operator] = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Vocabulary(NamedTuple):
    """What fields there are: `find` gives that of a name, or None; `unknown` raises a BadQuery that says which there are. `start` and `end` are
    where in the text the name stands."""

    find: Callable[[str, int, int], Field | None]
    unknown: Callable[[str, str | None, int, int], NoReturn]


FIELDS_OF_RUNS = Vocabulary(field_named, unknown_field)


def parse_filter(text: str, vocabulary: Vocabulary = FIELDS_OF_RUNS) -> Condition:
    """The condition that a text says; of an empty text, everything.

    Args:
        text: the filter.
        vocabulary: what fields it may speak of.

    Raises:
        BadQuery: the text says none, or more than the limits allow; it points at the place.
    """
    stream = TokenStream(text, FILTER)
    if stream.at_end:
        return EVERYTHING
    condition = _Filter(stream, vocabulary).condition()
    stream.finish("A condition, `and` or `or` is expected")
    return condition


def to_value(text: str, start: int = 0, end: int = 0) -> Value:
    """The value that a bare word says."""
    word = text.lower()
    number = {"true": 1.0, "false": 0.0}.get(word)
    return Value(text, to_number(text) if number is None else number, word == "null", start, end)


def is_bare_value(text: str) -> bool:
    """Whether a text can stand as a value without quotes and is still read as a text or number."""
    return is_word(text, FILTER) and text.lower() not in KEYWORDS | {"null"} and not _is_field_with_key(text)


def _is_field_with_key(text: str) -> bool:
    return "." in text and field_named(text) is not None


def is_value(token: Token) -> bool:
    """Whether what stands before a comparison is a value: no field begins like a number or date."""
    is_number = to_number(token.text) is not None or token.text[:1] in tuple("+-.0123456789")
    return token.kind == "quoted" or (token.kind == "word" and is_number)


class _Filter:
    """A filter while it is read."""

    def __init__(self, stream: TokenStream, vocabulary: Vocabulary) -> None:
        self._stream = stream
        self._vocabulary = vocabulary

    def condition(self) -> Condition:
        terms = [self._all()]
        while self._take_word("or") or self._stream.take_sign("||"):
            terms.append(self._all())
        return terms[0] if len(terms) == 1 else Or(tuple(terms))

    def _all(self) -> Condition:
        terms = [self._term()]
        while True:
            if self._take_word("and") or self._stream.take_sign("&&") or self._begins_term():
                terms.append(self._term())
            else:
                return terms[0] if len(terms) == 1 else And(tuple(terms))

    def _begins_term(self) -> bool:
        token = self._stream.current
        if token.kind == "sign":
            return token.text in ("(", "!", "~", "!~")
        return token.kind != "end" and not self._is_word("or")

    def _term(self) -> Condition:
        stream = self._stream
        token = stream.current
        if self._is_word("not") or stream.is_sign("!"):
            with stream.nested(stream.advance()):
                return Not(self._term())
        if stream.is_sign("("):
            with stream.nested(stream.advance()):
                condition: Condition = EVERYTHING if stream.is_sign(")") else self.condition()
            self._close("to close the parenthesis")
            return condition
        stream.count_term(token)
        if stream.is_sign("~", "!~"):
            return self._matches(None)
        if self._is_word("exists") and stream.following.kind == "sign" and stream.following.text == "(":
            stream.advance()
            stream.advance()
            field = self._field("in `exists(…)`")
            self._close("after the field of `exists(…)`")
            return Exists(field)
        if stream.at_end or token.kind == "sign" or self._is_word(*KEYWORDS):
            stream.fail("A condition is expected: a field and what it is compared with, or a word to look for")
        return self._test()

    def _test(self) -> Condition:
        """A field and what is said of it, or a word by itself."""
        stream = self._stream
        subject = stream.advance()
        compares = stream.is_sign(*OPERATORS)
        lists = self._is_word("in") or (
            self._is_word("not") and stream.following.kind == "word" and stream.following.text.lower() == "in"
        )
        if not (compares or lists or stream.is_sign("~", "!~")):
            return Text(subject.text)
        if compares and is_value(subject):
            return self._value_first(subject)
        field = self._named(subject)
        if compares:
            return self._compare(field)
        return self._one_of(field) if lists else self._matches(field)

    def _compare(self, field: Field) -> Compare:
        sign = self._stream.advance()
        value = self._value(f"after `{sign.text}`")
        if value.is_null and OPERATORS[sign.text] not in ("=", "!="):
            raise self._stream.error("null is neither more nor less than anything; compare it with = or !=.", sign)
        return Compare(field, OPERATORS[sign.text], value)

    def _value_first(self, subject: Token) -> Condition:
        """`0.1 < config.lr`, and on to `0.1 < config.lr < 0.5`."""
        stream = self._stream
        sign = stream.advance()
        if stream.current.kind not in ("word", "name"):
            stream.fail(f"One side of `{sign.text}` must be a field")
        field = self._named(stream.advance())
        first = Compare(field, _MIRRORED[OPERATORS[sign.text]], self._said(subject))
        if stream.is_sign(*OPERATORS):
            stream.count_term(stream.current)
            return And((first, self._compare(field)))
        return first

    def _one_of(self, field: Field) -> Condition:
        stream = self._stream
        negated = self._take_word("not")
        stream.advance()
        stream.expect_sign("(", "after `in`, before a list of values")
        values: list[Value] = []
        while not values or stream.take_sign(","):
            if not values and stream.is_sign(")"):
                break
            values.append(self._value("in the list"))
        self._close("or `,` after a value of the list")
        condition = OneOf(field, tuple(values))
        return Not(condition) if negated else condition

    def _matches(self, field: Field | None) -> Condition:
        sign = self._stream.advance()
        if self._stream.current.kind not in ("word", "name", "quoted"):
            self._stream.fail(f"A pattern in quotes is expected after `{sign.text}`")
        pattern = self._stream.advance()
        condition = Matches(field, pattern.text, pattern.start, pattern.end)
        return condition if sign.text == "~" else Not(condition)

    def _field(self, where: str) -> Field:
        if self._stream.current.kind not in ("word", "name"):
            self._stream.fail(f"A field is expected {where}")
        return self._named(self._stream.advance())

    def _named(self, token: Token) -> Field:
        found = self._vocabulary.find(token.text, token.start, token.end)
        return found or self._vocabulary.unknown(token.text, self._stream.text, token.start, token.end)

    def _value(self, where: str) -> Value:
        token = self._stream.current
        if token.kind not in ("word", "name", "quoted") or self._is_word(*KEYWORDS):
            self._stream.fail(f"A value is expected {where}")
        return self._said(self._stream.advance())

    def _said(self, token: Token) -> Value:
        is_run_field = self._vocabulary is FIELDS_OF_RUNS and _is_field_with_key(token.text)
        if token.kind != "quoted" and is_run_field:
            raise self._stream.error(
                f"A field is compared with a value, and {shown(token.text)} is a field. Put it in quotes if it is a text.",
                token,
            )
        if token.kind == "word":
            return to_value(token.text, token.start, token.end)
        return Value(token.text, None, False, token.start, token.end)

    def _close(self, why: str) -> None:
        self._stream.expect_sign(")", why)

    def _is_word(self, *words: str) -> bool:
        token = self._stream.current
        return token.kind == "word" and token.text.lower() in words

    def _take_word(self, word: str) -> bool:
        found = self._is_word(word)
        if found:
            self._stream.advance()
        return found
