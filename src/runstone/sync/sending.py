"""Sending: a run goes into a package, with the runs that it was forked off, the media that they show, the versions of artifacts that
they logged and the sweeps that they are trials of."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

from runstone.artifacts.collection import Collection
from runstone.artifacts.manifest import Manifest
from runstone.blobs.store import BlobStore
from runstone.journal.frames import MAGIC
from runstone.journal.numbering import read_numbering
from runstone.model.errors import BlobDamaged, Misuse, RunNotFound
from runstone.model.home import SEALED_SUFFIX, Collections, Home, Sweeps
from runstone.sync.journal_name import Kind
from runstone.sync.manifest import blob_name, collection_journal_name, is_sha256, journal_name, sweep_journal_name
from runstone.sync.package import PackageWriter, Told, ignore
from runstone.sync.survey import Survey, survey

May = Callable[[Kind, str], bool]

# Smaller journals are one block of the disk either way.
_LEAST_DEFLATED_BYTES = 4096


class Packed(NamedTuple):
    """What went into a package. `runs` are ids, the asked one first, and so are `sweeps`; `missing_blobs` are media that this home has lost."""

    path: Path
    runs: list[str]
    journals: int
    blobs: int
    size_bytes: int
    missing_blobs: list[str]
    sweeps: list[str]


def pack(
    home: Home,
    run: str | Sequence[str],
    target: Path,
    *,
    parents: bool = True,
    overwrite: bool = False,
    on_bytes: Told = ignore,
) -> Packed:
    """Write runs into one file that any home can take in.

    A run that is still written to is packed as it is now: each journal up to its last whole frame. Memory stays constant, however long
    journals and media are.

    Args:
        home: where the run lies.
        run: its id, or several.
        target: the file to write; it is there when it is whole.
        parents: bring the runs that it was forked off, too; without them their points would be missing.
        overwrite: replace a file that is there.
        on_bytes: told the size of each piece that went in.

    Raises:
        RunNotFound: the home has no such run.
        Misuse: the file exists.
        DataFault: a journal cannot be read, or a blob has changed. Nothing is left behind.
        OSError: the disk refused. Nothing is left behind.
    """
    if target.exists() and not overwrite:
        raise Misuse(f"{target} exists and was left untouched. Choose another name with --output, or use --force.")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with open(part, "wb") as out:
            package = PackageWriter(out, on_bytes)
            try:
                packed = _fill(package, home, [run] if isinstance(run, str) else list(run), target, parents)
            finally:
                package.abandon()
            out.flush()
            os.fsync(out.fileno())
        size_bytes = part.stat().st_size
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return packed._replace(size_bytes=size_bytes)


def everything(kind: Kind, ledger: str) -> bool:
    """Nothing is held back."""
    return True


def every_blob(sha256: str) -> bool:
    """No blob is held back."""
    return True


def pack_into(
    out: IO[bytes],
    home: Home,
    runs: Sequence[str],
    may: May = everything,
    may_blob: Callable[[str], bool] = every_blob,
) -> None:
    """Write runs, with those that they were forked off, as a package to whatever takes bytes; it need not be seekable.

    Args:
        out: takes the bytes.
        home: where the runs lie.
        runs: their ids.
        may: whether a run that another was forked off, a collection or a sweep comes along.
        may_blob: whether a blob does; one that does not counts as missing.

    Raises:
        RunNotFound: the home has no such run.
        DataFault: a journal cannot be read, or a blob has changed.
        OSError: a disk refused, or what takes the bytes. What was written until then is no package.
    """
    package = PackageWriter(out)
    try:
        _fill(package, home, list(runs), Path(), True, may, may_blob)
    finally:
        package.abandon()


def _fill(
    package: PackageWriter,
    home: Home,
    asked: list[str],
    target: Path,
    parents: bool,
    may: May = everything,
    may_blob: Callable[[str], bool] = every_blob,
) -> Packed:
    runs: list[str] = []
    parent_of: dict[str, str | None] = {}
    wanted: set[str] = set()
    packed: set[str] = set()
    versions: set[tuple[str, str]] = set()
    sweeps: set[str] = set()
    journals = 0
    for run in asked:
        chain: list[str] = []
        following: str | None = run
        while following is not None and following not in chain:
            if following not in parent_of:
                surveys = list(_add_journals(package, home, following, packed))
                if not surveys:
                    if chain:
                        break  # a parent that was removed: its points are gone here, too
                    raise RunNotFound(f"No run {run!r} in {home.path}. Nothing was packed.")
                journals += len(surveys)
                own = set[str]().union(*(found.blobs for found in surveys))
                wanted |= own.difference(*(found.encoded for found in surveys))
                versions = versions.union(*(found.versions for found in surveys))
                started = next((found.started for found in surveys if found.started), None)
                sweeps |= {started.sweep} if started and started.sweep else set()
                parent = started.parent.run if parents and started and started.parent else None
                parent_of[following] = parent if parent is not None and may("runs", parent) else None
            chain.append(following)
            following = parent_of[following]
        # A run stands before those that it was forked off, also those that another one brought along.
        runs = [known for known in runs if known not in chain] + chain
    wanted |= _add_collections(package, home, {found for found in versions if may("artifacts", found[0])})
    ledgers = [
        sweep
        for sweep in sorted(sweeps)
        if may("sweeps", sweep) and _add_ledger(package, Sweeps(home), sweep, sweep_journal_name)
    ]
    missing = [
        sha256 for sha256 in sorted(wanted - packed) if not may_blob(sha256) or not _add_blob(package, home, sha256)
    ]
    package.finish(runs, missing)
    return Packed(target, runs, journals, len(wanted) - len(missing), 0, missing, ledgers)


def _add_journals(package: PackageWriter, home: Home, run: str, packed: set[str]) -> Iterator[Survey]:
    for writer in [path.stem for path in home.journals(run)]:
        for path in _forms(home, run, writer):
            try:
                with open(path, "rb") as file:
                    if read_numbering(path) is not None:
                        break  # what this home calls it is this home's own
                    found = _survey_with_raw(package, home, path, packed)
                    if found.whole_bytes > len(MAGIC):
                        sealed = path.suffix == SEALED_SUFFIX
                        size_bytes = path.stat().st_size if sealed else found.whole_bytes
                        deflate = not sealed and size_bytes >= _LEAST_DEFLATED_BYTES
                        package.add(journal_name(run, path.name), file, size_bytes, deflate)
                        yield found
            except FileNotFoundError:
                continue  # sealed a moment ago
            break


def _add_collections(package: PackageWriter, home: Home, versions: set[tuple[str, str]]) -> set[str]:
    """The journals of the collections that these versions are of. Returns the blobs of the versions; of others only manifests."""
    wanted: set[str] = set()
    store = BlobStore(home)
    for collection in sorted({of for of, _ in versions}):
        _add_ledger(package, Collections(home), collection, collection_journal_name)
        for version in Collection(home, collection).facts().versions():
            # Manifests of all versions, for whoever gets them must know what is garbage; files of those that the runs logged.
            here = version.manifest in store
            if here or (collection, version.id) in versions:
                wanted.add(version.manifest)
            if here and (collection, version.id) in versions:
                wanted.update(Manifest.load(store, version.manifest).blobs())
    return wanted


def _add_ledger(package: PackageWriter, folders: Home, ledger: str, name_of: Callable[[str, str], str]) -> bool:
    """Whether there is such a ledger here: the sweep of a run may lie with a server."""
    found = False
    for path in folders.journals(ledger):
        whole_bytes = survey(path).whole_bytes
        if whole_bytes > len(MAGIC):
            found = True
            with open(path, "rb") as file:
                package.add(name_of(ledger, path.name), file, whole_bytes, whole_bytes >= _LEAST_DEFLATED_BYTES)
    return found


def _survey_with_raw(package: PackageWriter, home: Home, path: Path, packed: set[str]) -> Survey:
    """The survey of a journal whose raw blobs are in the package: a run that goes on may encode and remove one while we look, but not
    without saying so in the journal first, so one more look tells what stands for it."""
    found = survey(path)
    tried: set[str] = set()
    while untried := found.raw - tried - packed:
        tried |= untried
        packed |= {sha256 for sha256 in untried if _add_blob(package, home, sha256)}
        if not untried <= packed:
            found = survey(path)
    return found


def _forms(home: Home, run: str, writer: str) -> list[Path]:
    journal = home.journal_path(run, writer)
    return [journal, journal.with_suffix(SEALED_SUFFIX)]


def _add_blob(package: PackageWriter, home: Home, sha256: str) -> bool:
    """Whether the home has the blob."""
    path = BlobStore(home).path(sha256)
    try:
        with open(path, "rb") as file:
            member = package.add(blob_name(sha256), file, os.fstat(file.fileno()).st_size, deflate=False)
    except FileNotFoundError:
        return False
    if not is_sha256(sha256) or member.sha256 != sha256:
        raise BlobDamaged(
            f"The blob {path} no longer has its hash: the disk changed it. Nothing was packed. Bring it back from a copy, or move it away "
            "to pack the run without it."
        )
    return True
