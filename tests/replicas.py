"""Every kind of replica, each made empty for one test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from runstone.model.home import Home
from runstone.sync.home_replica import HomeReplica
from runstone.sync.replica import Replica
from runstone.sync.server_replica import ServerReplica
from servers import serving

Maker = Callable[[Path], Iterator[Replica]]


@contextmanager
def folder(place: Path) -> Iterator[Replica]:
    """Another home on this machine."""
    replica = HomeReplica(Home(place / "replica"))
    yield replica
    replica.close()


@contextmanager
def server(place: Path) -> Iterator[Replica]:
    """A server of a home."""
    with serving(Home(place / "replica")) as url:
        replica = ServerReplica(url)
        yield replica
        replica.close()


KINDS = {"folder": folder, "server": server}
