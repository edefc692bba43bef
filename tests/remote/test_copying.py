"""A copy of a home elsewhere: the same bytes, however often it was broken off, and whatever happened there meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from recorder import Recorder
from remote_machine import Machine
from runstone.blobs.store import BlobStore
from runstone.index.index import Index
from runstone.journal import seal
from runstone.journal.registry import Registry
from runstone.model.home import Home, HomeCopy
from runstone.query import projects
from runstone.remote.address import parse_address
from runstone.remote.copying import Copying
from runstone.remote.sftp import Sftp


@pytest.fixture
def sftp(machine: Machine) -> Iterator[Sftp]:
    """A connection."""
    sftp = Sftp(parse_address("ssh://elsewhere"))
    yield sftp
    sftp.close()


@pytest.fixture
def here(tmp_path: Path) -> HomeCopy:
    """Where the copy lies."""
    home = HomeCopy(tmp_path / "copy", "elsewhere")
    home.runs_path.mkdir(parents=True)
    return home


def files(home: Home) -> dict[str, bytes]:
    """The journals of a home."""
    return {
        str(path.relative_to(home.path)): path.read_bytes()
        for kind in ("runs", "workspace", "artifacts", "sweeps")
        for path in sorted((home.path / kind).rglob("*"))
        if path.is_file()
    }


def test_a_walk_and_looks_keep_the_same_bytes_here(
    home: Home, here: HomeCopy, sftp: Sftp, record: Callable[..., Recorder]
) -> None:
    runs = [record(f"r{number}") for number in range(5)]
    for run in runs[:3]:
        run.log({"loss": 1.0}, 0)
        run.finish()
    (home.workspace_path).mkdir()
    (home.workspace_path / "1-a.journal").write_bytes(b"views")
    (home.artifacts_path / "c1").mkdir(parents=True)
    (home.artifacts_path / "c1" / "2-b.journal").write_bytes(b"versions")
    copying = Copying(sftp, str(home.path), here)
    assert copying.walk().files == 7
    assert files(here) == files(home)
    assert set(Registry(here).entries()) == set(Registry(home).entries())

    runs[3].log({"loss": 0.5}, 1)
    late = record("late")
    late.log({"loss": 0.1}, 0)
    copying.look()
    assert files(here) == files(home), "what grew, and what began, needs no walk"
    assert copying.look().files == 0

    seal.seal(runs[0].path)
    shutil.rmtree(home.run_path("r1"))
    copying.walk()
    assert files(here) == files(home), "sealed there, gone there"
    assert copying.walk().files == 0

    index = Index(here)
    index.refresh()
    (project,) = projects.list_projects(index)
    assert (project.runs, project.running) == (5, 3), "who beats is alive, though no lock is held here"
    index.maintain(5.0)
    assert files(here) == files(home), "nothing is sealed here that is not sealed there"
    index.close()


def test_what_was_broken_off_goes_on_from_there(
    home: Home, here: HomeCopy, sftp: Sftp, record: Callable[..., Recorder]
) -> None:
    run = record("r1")
    for step in range(3000):
        run.log({"loss": 1.0 / (step + 1)}, step)
    run.finish()
    path = here.journal_path("r1", run.writer.writer)
    path.parent.mkdir(parents=True)
    whole = run.path.read_bytes()
    path.write_bytes(whole[:1000])
    brought = Copying(sftp, str(home.path), here).walk()
    assert brought.size_bytes == len(whole) - 1000
    assert path.read_bytes() == whole

    path.write_bytes(whole + b"of another run that had this name")
    Copying(sftp, str(home.path), here).walk()
    assert path.read_bytes() == whole


def test_a_blob_is_brought_when_somebody_asks(
    home: Home, here: HomeCopy, sftp: Sftp, record: Callable[..., Recorder]
) -> None:
    record("r1").finish()
    stored = BlobStore(home).put(bytes(range(256)) * 1000)
    copying = Copying(sftp, str(home.path), here)
    here.bring = copying.bring
    copying.walk()
    assert not here.blobs_path.exists()
    assert BlobStore(here).get(stored.sha256) == bytes(range(256)) * 1000
    assert not BlobStore(here).path("0" * 64).exists()
    assert not BlobStore(here).path("../../../etc/passwd").exists()
