"""Every kind of replica, each made empty for one test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from runstone.model.home import Home
from runstone.sync.home_replica import HomeReplica
from runstone.sync.replica import Replica

Maker = Callable[[Path], Iterator[Replica]]


@contextmanager
def folder(place: Path) -> Iterator[Replica]:
    """Another home on this machine."""
    replica = HomeReplica(Home(place / "replica"))
    yield replica
    replica.close()


KINDS = {"folder": folder}
