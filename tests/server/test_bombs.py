"""What is small on the wire and huge behind it, or never ends: each is refused, a real server needs no memory for it, and goes on answering."""

from __future__ import annotations

import hashlib
import io
import socket
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
import PIL.Image
import pytest
import zstandard

import runstone as rs
from runstone.data.listing import Listing
from runstone.journal import frames
from runstone.journal.frames import HEAD, MAGIC, Kind
from runstone.model.errors import BlobDamaged, PackageDamaged
from runstone.model.home import Home
from runstone.model.records import ConsoleWritten, DataLogged, MediaLogged, Opened, Started
from runstone.sync import pieces
from runstone.sync.journal_name import JournalName
from runstone.sync.receiving import unpack
from runstone.sync.replica import Piece

WRITER = "0123456789a-{:06x}"
JSON = {"content-type": "application/json"}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read from /proc")


def zeros(size_bytes: int, head: bytes = b"") -> bytes:
    """Zeros of any size as one frame of zstd that says how many."""
    out = zstandard.ZstdCompressor(level=1).compressobj(size=len(head) + size_bytes)
    chunk = bytes(1 << 24)
    parts = [out.compress(head)]
    parts += [out.compress(chunk[: min(len(chunk), size_bytes - at)]) for at in range(0, size_bytes, len(chunk))]
    return b"".join(parts) + out.flush()


def journal(run: str, *rest: Any, number: int = 1) -> bytes:
    """A journal of a run as it is sent: records, and whatever else."""
    writer = WRITER.format(number)
    first = Opened(time=1, run=run, writer=writer)
    began = Started(time=1, number=number, display_id=f"B-{number}", project="bombs", name=run)
    parts = [part if isinstance(part, bytes) else frames.event_frame(part) for part in (first, began, *rest)]
    return pieces.encode([Piece(JournalName("runs", run, writer), 0, MAGIC + b"".join(parts))])


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of any size whose pixels are missing, mostly."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    body = b"".join(chunk(*one) for one in chunks) + chunk(b"IDAT", zlib.compress(bytes(1 << 20)))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def gif(side: int) -> bytes:
    out = io.BytesIO()
    PIL.Image.new("P", (4, 4)).save(out, "GIF")
    data = bytearray(out.getvalue())
    data[6:10] = struct.pack("<HH", side, side)
    return bytes(data)


def of_size(form: str, side: int) -> bytes:
    """A picture of one colour, as small as its format writes it."""
    out = io.BytesIO()
    PIL.Image.new("L", (side, side)).save(out, form)
    return out.getvalue()


@cache
def pictures() -> dict[str, bytes]:
    """Pictures that are small as files, and say or become what is not."""
    return {
        "a PNG that says it has 900 million pixels": png(30_000, 30_000),
        "a PNG with the longest sides": png((1 << 31) - 1, (1 << 31) - 1),
        "a PNG whose words inflate to a gigabyte": png(8, 8, (b"zTXt", b"a\0\0" + zlib.compress(bytes(1 << 28), 9))),
        "a PNG whose colours inflate to a gigabyte": png(8, 8, (b"iCCP", b"a\0\0" + zlib.compress(bytes(1 << 28), 9))),
        "a GIF of four gigapixels": gif(65_535),
        "a WebP of 268 million pixels": b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\x0f" + bytes(8),
        "a JPEG that says it has four gigapixels": of_size("JPEG", 8).replace(
            b"\x08\x00\x08\x00\x08", b"\x08\xff\xff\xff\xff", 1
        ),
        "an SVG of entities": b'<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa">'
        + b'<!ENTITY b "&a;&a;&a;&a;">' * 9
        + b"]><svg>&b;</svg>",
    }


def layouts() -> bytes:
    """Frames that say they have sixteen million columns, in 64 MiB that are nearly all zeros."""
    return frames.frame(Kind.LAYOUT, bytes(62 << 20))


