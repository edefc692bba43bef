"""A package that was changed, by an accident or by somebody, is refused by name, and nothing of it is left behind."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homes import files
from recorder import Recorder
from runstone.blobs.store import BlobStore
from runstone.index.index import Index
from runstone.journal import frames, seal
from runstone.model.errors import FormatTooNew, HomeUnusable, PackageDamaged, RunstoneError
from runstone.model.home import Home
from runstone.model.records import MediaLogged
from runstone.sync import receiving
from runstone.sync.receiving import unpack
from runstone.sync.sending import pack

WRITER = "0123456789a-abcdef"


class Forged:
    """A package that is written as its maker likes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.members: list[tuple[str, bytes]] = []
        self.manifest: dict[str, Any] = {
            "runs": ["r"],
            "members": [],
            "missing_blobs": [],
            "format": "runstone-package",
            "version": 1,
        }

    def add(self, name: str, data: bytes, **changes: object) -> Forged:
        """A member, with its line in the manifest, where some words may be lies."""
        self.members.append((name, data))
        line = {"name": name, "size_bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        self.manifest["members"].append({**line, **changes})
        return self

    def write(self, method: int = zipfile.ZIP_STORED, attr: int = 0) -> Path:
        """The file."""
        with zipfile.ZipFile(self.path, "w") as package:
            for name, data in self.members:
                info = zipfile.ZipInfo(name)
                info.compress_type, info.external_attr = method, attr << 16
                package.writestr(info, data)
            package.writestr("manifest.json", json.dumps(self.manifest))
        return self.path


def journal(*events: dict[str, Any], run: str = "r", writer: str = WRITER) -> bytes:
    """A journal of the given events."""
    opened = {"is": "opened", "time": 1, "run": run, "writer": writer}
    payloads = [msgspec.msgpack.encode(event) for event in (opened, *events)]
    return frames.MAGIC + b"".join(frames.frame(frames.Kind.EVENT, payload) for payload in payloads)


STARTED = {"is": "started", "time": 2, "number": 1, "display_id": "P-1", "project": "p", "name": "n"}


@pytest.fixture
def forge(tmp_path: Path) -> Forged:
    return Forged(tmp_path / "forged.runstone")


def refused(
    home: Home, package: Path, why: str = "Nothing was changed", kind: type[Exception] = PackageDamaged
) -> None:
    """Unpacking fails, says which file and why, and leaves a home alone, whether there is one or not."""
    with pytest.raises(kind, match=why) as caught:
        unpack(home, package)
    assert kind is not PackageDamaged or package.name in str(caught.value)
    assert not home.path.exists()


def test_an_honest_one_of_the_same_making_comes_in(home: Home, forge: Forged) -> None:
    assert unpack(home, forge.add(f"runs/r/{WRITER}.journal", journal(STARTED)).write()).runs[0].display_id == "P-1"


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/evil",
        "runs/../evil",
        f"runs/../{WRITER}.journal",
        f"runs/%2E%2E/../{WRITER}.journal",
        f"runs/r/../../{WRITER}.journal",
        "runs/r/evil.journal",
        f"runs/r/{WRITER}.sealing",
        f"runs/%72/{WRITER}.journal",
        f"runs/%zz/{WRITER}.journal",
        f"runs\\r\\{WRITER}.journal",
        "blobs/ab/../../evil",
        "blobs/00/" + "0" * 64,
        "registry",
        "runs/r/",
        "",
    ],
)
def test_names_that_lead_elsewhere(home: Home, forge: Forged, name: str, tmp_path: Path) -> None:
    forge.add(f"runs/r/{WRITER}.journal", journal(STARTED)).add(name, b"evil")
    refused(home, forge.write())
    assert {path.name for path in tmp_path.iterdir()} == {"forged.runstone"}


@pytest.mark.parametrize("run", ["..", "7", "CVR-42", " r", "", "a" * 129, "\u0007"])
def test_runs_that_cannot_be_called_so(home: Home, forge: Forged, run: str) -> None:
    forge.manifest["runs"] = [run]
    refused(home, forge.add(f"runs/r/{WRITER}.journal", journal(STARTED)).write())


def test_symlinks(home: Home, forge: Forged) -> None:
    forge.add(f"runs/r/{WRITER}.journal", b"/etc/passwd")
    refused(home, forge.write(attr=stat.S_IFLNK | 0o777), "no plain file")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice(home: Home, forge: Forged) -> None:
    name = f"runs/r/{WRITER}.journal"
    refused(home, forge.add(name, journal(STARTED)).add(name, journal()).write(), "twice")


def test_one_journal_in_two_forms(home: Home, forge: Forged) -> None:
    forge.add(f"runs/r/{WRITER}.journal", journal(STARTED)).add(f"runs/r/{WRITER}.sealed", b"x")
    refused(home, forge.write(), "twice")


