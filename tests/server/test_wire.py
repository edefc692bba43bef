"""Answers as JSON."""

from __future__ import annotations

import math
import struct

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from runstone.model.values import to_json
from runstone.server.wire import encode

# Numbers whose bytes could be taken for those of a NaN, and texts that hold them.
ODD = [
    struct.unpack(">d", b"\x40\xcb\x7f\xf0\x00\x00\x00\x00")[0],
    2**63,
    2**70,
    -1,
    "\xcb\x7f\xf0",
    math.nan,
    math.inf,
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(ODD),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


class Answer(msgspec.Struct):
    """Anything, as answers have it."""

    found: object


@given(VALUES)
def test_an_answer_keeps_numbers_that_json_has_no_word_for(value: object) -> None:
    naive = msgspec.json.encode({"found": to_json(value)})
    assert encode(Answer(value)) == naive
