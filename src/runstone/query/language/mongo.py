"""Filters as dicts in the manner of MongoDB, as scripts written for Weights & Biases have them.

{"config.lr.value": {"$lt": 0.01}, "$or": [{"tags": "baseline"}, {"display_name": {"$regex": "^res"}}]}
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from numbers import Integral, Real
from typing import Any

from runstone.model.errors import BadQuery
from runstone.query.language.fields import field_named, unknown_field
from runstone.query.language.parser import parse_filter
from runstone.query.language.stream import MAX_NESTING, MAX_TERMS, check_text, shown
from runstone.query.language.syntax import (
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
    Value,
)

_COMPARISONS: dict[str, Operator] = {"$eq": "=", "$ne": "!=", "$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}
_TESTS = (*_COMPARISONS, "$in", "$nin", "$exists", "$regex", "$not")
_JOINTS = ("$and", "$or", "$nor", "$not")
_LACKING = {
    "username": "user",
    "user": "user",
    "user.username": "user",
    "sweep": "sweep",
    "sweep.name": "sweep",
    "entity": "entity",
}
_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_LONGEST_INTEGER = 400


def parse(query: str | Mapping[str, Any]) -> Condition:
    """The condition that a filter says, in whichever of its forms: a text of the filter language, JSON (a text that begins with `{`) or a
    dict.

    Raises:
        BadQuery: it says none; it points into the text where there is one.
    """
    if not isinstance(query, str):
        return from_mongo(query)
    if not query.lstrip().startswith("{"):
        return parse_filter(query)
    return _Document(query).condition(_from_json(query))


def from_mongo(document: Mapping[str, Any]) -> Condition:
    """The condition that a dict says.

    `$and $or $nor $not`, `$eq $ne $gt $gte $lt $lte $in $nin $exists $regex`; a value by itself is `$eq`, several keys are joined by and.
    Fields are those of the filter language; `config.lr.value` is `config.lr`.

    Raises:
        BadQuery: it says none, or more than the limits allow.
    """
    return _Document(None).condition(document)


class _Document:
    """A dict while it is read, and the text that it came from, if any."""

    def __init__(self, text: str | None) -> None:
        self._text = text
        self._nesting = 0
        self._terms = 0

    def condition(self, document: Any) -> Condition:
        if not isinstance(document, Mapping):
            raise self._error(f"A dict of conditions is expected, not {_said(document)}.", document)
        self._deeper(document)
        terms = [self._entry(key, value) for key, value in document.items()]
        self._nesting -= 1
        return terms[0] if len(terms) == 1 else And(tuple(terms))

    def _entry(self, key: Any, value: Any) -> Condition:
        if not isinstance(key, str):
            raise self._error(f"A field is written as a text, not as {_said(key)}.", key)
        if key == "$not":
            return Not(self.condition(value))
        if key in _JOINTS:
            if not _is_list(value):
                raise self._error(f"{key} wants a list of conditions, not {_said(value)}.", key)
            terms = tuple([self.condition(term) for term in value])
            return And(terms) if key == "$and" else Or(terms) if key == "$or" else Not(Or(terms))
        if key.startswith("$"):
            raise self._error(f"{shown(key)} cannot stand here. Conditions are joined by {', '.join(_JOINTS)}.", key)
        return self._tests(self._field(key), value)

    def _tests(self, field: Field, value: Any) -> Condition:
        """What is said of a field: {"$gt": 1, "$lt": 2}, or a value by itself."""
        if not isinstance(value, Mapping):
            return self._test(field, "$eq", value)
        self._deeper(value)
        terms = [
            self._test(field, key, wanted) for key, wanted in value.items() if not self._is_plain_option(key, value)
        ]
        self._nesting -= 1
        return terms[0] if len(terms) == 1 else And(tuple(terms))

    def _is_plain_option(self, key: Any, tests: Mapping[str, Any]) -> bool:
        """Whether it is the option that patterns have anyway: upper and lower case are alike."""
        return key == "$options" and "$regex" in tests and tests[key] in ("", "i")

    def _test(self, field: Field, test: Any, wanted: Any) -> Condition:
        if test == "$not":
            return Not(self._tests(field, wanted))
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise self._error(f"There are more than {MAX_TERMS:,} conditions. A list, $in, is one.", test)
        if test in _COMPARISONS:
            value = self._value(wanted)
            if value.is_null and test not in ("$eq", "$ne"):
                raise self._error("null is neither more nor less than anything; use $eq or $ne.", test)
            return Compare(field, _COMPARISONS[test], value)
        if test in ("$in", "$nin"):
            if not _is_list(wanted):
                raise self._error(f"{test} wants a list of values, not {_said(wanted)}.", test)
            among = OneOf(field, tuple([self._value(value) for value in wanted]))
            return among if test == "$in" else Not(among)
        if test == "$exists":
            return Exists(field) if wanted else Not(Exists(field))
        if test == "$regex":
            if not isinstance(wanted, str):
                raise self._error(f"$regex wants a text, not {_said(wanted)}.", test)
            return Matches(field, self._checked(wanted), *self._place(wanted))
        raise self._error(f"{_said(test)} is no test of a field. There are {', '.join(_TESTS)}.", test)

    def _field(self, key: str) -> Field:
        if key in _LACKING:
            raise self._error(f"Runs have no {_LACKING[key]} here, so `{key}` cannot be asked for.", key)
        self._checked(key)
        start, end = self._place(key)
        source, *parts = key.split(".")
        if source == "config" and parts[1:2] == ["value"]:
            # Where there are values, dots lead into nested dicts; our flat keys have / there.
            key = f"config.{'/'.join([parts[0], *parts[2:]])}"
        return field_named(key, start, end) or unknown_field(key, self._text, start, end)

    def _value(self, value: Any) -> Value:
        place = self._place(value)
        if value is None:
            return Value("null", None, True, *place)
        if isinstance(value, bool):
            return Value(str(value).lower(), float(value), False, *place)
        if isinstance(value, Real):
            return Value(*_number(value), False, *place)
        if isinstance(value, str):
            return Value(self._checked(value), None, False, *place)
        if isinstance(value, date):
            return Value(value.isoformat(), None, False, *place)
        raise self._error(f"A field is compared with a number, a text, true, false or null, not {_said(value)}.", value)

    def _deeper(self, value: Any) -> None:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise self._error(f"More than {MAX_NESTING} levels lie in each other. Write it flatter.", value)

    def _checked(self, text: str) -> str:
        check_text(text, self._text)
        return text

    def _place(self, value: Any) -> tuple[int, int]:
        """Where a text or key stands in the JSON for the first time; all of it for what cannot be found."""
        if self._text is None:
            return 0, 0
        written = json.dumps(value, ensure_ascii=False) if isinstance(value, str | int | float) else ""
        at = self._text.find(written) if written else -1
        return (at, at + len(written)) if at >= 0 else (0, len(self._text))

    def _error(self, message: str, value: Any) -> BadQuery:
        """A BadQuery that points at a value, where there is a text."""
        return BadQuery(message) if self._text is None else BadQuery(message, self._text, *self._place(value))


def _from_json(text: str) -> Any:
    """What JSON says.

    Raises:
        BadQuery: it is none, lies too deep, or has a key twice in the same object.
    """
    check_text(text)
    # The decoder would recurse as deep as the text asks for.
    bare = _JSON_STRING.sub(lambda string: " " * len(string[0]), text)
    depth = 0
    for at, sign in enumerate(bare):
        depth += (sign in "[{") - (sign in "]}")
        if depth > 2 * MAX_NESTING:
            raise BadQuery(f"More than {2 * MAX_NESTING} brackets are open here. Write it flatter.", text, at, at + 1)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            ((twice, _),) = Counter([name for name, _ in pairs]).most_common(1)
            message = (
                f"{shown(twice)} stands twice in the same object, and only one would count. Join the two with $and."
            )
            raise BadQuery(message, text, *_Document(text)._place(twice))
        return found

    try:
        return json.loads(text, object_pairs_hook=once, parse_int=_integer)
    except json.JSONDecodeError as error:
        message = f"This is no JSON: {error.msg}. A filter that begins with {{ is read as JSON."
        raise BadQuery(message, text, min(error.pos, len(text))) from error


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) < _LONGEST_INTEGER else float(digits)


def _number(value: Any) -> tuple[str, float]:
    """A number as a text and as what it is compared with; one that no float can hold is infinite."""
    try:
        number = float(value)
    except OverflowError:
        number = math.inf if value > 0 else -math.inf
    return (str(int(value)) if isinstance(value, Integral) and math.isfinite(number) else repr(number)), number


def _is_list(value: Any) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str | bytes | Mapping)


def _said(value: Any) -> str:
    return shown(repr(value)) if isinstance(value, str) else "null" if value is None else f"a {type(value).__name__}"