SENT: dict[str, tuple[Callable[[], bytes], tuple[int, ...]]] = {
    "two gigabytes of zeros": (lambda: zeros(2 << 30), (400,)),
    "an array that says it has four billion items": (lambda: zeros(1 << 20, b"\xdd\xff\xff\xff\xff"), (400,)),
    "a frame of which four gigabytes are still to come": (
        lambda: journal("torn", HEAD.pack(1, 0xFFFFFFFF, Kind.EVENT) + b"a" * 99, number=2),
        (200,),
    ),
    "a layout of sixteen million columns": (lambda: journal("wide", layouts(), number=3), (422,)),
    "a million keys": (
        lambda: journal(
            "keys",
            Started(
                time=2,
                number=4,
                display_id="B-4",
                project="p",
                name="n",
                config=dict.fromkeys(map(str, range(1_000_000)), 1),
            ),
            number=4,
        ),
        (422,),
    ),
    "a config that is nested a hundred thousand times": (
        lambda: journal(
            "deep",
            frames.frame(Kind.EVENT, b"\x83\xa2is\xa6config\xa4time\x02\xa7changes" + b"\x81\xa1a" * 100_000 + b"\xc0"),
            number=5,
        ),
        (422,),
    ),
    "one line of eight megabytes, and two hundred thousand of one letter": (
        lambda: journal(
            "lines",
            ConsoleWritten(time=2, stream="stdout", lines=["x" * (8 << 20)]),
            ConsoleWritten(time=3, stream="stdout", lines=["x"] * 200_000),
            number=6,
        ),
        (200,),
    ),
    "no zstd": (lambda: b"\x28\xb5\x2f\xfd" + b"\xff" * 99, (400,)),
    "a window of two gigabytes": (lambda: b"\x28\xb5\x2f\xfd\x00\xa8" + b"\x01\0\0", (400,)),
}
ASKED = {
    "nested a hundred thousand times": b'{"project": "p", "name": "n", "document": '
    + b'{"a":' * 100_000
    + b"1"
    + b"}" * 100_001,
    "arrays without end": b"[" * 1_000_000,
    "no UTF-8": b'{"project": "\xff\xfe", "name": "n", "document": {}}',
    "half a character": b'{"project": "p", "name": "\\ud800", "document": {}}',
    "a surrogate written out": b'{"project": "p", "name": "\xed\xa0\x80", "document": {}}',
    "a number of a hundred thousand digits": b'{"project": "p", "name": "n", "document": {"a": '
    + b"9" * 100_000
    + b"}}",
    "NaN": b'{"project": "p", "name": "n", "document": {"a": NaN}}',
    "a project with NUL": b'{"project": "p\\u0000q", "name": "n", "document": {}}',
}


@pytest.fixture
def served(start: Any, home: Home) -> Iterator[tuple[httpx.Client, int]]:
    """A real server of a home with one good run, and its process."""
    with rs.init("good", "good", id="good") as run:
        run.log({"loss": 1.0}, step=0)
    server = start()
    with httpx.Client(base_url=server.url, timeout=100) as client:
        assert client.get("/api/runs/good").status_code == 200
        yield client, server.process.pid


