"""The download cache keeps within its bound what was used last, and nothing wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runstone.artifacts.download_cache import DownloadCache
from runstone.model.errors import BadSetting


def read(cache: DownloadCache, name: str, data: bytes | None, size_bytes: int | None = None) -> bytes:
    """The bytes; None may not be asked for."""

    def source() -> Iterator[bytes]:
        assert data is not None, f"{name} was to be in the cache"
        yield data

    return b"".join(cache.pieces(name, size_bytes, source()))


def test_what_was_read_once_is_kept_and_counted(tmp_path: Path) -> None:
    cache = DownloadCache(tmp_path, 100)
    assert read(cache, "a", b"1" * 40) == read(cache, "a", None) == b"1" * 40
    assert cache.usage() == (1, 40, 100)
    assert read(cache, "a", b"longer" * 2, size_bytes=12) == b"longer" * 2  # what has another length is not believed
    assert read(cache, "huge", b"2" * 101) == b"2" * 101
    assert cache.usage().files == 1
    assert cache.trim(0) == (1, 12)
    assert not list(tmp_path.glob(".part-*"))


def test_a_download_that_fails_or_stops_leaves_nothing(tmp_path: Path) -> None:
    cache = DownloadCache(tmp_path, 100)

    def breaks() -> Iterator[bytes]:
        yield b"1"
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        list(cache.pieces("a", None, breaks()))
    begun = cache.pieces("b", 2, iter([b"1", b"2"]))
    assert next(begun) == b"1"
    assert isinstance(begun, Iterator)
    del begun
    assert read(cache, "short", b"1", size_bytes=2) == b"1"
    assert cache.usage().files == 0
    assert not list(tmp_path.glob(".part-*"))


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 50)), max_size=30))
def test_least_recently_used_goes_first(tmp_path_factory: pytest.TempPathFactory, asked: list[tuple[str, int]]) -> None:
    cache = DownloadCache(tmp_path_factory.mktemp("cache"), 100)
    sizes: dict[str, int] = {}  # of what is there, the least recently used first
    for now, (name, size_bytes) in enumerate(asked):
        size = sizes.pop(name, size_bytes)
        assert len(read(cache, name, b"x" * size)) == size
        sizes[name] = size
        for path in cache.root.glob("??/*"):  # times that differ, as those of seconds do
            if path == cache._path(name):
                os.utime(path, (now + 1, now + 1))
        while sum(sizes.values()) > 100:
            del sizes[next(iter(sizes))]
        assert cache.usage()[:2] == (len(sizes), sum(sizes.values()))
    for name in sizes:
        read(cache, name, None)


HOLDS = """
import sys
from pathlib import Path
from runstone.artifacts.download_cache import DownloadCache
pieces = DownloadCache(Path(sys.argv[1]), 1 << 30).pieces("large", None, iter(()))
print(len(next(pieces)), flush=True)
sys.stdin.readline()
print(sum(len(piece) for piece in pieces), flush=True)
"""


def test_what_another_process_reads_stays(tmp_path: Path) -> None:
    cache = DownloadCache(tmp_path, 1 << 30)
    read(cache, "large", bytes(3 << 20))
    read(cache, "other", b"1")
    reader = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == f"{1 << 20}\n"
    assert cache.trim(0) == (1, 1)
    assert cache.usage().files == 1
    assert reader.communicate("go\n")[0] == f"{2 << 20}\n"
    assert cache.trim(0).files == 1


def test_a_bound_that_is_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNSTONE_ARTIFACT_CACHE_BYTES", "10 GB")
    with pytest.raises(BadSetting, match="expected a number of bytes"):
        DownloadCache()
