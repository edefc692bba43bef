"""Every kind of replica, each made empty for one test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from remote_machine import shared_machine
from runstone.model.home import Home
from runstone.remote.address import parse_address
from runstone.sync.home_replica import HomeReplica
from runstone.sync.replica import Replica
from runstone.sync.s3_replica import S3Replica
from runstone.sync.server_replica import ServerReplica
from runstone.sync.ssh_replica import SshReplica
from servers import serving
from waiting import wait_until
from weed import ENVIRONMENT, WHY_NOT, made, new_bucket_name, shared_weed

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


@contextmanager
def ssh(place: Path) -> Iterator[Replica]:
    """A folder of another machine."""
    with patch.dict(os.environ, shared_machine().environment):
        replica = SshReplica(parse_address(f"ssh://elsewhere{place}/replica"))
        yield replica
        replica.close()


@contextmanager
def s3(place: Path) -> Iterator[Replica]:
    """A folder of a bucket."""
    boto3 = pytest.importorskip("boto3")
    if WHY_NOT:
        pytest.skip(WHY_NOT)
    with patch.dict(os.environ, {**ENVIRONMENT, "AWS_S3_ENDPOINT_URL": shared_weed()}):
        # A bucket takes a second to be made.
        client = boto3.client("s3", endpoint_url=shared_weed())
        wait_until(lambda: made(client, "replicas"))
        replica = S3Replica("replicas", new_bucket_name())
        yield replica
        replica.close()


KINDS = {"folder": folder, "server": server, "ssh": ssh, "s3": s3}
