"""The handler that brings what `logging` says into the console of a run."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from runstone.compat.runicorn.active import get_active_run

if TYPE_CHECKING:
    from runstone.compat.runicorn.run import Run

# Without a time: each line of a run's console has one already.
DEFAULT_FORMAT = "%(levelname)s | %(name)s | %(message)s"


class RunicornLoggingHandler(logging.Handler):
    """Writes records into the console of a run. What comes when none is open is dropped."""

    def __init__(self, run: Run | None = None, level: int | str = logging.INFO, fmt: str | None = None) -> None:
        """
        Args:
            run: the run; by default the one that is active when a record comes.
            level: the least that is written.
            fmt: of `logging.Formatter`; by default level, logger and message.
        """
        super().__init__(level)
        self._run = run
        self.setFormatter(logging.Formatter(fmt or DEFAULT_FORMAT))

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        run = self._run or get_active_run()
        if run is None or run.run.closed:
            return
        try:
            text = self.format(record)
        except (TypeError, ValueError, KeyError):  # a message whose arguments do not fit
            self.handleError(record)
            return
        run.run.write_logs(text)
