"""The handler that brings what `logging` says into the console of a run, in Runicorn's words."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from runstone.compat.runicorn.active import get_active_run
from runstone.sdk.capture.log_handler import Console, LogHandler

if TYPE_CHECKING:
    from runstone.compat.runicorn.run import Run


class RunicornLoggingHandler(LogHandler):
    """Writes records into the console of a run, by default that which is active when a record comes. What comes when none is open is dropped."""

    def __init__(self, run: Run | None = None, level: int | str = logging.INFO, fmt: str | None = None) -> None:
        """
        Args:
            run: the run; by default the one that is active when a record comes.
            level: the least that is written.
            fmt: of `logging.Formatter`; by default level, logger and message.
        """
        super().__init__(None, level, fmt)
        self._given = run

    def find(self) -> Console | None:
        """The run that a record goes to."""
        run = self._given or get_active_run()
        return None if run is None else run.run
