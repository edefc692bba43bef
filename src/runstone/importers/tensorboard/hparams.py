"""Hyperparameters: what the hparams plugin keeps in the metadata of a summary."""

from __future__ import annotations

from typing import Any

from runstone.importers.tensorboard.wire import Value, as_double, as_message, as_text, fields


def decode_hparams(content: memoryview) -> dict[str, Any]:
    """The names and values that a session began with; empty where the content is about something else (an experiment, the end of a session).

    Raises:
        Malformed: the bytes are none.
    """
    found: dict[str, Any] = {}
    for number, session in fields(content):
        if number == 3:
            for inner, entry in fields(as_message(session)):
                if inner == 1:
                    pair = dict(fields(as_message(entry)))
                    found[as_text(pair.get(1, memoryview(b"")))] = _plain(pair.get(2, memoryview(b"")))
    return found


def _plain(message: Value) -> Any:
    """A `google.protobuf.Value`."""
    plain: Any = None
    for number, value in fields(as_message(message)):
        if number == 2:
            plain = as_double(value)
            plain = int(plain) if plain.is_integer() and abs(plain) < 1 << 53 else plain
        elif number == 3:
            plain = as_text(value)
        elif number == 4:
            plain = bool(value)
        elif number == 6:
            plain = [_plain(item) for inner, item in fields(as_message(value)) if inner == 1]
    return plain