def most_bytes(pid: int) -> int:
    """The most memory that a process ever had."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) << 10


def test_what_becomes_huge_is_refused_and_costs_no_memory(served: tuple[httpx.Client, int]) -> None:
    client, pid = served
    for name, (make, statuses) in SENT.items():
        answer = client.post("/api/sync/pieces", content=make(), headers={"content-type": pieces.MEDIA_TYPE})
        assert answer.status_code in statuses, (name, answer.text[:300])
        assert client.get("/api/runs/good").status_code == 200, name
        # What a body of 64 MiB and the frames in it may cost, with what the allocator keeps.
        assert most_bytes(pid) < 900 << 20, name
    for name, content in ASKED.items():
        answer = client.post("/api/views", content=content, headers=JSON)
        assert 400 <= answer.status_code < 500, (name, answer.text[:300])
        assert list(answer.json()) == ["error"], name
    for url in (
        "/api/runs?filter=" + "(" * 3000,
        "/api/runs?filter=" + "not " * 3000 + "a",
        "/api/runs/" + "a" * 60_000,
    ):
        assert 400 <= client.get(url).status_code < 500, url[:40]
    assert client.get("/api/runs/good").status_code == 200
    assert most_bytes(pid) < 900 << 20


def test_pictures_and_listings_that_would_fill_the_memory_are_refused(served: tuple[httpx.Client, int]) -> None:
    client, pid = served
    listing = zeros(2 << 30, b"\x80")
    blobs = {hashlib.sha256(data).hexdigest(): data for data in (*pictures().values(), listing)}
    for sha256, data in blobs.items():
        kept = client.put(
            f"/api/sync/blobs/{sha256}", content=data, headers={"content-type": "application/octet-stream"}
        )
        assert kept.status_code == 200, kept.text
    hashes = dict(zip((*pictures(), "listing"), blobs, strict=True))
    media = [
        MediaLogged(time=2, key=f"k{at}", step=0, type="image", sha256=hashes[name], size_bytes=9, mime="image/png")
        for at, name in enumerate(pictures())
    ]
    data = DataLogged(time=3, name="d", uri="d", listing=hashes["listing"])
    body = journal("pictures", *media, data, number=7)
    assert client.post("/api/sync/pieces", content=body, headers={"content-type": pieces.MEDIA_TYPE}).status_code == 200
    for name in pictures():
        answer = client.get(f"/api/blobs/{hashes[name]}/thumbnail?size=64")
        assert answer.status_code in (415, 422), (name, answer.status_code)
    diff = client.get("/api/data/diff", params={"before": hashes["listing"], "after": hashes["listing"]})
    assert diff.status_code == 422, diff.text
    assert client.get("/api/runs/good").status_code == 200
    assert most_bytes(pid) < 900 << 20


def test_who_sends_slowly_keeps_nobody_waiting(served: tuple[httpx.Client, int]) -> None:
    client, _ = served
    there = urlsplit(str(client.base_url))
    slow = []
    for number in range(80):
        sender = socket.create_connection((there.hostname, there.port), timeout=60)
        url = f"/api/sync/blobs/{number:064x}" if number % 2 else "/api/sync/pieces"
        kind = "application/octet-stream" if number % 2 else pieces.MEDIA_TYPE
        method = "PUT" if number % 2 else "POST"
        sender.sendall(
            f"{method} {url} HTTP/1.1\r\nhost: {there.netloc}\r\ncontent-type: {kind}\r\ncontent-length: 1000000\r\n\r\nabc".encode()
        )
        slow.append(sender)
    try:
        for _ in range(5):
            assert client.get("/api/runs/good").status_code == 200
    finally:
        for sender in slow:
            sender.close()
    assert client.get("/api/runs/good").status_code == 200


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, data in members:
            package.writestr(name, data)
    return out.getvalue()


def quoted() -> bytes:
    """Two members whose bytes are the same ones."""
    data = bytearray(zipped(("manifest.json", b"{}" * 999), ("other", b"{}" * 999)))
    directory = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", directory + 4)
    data[second + 42 : second + 46] = bytes(4)
    return bytes(data)


PACKAGES: dict[str, Callable[[], bytes]] = {
    "a manifest that inflates to 256 MiB": lambda: zipped(("manifest.json", bytes(256 << 20))),
    "zips in zips": lambda: zipped(("manifest.json", zipped(("a.zip", zipped(("b.zip", bytes(1 << 20))))))),
    "members that share their bytes": quoted,
    "seventy thousand members": lambda: zipped(
        *((str(name), b"") for name in range(70_000)), method=zipfile.ZIP_STORED
    ),
    "a member that says it is eight exabytes long": lambda: zipped(
        (
            "manifest.json",
            msgspec.json.encode(
                {
                    "runs": ["r"],
                    "members": [
                        {"name": f"runs/r/{WRITER.format(1)}.journal", "size_bytes": 1 << 62, "sha256": "0" * 64}
                    ],
                }
            ),
        ),
        (f"runs/r/{WRITER.format(1)}.journal", b"a"),
    ),
}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_that_would_fill_the_disk_leaves_nothing(home: Home, tmp_path: Path, name: str) -> None:
    package = tmp_path / "p.runstone"
    package.write_bytes(PACKAGES[name]())
    with pytest.raises(PackageDamaged):
        unpack(home, package)
    assert not home.path.exists()


def test_a_listing_that_claims_to_become_huge_is_not_inflated() -> None:
    with pytest.raises(BlobDamaged, match="more than"):
        Listing.decode(zeros(2 << 30))