@pytest.mark.parametrize("size_bytes", [0, 10, 1 << 40, -1])
def test_sizes_that_lie(home: Home, forge: Forged, size_bytes: int) -> None:
    refused(home, forge.add(f"runs/r/{WRITER}.journal", journal(STARTED), size_bytes=size_bytes).write())


@pytest.mark.parametrize("field", [22, 20])
def test_a_directory_that_lies_about_sizes(home: Home, forge: Forged, field: int) -> None:
    """A bomb: small in the ZIP's directory, large when it is taken out; or reaching into what follows."""
    data = journal(STARTED, {"is": "heartbeat", "time": 3, "pad": "x" * 100_000})
    forge.add(f"runs/r/{WRITER}.journal", data, size_bytes=100)
    path = forge.write(zipfile.ZIP_DEFLATED)
    raw = bytearray(path.read_bytes())
    entry = raw.find(b"PK\x01\x02")
    raw[entry + field + 2 : entry + field + 6] = struct.pack("<I", 100)
    path.write_bytes(raw)
    refused(home, path)


def test_what_would_become_larger_than_any_journal_that_is_packed_so(
    home: Home, forge: Forged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runstone.sync.package.MAX_DEFLATED_BYTES", 1000)
    forge.add(f"runs/r/{WRITER}.journal", journal(STARTED) + bytes(5000))
    refused(home, forge.write(zipfile.ZIP_DEFLATED), "larger")


def test_no_space(home: Home, forge: Forged, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")._replace(free=10)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    refused(home, forge.add(f"runs/r/{WRITER}.journal", journal(STARTED)).write(), kind=HomeUnusable)


def test_a_member_of_which_the_manifest_says_nothing(home: Home, forge: Forged) -> None:
    forge.add(f"runs/r/{WRITER}.journal", journal(STARTED))
    forge.members.append(("readme.txt", b"hello"))
    refused(home, forge.write(), "says nothing")


def test_a_member_that_is_missing(home: Home, forge: Forged) -> None:
    forge.add(f"runs/r/{WRITER}.journal", journal(STARTED)).members.clear()
    refused(home, forge.write(), "lacks")


def test_a_blob_under_another_hash(home: Home, forge: Forged) -> None:
    forge.add(f"runs/r/{WRITER}.journal", journal(STARTED))
    sha256 = hashlib.sha256(b"good").hexdigest()
    refused(home, forge.add(f"blobs/{sha256[:2]}/{sha256}", b"evil", sha256=sha256).write(), "checksum")


def test_a_later_version(home: Home, forge: Forged) -> None:
    forge.manifest["version"] = 4
    refused(home, forge.write(), "update", FormatTooNew)


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ({**STARTED, "number": 2**64 - 1}, "int64"),
        ({**STARTED, "time": 2**63}, "int64"),
        ({**STARTED, "project": "../.."}, "Project"),
        ({"is": "described", "time": 3, "project": "a/../b"}, "Project"),
        ({"is": "config", "time": 3, "changes": {"a": {7: 1}}}, "no texts"),
        ({"is": "config", "time": 3, "changes": {"a": 2**64 - 1}}, "int64"),
        (
            {"is": "media", "time": 3, "key": "k", "step": 0, "type": "image", "sha256": "../../../etc/passwd",
             "size_bytes": 1, "mime": "image/png"},
            "names a blob",
        ),
    ],
)  # fmt: skip
def test_records_that_would_trouble_a_reader(home: Home, forge: Forged, event: dict[str, Any], why: str) -> None:
    refused(home, forge.add(f"runs/r/{WRITER}.journal", journal(STARTED, event)).write(), why)


def test_a_config_deeper_than_the_stack(home: Home, forge: Forged) -> None:
    deep: dict[str, Any] = {}
    for _ in range(200):
        deep = {"a": deep}
    event = {"is": "config", "time": 3, "changes": deep}
    refused(home, forge.add(f"runs/r/{WRITER}.journal", journal(STARTED, event)).write(), "deep")


@pytest.mark.parametrize(
    "frame",
    [
        frames.frame(frames.Kind.ROW, b"abc"),
        frames.frame(frames.Kind.LAYOUT, b"abc"),
        frames.frame(frames.Kind.NAMES, b"\0\0\0\0\xc1"),
        frames.frame(frames.Kind.EVENT, b"\xc1"),
        frames.frame(frames.Kind.ROW, bytes(20)),
        b"half a frame",
    ],
)
def test_frames_that_no_writer_writes(home: Home, forge: Forged, frame: bytes) -> None:
    package = forge.add(f"runs/r/{WRITER}.journal", journal(STARTED) + frame).write()
    try:
        unpack(home, package)
    except PackageDamaged:
        assert not home.path.exists()
    else:
        index = Index(home)
        index.refresh(10)
        index.close()


