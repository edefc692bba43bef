"""Events: what one record of an event file holds."""

from __future__ import annotations

from typing import NamedTuple

from runstone.importers.tensorboard.graph import decode_graph
from runstone.importers.tensorboard.summary import SummaryDecoder
from runstone.importers.tensorboard.values import AnyValue, Graph
from runstone.importers.tensorboard.wire import Malformed, as_double, as_message, as_signed, fields

_SESSION_START = 1


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
