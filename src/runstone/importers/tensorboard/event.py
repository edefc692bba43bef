"""Events: what one record of an event file holds."""

from __future__ import annotations

import struct
from typing import NamedTuple

from runstone.importers.tensorboard.graph import decode_graph
from runstone.importers.tensorboard.summary import SummaryDecoder
from runstone.importers.tensorboard.values import AnyValue, Graph, Scalar
from runstone.importers.tensorboard.wire import Malformed, as_double, as_message, as_signed, fields

_SESSION_START = 1
_DOUBLE, _FLOAT = struct.Struct("<d"), struct.Struct("<f")


class Event(NamedTuple):
    """What was written at one moment.

    `wall_time_secs` and `step` are as they were written. `restarted`: the training began anew at this step, and what earlier files hold from it on is
    void. `faults` says in words what could not be read.
    """

    wall_time_secs: float
    step: int
    values: list[tuple[str, AnyValue]]
    restarted: bool
    faults: list[str]


class EventDecoder:
    """Decodes the events of one folder, in the order in which they were written."""

    def __init__(self) -> None:
        self._summaries = SummaryDecoder()

    def decode(self, record: bytes) -> Event:
        """The event of a record. What cannot be read of it costs itself alone, and stands in `faults`."""
        return _one_scalar(record) or self._decode(record)

    def _decode(self, record: bytes) -> Event:
        wall_time_secs, step, restarted = 0.0, 0, False
        values: list[tuple[str, AnyValue]] = []
        faults: list[str] = []
        try:
            for number, value in fields(memoryview(record)):
                if number == 1:
                    wall_time_secs = as_double(value)
                elif number == 2:
                    step = as_signed(value)
                elif number == 5:
                    for inner, summary in fields(as_message(value)):
                        if inner == 1:
                            self._take(as_message(summary), values, faults)
                elif number == 4:
                    values.append(("graph", Graph(decode_graph(as_message(value)))))
                elif number == 7:
                    restarted = dict(fields(as_message(value))).get(1) == _SESSION_START
        except Malformed as fault:
            faults.append(str(fault))
        return Event(wall_time_secs, step, values, restarted, faults)

    def _take(self, summary: memoryview, values: list[tuple[str, AnyValue]], faults: list[str]) -> None:
        try:
            values.append(self._summaries.decode(summary))
        except Malformed as fault:
            faults.append(str(fault))


def _one_scalar(record: bytes) -> Event | None:
    """The event of a record that is laid out as nearly all of them are: a time, a step, and one value, a plain number. None of others."""
    try:
        if record[0] != 0x09 or record[9] != 0x10:
            return None
        step = shift = 0
        at = 10
        while True:
            byte = record[at]
            at += 1
            step |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
        # The summary, its only value, the tag, each with a length of one byte, and the number: nothing else.
        end, tag_end = len(record), at + 6 + record[at + 5]
        if (
            (record[at], record[at + 2], record[at + 4]) != (0x2A, 0x0A, 0x0A)
            or (at + 2 + record[at + 1], at + 4 + record[at + 3], tag_end + 5) != (end, end, end)
            or end - at > 0x7F
            or record[tag_end] != 0x15
            or step >> 63
        ):
            return None
        (time,), (value,) = _DOUBLE.unpack_from(record, 1), _FLOAT.unpack_from(record, tag_end + 1)
    except IndexError:
        return None
    return Event(time, step, [(record[at + 6 : tag_end].decode("utf-8", "replace"), Scalar(value))], False, [])
