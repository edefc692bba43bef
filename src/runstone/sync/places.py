"""Places that a home is brought to, or taken from, by what people call them."""

from __future__ import annotations

import os
from pathlib import Path

from runstone.model.errors import BadValue
from runstone.model.home import Home
from runstone.remote.address import is_remote_address, parse_address
from runstone.sync.home_replica import HomeReplica
from runstone.sync.replica import Replica


def open_place(place: str) -> Replica:
    """The replica at a place.

    Args:
        place: a folder, `ssh://user@host/path`, `s3://bucket/folder`, or the URL of a server.

    Raises:
        BadValue: it is none of these.
        ServerUnusable: it cannot be reached.
        MissingDependency: a package is not there that it needs.
    """
    if is_remote_address(place):
        from runstone.sync.ssh_replica import SshReplica

        return SshReplica(parse_address(place))
    if place.startswith("s3://"):
        from runstone.sync.s3_replica import S3Replica

        bucket, _, prefix = place.removeprefix("s3://").partition("/")
        if not bucket:
            raise BadValue(f"{place!r} names no bucket. Write s3://bucket/folder.")
        return S3Replica(bucket, prefix)
    if place.startswith(("http://", "https://")):
        from runstone.sync.server_replica import ServerReplica

        return ServerReplica(place)
    if "://" in place:
        raise BadValue(
            f"{place!r} is no place to sync with. Write a folder, ssh://user@host/path, s3://bucket/folder or a server's URL."
        )
    return HomeReplica(Home(os.path.abspath(Path(place).expanduser())))
