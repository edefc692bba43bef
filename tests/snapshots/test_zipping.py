"""A snapshot as a ZIP archive: unpacked, it is the tree that `runstone checkout` writes."""

from __future__ import annotations

import io
import shutil
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest

from runstone.artifacts.contents import Contents
from runstone.artifacts.manifest import Entry, Manifest
from runstone.blobs.store import BlobStore
from runstone.model.errors import BlobDamaged
from runstone.model.home import Home
from runstone.snapshots.restoring import restore_tree
from runstone.snapshots.source_tree import Limits, look_at_tree
from runstone.snapshots.taking import TREE, take
from runstone.snapshots.zipping import zip_contents


@pytest.fixture
def contents(home: Home, tmp_path: Path) -> Contents:
    """A snapshot of a tree with a bit of everything."""
    root = tmp_path / "tree"
    (root / "größe 日本").mkdir(parents=True)
    (root / "empty").mkdir()
    (root / "größe 日本/a b.py").write_text("print()\n")
    (root / "start.sh").write_text("#!/bin/sh\n")
    (root / "start.sh").chmod(0o755)
    (root / "none.txt").write_text("")
    (root / "large.txt").write_bytes(bytes(range(256)) * 20_000)
    (root / "link").symlink_to("größe 日本/a b.py")
    taken = take(home, look_at_tree(root, Limits(), (home.path,)))
    assert taken.left_out == []
    return Contents(BlobStore(home), taken.manifest)


def zipped(home: Home, contents: Contents) -> bytes:
    return b"".join(zip_contents(BlobStore(home), contents))


def tree(root: Path) -> dict[str, tuple[str, bytes]]:
    """What lies below a folder: files with whether they can be executed, links with where they lead."""
    found = {}
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            found[name] = ("link", str(path.readlink()).encode())
        elif path.is_dir():
            found[name] = ("folder", b"")
        else:
            found[name] = ("program" if path.stat().st_mode & stat.S_IXUSR else "file", path.read_bytes())
    return found


@pytest.mark.skipif(shutil.which("unzip") is None, reason="needs unzip")
def test_unzip_writes_the_tree_that_checkout_writes(home: Home, contents: Contents, tmp_path: Path) -> None:
    (tmp_path / "code.zip").write_bytes(zipped(home, contents))
    subprocess.run(["unzip", "-q", "code.zip", "-d", "unzipped"], cwd=tmp_path, check=True)
    restore_tree(contents, tmp_path / "restored")
    assert tree(tmp_path / "unzipped") == tree(tmp_path / "restored")


def test_python_reads_it_and_the_same_contents_make_the_same_archive(home: Home, contents: Contents) -> None:
    data = zipped(home, contents)
    assert data == zipped(home, contents)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == [
            "empty/",
            "größe 日本/a b.py",
            "large.txt",
            "link",
            "none.txt",
            "start.sh",
        ]
        assert archive.read("large.txt") == bytes(range(256)) * 20_000
        assert TREE not in archive.namelist()


def test_a_blob_that_is_lost_is_told_before_anything_is_sent(home: Home, contents: Contents) -> None:
    BlobStore(home).path(contents.entry("start.sh").sha256).unlink()
    with pytest.raises(BlobDamaged, match=r"start\.sh is missing"):
        next(zip_contents(BlobStore(home), contents))


def test_files_that_stay_elsewhere_are_not_in_it(home: Home) -> None:
    manifest = Manifest({"far": Entry("x", 3, ref="s3://bucket/key")})
    with zipfile.ZipFile(io.BytesIO(zipped(home, Contents(BlobStore(home), manifest)))) as archive:
        assert archive.namelist() == []
