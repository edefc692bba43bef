"""Receiving: what a package holds comes into a home, all of it checked before any of it can be seen."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from runstone.artifacts.collection import Collection
from runstone.blobs.store import BlobStore, Readable, Staged
from runstone.journal import lock
from runstone.journal.numbering import write_numbering
from runstone.journal.reader import JournalReader
from runstone.journal.registry import Entry, Registry
from runstone.model.errors import HomeUnusable, JournalsDiffer, PackageDamaged
from runstone.model.home import JOURNAL_SUFFIX, Collections, Home, Sweeps
from runstone.model.records import Started
from runstone.sync.durable import make_durable
from runstone.sync.manifest import JournalMember
from runstone.sync.package import CHUNK_BYTES, PackageReader, Told, ignore
from runstone.sync.survey import survey_foreign

_STAGE = ".unpacking"


class Arrived(NamedTuple):
    """A run of a package: what it is called here, and how many of its journals are new here or longer than before."""

    run: str
    number: int | None
    display_id: str | None
    is_new: bool
    journals: int


class Unpacked(NamedTuple):
    """What came into the home, the runs in the order of the package. `missing_blobs` are media that the sending home had lost, `sweeps` are those of
    which there is more here than before."""

    runs: list[Arrived]
    blobs: int
    missing_blobs: list[str]
    sweeps: list[str]


class _Journal(NamedTuple):
    """A journal that lies ready: where it is, and where it will be."""

    run: str
    writer: str
    staged: Path
    started: Started | None


def unpack(home: Home, path: Path, on_bytes: Told = ignore) -> Unpacked:
    """Bring the runs of a package into a home.

    Journals come byte for byte. One that is here already stays, or becomes longer if the package has more of it, so unpacking twice
    changes nothing. A run keeps its number and display id where they are free above all others; else the home gives it the next ones.

    Args:
        home: where to; made if it is not there.
        path: the package.
        on_bytes: told the size of each piece that was read.

    Raises:
        PackageDamaged, FormatTooNew: the file is no package that can be trusted. Nothing was changed.
        JournalsDiffer: the home has another journal under the same name. Nothing was changed.
        HomeUnusable: there is no space for it. Nothing was changed.
        OSError: the package cannot be opened, or the disk refused.
    """
    with PackageReader(path, on_bytes) as package, _stage(home) as stage:
        _check_space(home, package)
        journals = _stage_journals(stage, package.members.journals, package)
        longer = {journal.staged for journal in journals if _compare(home, journal, package)}
        of_collections = _stage_ledgers(Collections(home), Collections(stage), package.members.collections, package)
        of_sweeps = _stage_ledgers(Sweeps(home), Sweeps(stage), package.members.sweeps, package)
        with _staged_blobs(home, package) as blobs:
            store = BlobStore(home)
            for staged in blobs:
                if staged.sha256 in store:
                    store.remove(staged.sha256)  # what the disk made of it
                store.settle(staged)
        _bring_in_collections(home, of_collections)
        _bring_in_ledgers(Sweeps(home), of_sweeps)
        arrived = {}
        # A parent before its forks, which show its points.
        for run in reversed(package.manifest.runs):
            own = [journal for journal in journals if journal.run == run]
            arrived[run] = _bring_in(home, stage, run, own, longer)
        runs = [arrived[run] for run in package.manifest.runs]
        sweeps = sorted({journal.run for journal in of_sweeps})
        return Unpacked(runs, len(blobs), package.manifest.missing_blobs, sweeps)


def sweep(home: Home) -> None:
    """Remove what a killed `unpack` left; nothing while one is at work."""
    if not lock.is_held(home.runs_path):
        shutil.rmtree(home.runs_path / _STAGE, ignore_errors=True)


@contextmanager
def _stage(home: Home) -> Iterator[Home]:
    """A home within the home that nobody sees, empty, for one process at a time."""
    made = [folder for folder in (home.path, home.runs_path, home.blobs_path) if not folder.exists()]
    try:
        home.runs_path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HomeUnusable(
            f"The home {home.path} cannot be written ({error.strerror}). Nothing was changed."
        ) from error
    fd = os.open(home.runs_path, os.O_RDONLY | os.O_CLOEXEC) if lock.HAS_LOCKS else -1
    place = home.runs_path / _STAGE
    try:
        if fd >= 0:
            lock.hold(fd)
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        yield Home(place)
    finally:
        shutil.rmtree(place, ignore_errors=True)
        if fd >= 0:
            os.close(fd)
        for folder in reversed(made):
            with suppress(OSError):  # it is not empty: the runs came in
                folder.rmdir()


def _check_space(home: Home, package: PackageReader) -> None:
    needed_bytes = sum(member.size_bytes for member in package.manifest.members)
    free_bytes = shutil.disk_usage(home.runs_path).free
    if needed_bytes > free_bytes:
        raise HomeUnusable(
            f"The package holds {needed_bytes:,} bytes, and {home.path} has room for {free_bytes:,}. Nothing was changed. Free some space."
        )


def _stage_journals(stage: Home, members: list[JournalMember], package: PackageReader) -> list[_Journal]:
    journals = []
    for run, writer, suffix, member in members:
        path = stage.journal_path(run, writer).with_suffix(suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "wb") as out:
            _copy(package.open(member), out)
        try:
            found = survey_foreign(path, run, writer)
        except PackageDamaged as error:
            raise package.damaged(str(error)) from error
        if suffix == JOURNAL_SUFFIX and found.tail_bytes:
            raise package.damaged(f"the journal {writer} of run {run!r} does not end with a whole frame.")
        journals.append(_Journal(run, writer, path, found.started))
    return journals


def _stage_ledgers(folders: Home, stage: Home, members: list[JournalMember], package: PackageReader) -> list[_Journal]:
    """The journals of ledgers of which the package has more than the home."""
    return [journal for journal in _stage_journals(stage, members, package) if _compare(folders, journal, package)]


def _copy(source: Readable, out: IO[bytes]) -> None:
    while chunk := source.read(CHUNK_BYTES):
        out.write(chunk)
    out.flush()
    os.fsync(out.fileno())


@contextmanager
def _staged_blobs(home: Home, package: PackageReader) -> Iterator[list[Staged]]:
    """The blobs that the home lacks, ready to be settled; none of them is left if that does not happen."""
    store = BlobStore(home)
    blobs: list[Staged] = []
    try:
        for sha256, member in package.members.blobs:
            if store.is_intact(sha256):
                source = package.open(member)
                while source.read(CHUNK_BYTES):
                    pass
                continue
            staged = store.stage(package.open(member))
            blobs.append(staged)
            make_durable(staged.part)
        yield blobs
    finally:
        for staged in blobs:
            staged.part.unlink(missing_ok=True)


def _known(home: Home, run: str) -> dict[str, Path]:
    return {path.stem: path for path in home.journals(run)}


def _compare(home: Home, journal: _Journal, package: PackageReader) -> bool:
    """Whether the package has more of this journal than the home.

    Raises:
        JournalsDiffer: it has another one.
    """
    path = _known(home, journal.run).get(journal.writer)
    if path is None:
        return True
    here, there = JournalReader(path), JournalReader(journal.staged)
    here_bytes, there_bytes = here.size_bytes(), there.size_bytes()
    for at in range(0, min(here_bytes, there_bytes), CHUNK_BYTES):
        size = min(CHUNK_BYTES, here_bytes - at, there_bytes - at)
        if here.read(at, size) != there.read(at, size):
            raise JournalsDiffer(
                f"The run {journal.run!r} is in {home.path} already, and its journal {path.name} is another one than that of "
                f"{package.path}, near byte {at}. Nothing was changed. Unpack into another home (--home) to see both."
            )
    if there_bytes > here_bytes and lock.is_held(path):
        raise JournalsDiffer(
            f"The run {journal.run!r} is being written to in {home.path}, and {package.path} has a longer journal {path.name} than that. "
            "Nothing was changed. Unpack it when the run has ended."
        )
    return there_bytes > here_bytes


def _bring_in_collections(home: Home, journals: list[_Journal]) -> None:
    """Versions whose numbers are taken here get others."""
    _bring_in_ledgers(Collections(home), journals)
    for joined in {journal.run for journal in journals}:
        collection = Collection(home, joined)
        if collection.facts().unsettled():
            collection.write(lambda facts, time: [])
            collection.close()


def _bring_in_ledgers(folders: Home, journals: list[_Journal]) -> None:
    """Journals of ledgers are put beside those that are here, as one of many writers."""
    for journal in journals:
        folder = folders.run_path(journal.run)
        folder.mkdir(parents=True, exist_ok=True)
        os.replace(journal.staged, folder / journal.staged.name)
        make_durable(folder)


def _bring_in(home: Home, stage: Home, run: str, journals: list[_Journal], longer: set[Path]) -> Arrived:
    registry = Registry(home)
    known = _known(home, run)
    started = next((journal.started for journal in journals if journal.started), None)
    if known:
        brought = [journal for journal in journals if journal.staged in longer]
        for journal in brought:
            target = home.run_path(run) / journal.staged.name
            os.replace(journal.staged, target)
            if journal.writer in known and known[journal.writer] != target:
                known[journal.writer].unlink(missing_ok=True)  # the other form of it, which is shorter
        writers = [journal.writer for journal in brought]
        entry = next((entry for entry in registry.entries() if entry.run == run), None)
    else:
        brought = journals
        writers = [journal.writer for journal in journals]
        entry = None
        if started is not None:
            asked = Entry(started.number, started.display_id, run, started.project)
            entry = registry.adopt(asked)
            if entry[:2] != asked[:2]:
                writers.append(write_numbering(stage, run, entry.number, entry.display_id).stem)
        make_durable(stage.run_path(run))
        os.rename(stage.run_path(run), home.run_path(run))
    make_durable(home.run_path(run) if known else home.runs_path)
    for writer in writers:
        registry.ring(run, writer)
    return Arrived(run, entry.number if entry else None, entry.display_id if entry else None, not known, len(brought))
