"""What fuzzing hands bytes to: every reader of what strangers may have written. A target returns, whatever the bytes are; what it raises is a fault of ours."""

from __future__ import annotations

import io
import struct
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
import numpy as np
import PIL.Image
import zstandard

from recorder import Recorder
from runstone.artifacts.manifest import Manifest
from runstone.encoding import png, raw, sound, thumbnail
from runstone.importers.tensorboard.event import EventDecoder
from runstone.importers.tensorboard.records import RecordFile
from runstone.index.index import Index
from runstone.journal import frames, seal
from runstone.journal.frames import MAGIC, Kind
from runstone.journal.reader import JournalReader
from runstone.model.errors import RunstoneError
from runstone.model.home import Home
from runstone.model.records import Opened, Started
from runstone.query import runs
from runstone.sync import manifest, pieces
from runstone.sync.inspection import Inspection
from runstone.sync.journal_name import JournalName
from runstone.sync.package import PackageReader
from runstone.sync.receiving import unpack
from runstone.sync.replica import Piece
from runstone.sync.sending import pack_into

WRITER = "0123456789a-abcdef"
_KINDS = list(Kind)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="runstone-fuzz-") as folder:
        yield Path(folder)


def journal(data: bytes) -> None:
    """Bytes as a journal. What is read is told in order and without gaps, and reading piece by piece tells the same."""
    with _folder() as folder:
        path = folder / f"{WRITER}.journal"
        path.write_bytes(data)
        with suppress(RunstoneError):
            reader = JournalReader(path)
            end = 0
            for piece in reader.pieces():
                assert piece.start == end <= piece.end <= len(data)
                end = piece.end
            JournalReader(path, reader.offset, reader.definitions)


def frames_of(data: bytes) -> Iterator[bytes]:
    """Frames with right checksums around bytes that are anything: else nothing would come past the checksum. Each is a kind, a size and its payload."""
    file = io.BytesIO(data)
    while len(head := file.read(3)) == 3:
        yield frames.frame(_KINDS[head[0] % len(_KINDS)], file.read(int.from_bytes(head[1:], "little")))


def crafted(data: bytes) -> None:
    """A journal whose checksums are right, looked at as one that arrives, then taken into an index beside another run, which stays what it is."""
    content = MAGIC + frames.event_frame(Opened(time=1, run="hostile", writer=WRITER)) + b"".join(frames_of(data))
    with _folder() as folder:
        home = Home(folder / "home")
        other = Recorder(home, "other")
        other.log({"loss": 1.0}, 0)
        other.finish()
        came = [Piece(JournalName("runs", "hostile", WRITER), 0, content)]
        with suppress(RunstoneError):
            Inspection(home).check(came)
        for path in (home.journal_path("hostile", WRITER), home.workspace_path / f"{WRITER}.journal"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        index = Index(home)
        try:
            index.refresh(30.0)
            assert runs.find(index, "other") == "other"
            with suppress(RunstoneError):
                runs.find(index, "hostile")
        finally:
            index.close()


def sealed(data: bytes) -> None:
    """Bytes as a sealed journal; and as the blocks of one whose index is right."""
    blocks = msgspec.msgpack.encode(
        [
            [
                0,
                int.from_bytes(data[:3], "little"),
                "rows" if data[3:4] > b"a" else "raw",
                8,
                len(data[4:]),
                frames.crc32(data[4:]),
            ]
        ]
    )
    made = seal.MAGIC + data[4:] + blocks + seal.TRAILER.pack(8 + len(data[4:]), frames.crc32(blocks))
    for content in (data, made):
        with _folder() as folder:
            path = folder / f"{WRITER}.sealed"
            path.write_bytes(content)
            with suppress(RunstoneError):
                for _ in JournalReader(path).pieces():
                    pass
            with suppress(RunstoneError):
                seal.original_bytes_by(content[-1024:], len(content))


def came(data: bytes) -> None:
    """Bytes as the body of an upload, compressed or not."""
    for body in (data, zstandard.ZstdCompressor(level=1).compress(data)):
        with suppress(RunstoneError):
            pieces.decode(body)


def package(data: bytes) -> None:
    """Bytes as a package: read, and unpacked into a home. Nothing is left of one that is refused."""
    with _folder() as folder:
        path = folder / "p.runstone"
        path.write_bytes(data)
        try:
            with PackageReader(path):
                pass
            unpack(Home(folder / "home"), path)
        except RunstoneError:
            assert sorted(entry.name for entry in folder.iterdir()) == ["p.runstone"]


def listed(data: bytes) -> None:
    """Bytes as the manifest of a package, and of a version."""
    with suppress(RunstoneError):
        manifest.sort_out(manifest.decode(data))
    with suppress(RunstoneError):
        Manifest.decode(data)


def picture(data: bytes) -> None:
    """Bytes as a picture of which a thumbnail is made; as raw values, and as sound."""
    with _folder() as folder:
        path = folder / "blob"
        path.write_bytes(data)
        with suppress(RunstoneError):
            thumbnail.make(path, 64)
        with suppress(RunstoneError):
            raw.encode(path)
        sound.look(io.BytesIO(data))


def events(data: bytes) -> None:
    """Bytes as a file of TensorBoard's, and as one event of it."""
    with _folder() as folder:
        path = folder / "events.out.tfevents.1"
        path.write_bytes(data)
        decoder = EventDecoder()
        for record in (*RecordFile(path).read(), data):
            decoder.decode(record)


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (journal, crafted, sealed, came, package, listed, picture, events)
}


def seeds(name: str) -> list[bytes]:
    """What fuzzing begins with: whole things of the kind."""
    with _folder() as folder:
        home = Home(folder)
        run = Recorder(home, "r", config={"lr": 0.1, "deep": {"a": [1, None, "b"]}})
        for step in range(40):
            run.log({"loss": float(step)}, step)
        path = run.path
        run.finish()
        data = path.read_bytes()
        match name:
            case "journal":
                return [data]
            case "sealed":
                return [seal.seal(path).read_bytes()]
            case "crafted":
                return [
                    *map(
                        _uncrafted,
                        [Started(time=2, number=1, display_id="D-1", project="p", name="n", config={"a": [1]})],
                    )
                ]
            case "came":
                return [msgspec.msgpack.encode([["runs/r/" + WRITER, 0, data]])]
            case "package":
                out = io.BytesIO()
                pack_into(out, home, ["r"], lambda kind, ledger: True)
                return [out.getvalue()]
            case "listed":
                return [
                    b'{"runs": ["r"], "members": [{"name": "runs/r/0123456789a-abcdef.journal", "size_bytes": 1, "sha256": ""}]}'
                ]
            case "picture":
                return [
                    _gif(),
                    png.encode(np.zeros((4, 4), np.uint8)),
                    b"".join(raw.pack(raw.Raw("image", np.zeros((2, 2), np.uint8), {}))),
                ]
            case _:
                return []


def _gif() -> bytes:
    out = io.BytesIO()
    PIL.Image.new("P", (4, 4)).save(out, "GIF")
    return out.getvalue()


def _uncrafted(record: msgspec.Struct) -> bytes:
    payload = msgspec.msgpack.encode(record)
    return b"\0" + struct.pack("<H", len(payload)) + payload
