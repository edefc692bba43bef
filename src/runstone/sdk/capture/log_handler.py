"""The handler that brings what `logging` says into the console of a run, with its level and the name of its logger."""

from __future__ import annotations

import logging
from typing import Protocol

from runstone.model.log_level import LogLevel, level_of_number

# Without a time: each line of a run's console has one already.
DEFAULT_FORMAT = "%(levelname)s | %(name)s | %(message)s"


class Console(Protocol):
    """A run, as far as the handler needs it."""

    @property
    def closed(self) -> bool: ...

    def write_logs(self, text: str, *, level: LogLevel | None = None, logger: str | None = None) -> None: ...


class LogHandler(logging.Handler):
    """Writes records into the console of a run. What comes when there is none, or when it is over, is dropped."""

    def __init__(self, run: Console | None, level: int | str = logging.INFO, fmt: str | None = None) -> None:
        """
        Args:
            run: where it writes; None where `find` says so at each record.
            level: the least that is written.
            fmt: of `logging.Formatter`; by default level, logger and message.
        """
        super().__init__(level)
        self._run = run
        self.setFormatter(logging.Formatter(fmt or DEFAULT_FORMAT))

    def find(self) -> Console | None:
        """The run that a record goes to."""
        return self._run

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        run = self.find()
        if run is None or run.closed:
            return
        try:
            text = self.format(record)
        except (TypeError, ValueError, KeyError):  # a message whose arguments do not fit
            self.handleError(record)
            return
        run.write_logs(text, level=level_of_number(record.levelno), logger=record.name)
