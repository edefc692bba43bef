"""Trees of the query language as tests compare them, and what every reader of a text promises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from hypothesis import strategies as st

from runstone.model.errors import BadQuery
from runstone.query.language.expression import Binary, BinaryOperator, Call, Expression, Metric, Negative, Number


def plain(tree: Any) -> Any:
    """A tree without its offsets."""
    if isinstance(tree, tuple) and hasattr(tree, "_fields"):
        parts = (0 if name in ("start", "end") else plain(part) for name, part in zip(tree._fields, tree, strict=True))
        return type(tree)(*parts)
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