@pytest.mark.parametrize(
    "data",
    [b"", frames.MAGIC, b"no journal", bytes(10_000), journal(STARTED, run="other"), journal(STARTED, writer="x")],
)
def test_journals_that_are_none_of_this_run(home: Home, forge: Forged, data: bytes) -> None:
    refused(home, forge.add(f"runs/r/{WRITER}.journal", data).write())


@pytest.mark.parametrize(
    "blocks",
    [
        [],
        "no list",
        [(0, 1 << 60, "raw", 8, 10, 0)],
        [(5, 10, "raw", 8, 10, 0)],
        [(0, 100, "raw", 8, 10, 0), (50, 100, "raw", 8, 10, 0)],
        [(0, 300 << 20, "raw", 8, 17, crc32(b"not really zstd!!"))],
    ],
)
def test_sealed_journals_that_lie(home: Home, forge: Forged, blocks: object) -> None:
    index = msgspec.msgpack.encode(blocks)
    body = seal.MAGIC + b"not really zstd!!"
    sealed = body + index + seal.TRAILER.pack(len(body), crc32(index))
    refused(home, forge.add(f"runs/r/{WRITER}.sealed", sealed).write())


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A small package, and the files that it brings."""
    folder = tmp_path_factory.mktemp("honest")
    home = Home(folder / "home")
    blob = BlobStore(home).put(b"pixels")
    run = Recorder(home, "r", config={"a": 1})
    for step in range(40):
        run.log({"loss": 1 / (step + 1)}, step)
    run.event(
        MediaLogged, key="k", step=1, type="image", sha256=blob.sha256, size_bytes=blob.size_bytes, mime="image/png"
    )
    run.finish()
    path = pack(home, "r", folder / "r.runstone").path
    return path, files(home)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_changed_anywhere_it_brings_all_or_nothing(
    honest: tuple[Path, dict[str, bytes]], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    package, brought = honest
    raw = bytearray(package.read_bytes())
    change = data.draw(st.sampled_from(["flip", "cut", "insert", "drop"]))
    at = data.draw(st.integers(0, len(raw) - 1))
    if change == "flip":
        raw[at] ^= data.draw(st.integers(1, 255))
    elif change == "cut":
        del raw[at:]
    elif change == "insert":
        raw[at:at] = data.draw(st.binary(min_size=1, max_size=50))
    else:
        del raw[at : at + data.draw(st.integers(1, 50))]
    _all_or_nothing(tmp_path_factory, bytes(raw), brought)


def _tamper(draw: Callable[[st.SearchStrategy[Any]], Any], manifest: dict[str, Any]) -> None:
    values = st.one_of(
        st.none(), st.integers(-5, 1 << 70), st.text(max_size=20), st.lists(st.text(max_size=5), max_size=3),
        st.sampled_from(["r", "..", "/", f"runs/r/{WRITER}.journal", "0" * 64]),
    )  # fmt: skip
    place: Any = manifest
    members = [member for member in manifest["members"] if isinstance(member, dict) and member]
    if members and draw(st.booleans()):
        place = draw(st.sampled_from(members))
    key = draw(st.sampled_from(sorted(place)))
    if draw(st.booleans()):
        place[key] = draw(values)
    else:
        del place[key]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_manifest_that_was_changed(
    honest: tuple[Path, dict[str, bytes]], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    package, brought = honest
    with zipfile.ZipFile(package) as original:
        members = {info.filename: original.read(info) for info in original.infolist()}
    manifest = json.loads(members.pop("manifest.json"))
    for _ in range(data.draw(st.integers(1, 3))):
        _tamper(data.draw, manifest)
        if not manifest.get("members") or not isinstance(manifest["members"], list):
            break
    forged = tmp_path_factory.mktemp("forged") / "x"
    with zipfile.ZipFile(forged, "w") as package_file:
        for name, content in members.items():
            package_file.writestr(name, content)
        package_file.writestr("manifest.json", json.dumps(manifest))
    _all_or_nothing(tmp_path_factory, forged.read_bytes(), brought)


def _all_or_nothing(tmp_path_factory: pytest.TempPathFactory, raw: bytes, brought: dict[str, bytes]) -> None:
    folder = tmp_path_factory.mktemp("changed")
    home = Home(folder / "home")
    (folder / "changed.runstone").write_bytes(raw)
    try:
        receiving.unpack(home, folder / "changed.runstone")
    except RunstoneError:
        assert not home.path.exists()
    else:
        assert files(home) == brought
    shutil.rmtree(folder)
