"""Trees of the query language as tests compare them, and what every reader of a text promises."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, get_args

from hypothesis import strategies as st

from runstone.model.errors import BadQuery
from runstone.query.language.expression import Binary, BinaryOperator, Call, Expression, Metric, Negative, Number
from runstone.query.language.parser import to_value
from runstone.query.language.syntax import (
    METRIC_FIGURES,
    RUN_FIELDS,
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


def plain(tree: Any) -> Any:
    """A tree as it is compared: without its offsets, and with the names of its parts, for a NamedTuple equals any other of the same items."""
    if isinstance(tree, tuple) and hasattr(tree, "_asdict"):
        parts = [plain(part) for name, part in tree._asdict().items() if name not in ("start", "end")]
        return (type(tree).__name__, *parts)
    if isinstance(tree, float) and math.isnan(tree):
        return "not a number"
    return tuple(map(plain, tree)) if isinstance(tree, tuple) else tree


def is_read_or_pointed_at(read: Callable[[str], Any], text: str) -> bool:
    """Whether a text is read, or is refused by a BadQuery that points into it; anything else is raised."""
    try:
        read(text)
    except BadQuery as error:
        return (
            error.text == text and 0 <= (error.start or 0) <= (error.end or 0) <= len(text) and error.start is not None
        )
    return True


_numbers = st.floats(allow_nan=False)
_names = st.sampled_from(
    ["loss", "train/loss", "a-b", "a b", "5", "1e3", "nan", "a`\\b", "+", "größe", ".5x", "x."]
) | st.text(min_size=1, max_size=5)
expressions: st.SearchStrategy[Expression] = st.recursive(
    st.builds(Number, _numbers) | st.builds(Metric, _names),
    lambda inner: (
        st.builds(Negative, inner)
        | st.builds(Binary, st.sampled_from(get_args(BinaryOperator)), inner, inner)
        | st.builds(Call, st.sampled_from(["ema", "log10", "f_2"]), st.lists(inner, max_size=3).map(tuple))
    ),
    max_leaves=12,
)

_words = st.sampled_from(
    [
        "adam",
        "resnet-50",
        "2h",
        "and",
        "NOT",
        "in",
        "exists",
        "null",
        "true",
        "5",
        "-1e3",
        "nan",
        "config.lr",
        "a b",
        "'",
        '"',
        "\\",
        "",
    ]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
_keys = _words.filter(bool)
_fields = (
    st.sampled_from(RUN_FIELDS).map(lambda name: Field("run", name))
    | st.builds(lambda source, key: Field(source, key), st.sampled_from(["config", "summary"]), _keys)
    | st.builds(lambda key, figure: Field("metrics", f"{key}.{figure}"), _keys, st.sampled_from(METRIC_FIGURES))
)
_values = (
    st.just(Value("null", None, True))
    | _words.map(Value)
    | (_words | (st.integers() | st.floats(allow_nan=False)).map(str))
    .map(to_value)
    .filter(lambda value: value.number is not None)
)
_never_null = _values.filter(lambda value: not value.is_null)
conditions: st.SearchStrategy[Condition] = st.recursive(
    st.builds(Compare, _fields, st.sampled_from(["=", "!="]), _values)
    | st.builds(Compare, _fields, st.sampled_from(get_args(Operator)), _never_null)
    | st.builds(OneOf, _fields, st.lists(_values, max_size=3).map(tuple))
    | st.builds(lambda field, pattern: Matches(field, pattern), st.none() | _fields, _words)
    | st.builds(Exists, _fields)
    | st.builds(Text, _words),
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(And, st.lists(inner, max_size=3).map(tuple))
        | st.builds(Or, st.lists(inner, max_size=3).map(tuple))
    ),
    max_leaves=12,
)
