"""References to S3, against a real server on this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import runstone as rs
from runstone.artifacts.artifact import Artifact
from runstone.model.errors import BlobDamaged, ServerUnusable
from runstone.model.home import Home
from weed import ENVIRONMENT, WHY_NOT, made, new_bucket_name, weed

boto3 = pytest.importorskip("boto3")
pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "it is there")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with weed(tmp_path_factory.mktemp("weed")) as url:
        yield url


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch, eventually: Callable[..., Any]) -> Any:
    monkeypatch.setenv("AWS_S3_ENDPOINT_URL", endpoint)
    for variable, value in ENVIRONMENT.items():
        monkeypatch.setenv(variable, value)
    client = boto3.client("s3", endpoint_url=endpoint)
    name = new_bucket_name()
    eventually(lambda: made(client, name), 60)
    return boto3.resource("s3", endpoint_url=endpoint).Bucket(name)


def test_a_prefix_is_recorded_downloaded_and_verified(
    bucket: Any, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNSTONE_ARTIFACT_CACHE_BYTES", "0")
    for key, data in (("data/a.txt", b"one"), ("data/deep/b.bin", b"2" * 3_000_000), ("data2/c", b"other")):
        bucket.put_object(Key=key, Body=data)
    with rs.init("p") as run:
        artifact = rs.Artifact("far", type="dataset")
        artifact.add_reference(f"s3://{bucket.name}/data")
        run.log_artifact(artifact)
        assert [(file.path, file.size_bytes) for file in artifact.files()] == [("a.txt", 3), ("deep/b.bin", 3_000_000)]
        assert artifact.get_entry("a.txt").digest == "f97c5d29941bfb1b2fdab0874906ab82"  # the ETag, as W&B takes it
        assert not list(home.blobs_path.glob("??/*")) or artifact.size == 3_000_003
        out = Path(artifact.download(tmp_path / "out"))
        assert (out / "deep" / "b.bin").read_bytes() == b"2" * 3_000_000
        artifact.verify(out)
        artifact.verify()
        (out / "a.txt").write_bytes(b"two")
        assert [(fault.path, fault.kind) for fault in artifact.faults(out)] == [("a.txt", "changed")]

        bucket.put_object(Key="data/a.txt", Body=b"new")
        bucket.Object("data/deep/b.bin").delete()
        assert [(fault.path, fault.kind) for fault in artifact.faults()] == [
            ("a.txt", "changed"),
            ("deep/b.bin", "missing"),
        ]
        with pytest.raises(BlobDamaged, match="another object than the one that was logged"):
            artifact.get_entry("a.txt").download(tmp_path / "again")
        with pytest.raises(BlobDamaged, match="gone"):
            artifact.get_entry("deep/b.bin").download(tmp_path / "again")
        assert not list((tmp_path / "again").rglob("*.*"))


def test_what_changes_is_a_new_version(bucket: Any, home: Home) -> None:
    found = []
    for data in (b"1", b"1", b"2"):
        bucket.put_object(Key="model.bin", Body=data)
        with rs.init("p") as run:
            artifact = rs.Artifact("model", type="model")
            artifact.add_reference(f"s3://{bucket.name}/model.bin", "weights")
            found.append(run.log_artifact(artifact).version)
    assert found == ["v0", "v0", "v1"]


def test_an_object_of_several_parts(bucket: Any, home: Home, tmp_path: Path) -> None:
    data = os.urandom(6 << 20)
    upload = bucket.Object("large").initiate_multipart_upload()
    parts = []
    for number, first in enumerate((0, 5 << 20), 1):
        part = upload.Part(number).upload(Body=data[first : first + (5 << 20)])
        parts.append({"PartNumber": number, "ETag": part["ETag"]})
    upload.complete(MultipartUpload={"Parts": parts})
    artifact = Artifact("x", "dataset", home=home)
    (file,) = artifact.add_reference(f"s3://{bucket.name}/large")
    assert Path(file.download(tmp_path)).read_bytes() == data


def test_errors_say_what_to_do(bucket: Any, home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    artifact = Artifact("x", "dataset", home=home)
    with pytest.raises(rs.BadValue, match="Nothing lies at s3://"):
        artifact.add_reference(f"s3://{bucket.name}/nothing")
    with pytest.raises(BlobDamaged, match="its bucket is"):
        artifact.add_reference("s3://no-such-bucket-here/x/")
    for number in range(3):
        bucket.put_object(Key=f"many/{number}", Body=b"")
    with pytest.raises(rs.BadValue, match="more than 2 files"):
        artifact.add_reference(f"s3://{bucket.name}/many", max_objects=2)
    monkeypatch.setenv("AWS_S3_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(ServerUnusable, match="cannot be read"):
        artifact.add_reference(f"s3://{bucket.name}/many")
