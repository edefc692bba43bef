"""What is logged, read back as a user reads it."""

from __future__ import annotations

from typing import Any

import pytest

import runstone as rs
from reading import LogAll, LogOne
from runstone.api import StoredMedia
from runstone.model.home import Home


@pytest.fixture
def log_all(home: Home) -> LogAll:
    """Log a value in a run of its own, and read what comes of it."""

    def log(value: Any) -> list[StoredMedia]:
        with rs.init("p") as run:
            run.log({"it": value}, step=3)
        return rs.Api(home.path).run(run.id).media("it", 3)

    return log


@pytest.fixture
def log_one(log_all: LogAll) -> LogOne:
    """The same, of what is one item."""

    def log(value: Any) -> StoredMedia:
        (item,) = log_all(value)
        return item

    return log
