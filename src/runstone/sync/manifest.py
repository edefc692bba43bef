"""The manifest of a package: what lies in it, under which name, and with which checksum."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from runstone.model.errors import BadRunId, FormatTooNew, PackageDamaged
from runstone.model.home import JOURNAL_SUFFIX, SEALED_SUFFIX
from runstone.model.ids import check_run_id, from_file_name, is_display_id, to_file_name

MANIFEST_NAME = "manifest.json"
FORMAT = "runstone-package"
VERSION = 3
"""What a package with sweeps says; what holds less says less, so that earlier readers take it."""

ARTIFACTS_VERSION = 2
PLAIN_VERSION = 1

MAX_MANIFEST_BYTES = 64 << 20

ARTIFACTS = "artifacts"
SWEEPS = "sweeps"
_COLLECTION = re.compile(r"[0-9a-f]{16}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_WRITER = re.compile(r"[0-9a-f]{11}-[0-9a-f]{6}")


class Member(msgspec.Struct, frozen=True):
    """One file of a package, as it is when it is taken out."""

    name: str
    size_bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """`runs` are ids, a run before those that it was forked off. `missing_blobs` are media that the sending home had lost."""

    runs: list[str]
    members: list[Member]
    missing_blobs: list[str] = []
    format: str = FORMAT
    version: int = VERSION


class JournalMember(NamedTuple):
    """A journal: of which run (or collection, or sweep) and writer, and whether it is the sealed form."""

    run: str
    writer: str
    suffix: str
    member: Member


class BlobMember(NamedTuple):
    """A blob."""

    sha256: str
    member: Member


def is_sha256(text: str) -> bool:
    """Whether a text can name a blob."""
    return _SHA256.fullmatch(text) is not None


def journal_name(run: str, file_name: str) -> str:
    """The name of a journal in a package: its place in a home."""
    return f"runs/{to_file_name(run)}/{file_name}"


def collection_journal_name(collection: str, file_name: str) -> str:
    """The name of a collection's journal in a package: its place in a home."""
    return f"{ARTIFACTS}/{collection}/{file_name}"


def sweep_journal_name(sweep: str, file_name: str) -> str:
    """The name of a sweep's journal in a package: its place in a home."""
    return f"{SWEEPS}/{to_file_name(sweep)}/{file_name}"


def version_of(members: list[Member]) -> int:
    """The earliest version of the format that knows all of these."""
    folders = {member.name.partition("/")[0] for member in members}
    return VERSION if SWEEPS in folders else ARTIFACTS_VERSION if ARTIFACTS in folders else PLAIN_VERSION


def blob_name(sha256: str) -> str:
    """The name of a blob in a package: its place in a home."""
    return f"blobs/{sha256[:2]}/{sha256}"


def decode(data: bytes) -> Manifest:
    """The manifest in these bytes.

    Raises:
        PackageDamaged: they are none.
        FormatTooNew: a later version wrote them.
    """
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PackageDamaged(f"its {MANIFEST_NAME} cannot be read ({error}).") from error
    if manifest.format != FORMAT:
        raise PackageDamaged(f"its {MANIFEST_NAME} is that of another program.")
    if manifest.version > VERSION:
        raise FormatTooNew(
            f"The package has version {manifest.version}; this Runstone reads up to {VERSION}. Nothing was changed: update with "
            "`pip install -U runstone`."
        )
    return manifest


class Members(NamedTuple):
    """The members of a package by what they are; `collections` are journals of collections of artifacts, `sweeps` those of sweeps."""

    journals: list[JournalMember]
    collections: list[JournalMember]
    sweeps: list[JournalMember]
    blobs: list[BlobMember]


def sort_out(manifest: Manifest) -> Members:
    """The members by what they are.

    Where a file goes is made of what its name says, never of the name itself, so no name leads out of a home.

    Raises:
        PackageDamaged: a member is none of a package, stands there twice, or is of a run that the manifest does not name.
    """
    for run in manifest.runs:
        _check_run(run)
    journals: list[JournalMember] = []
    ledgers: dict[str, list[JournalMember]] = {ARTIFACTS: [], SWEEPS: []}
    blobs: list[BlobMember] = []
    writers: set[tuple[str, str]] = set()
    for member in manifest.members:
        kind = _understand(member)
        if isinstance(kind, BlobMember):
            blobs.append(kind)
            continue
        folder = member.name.partition("/")[0]
        if folder in ledgers:
            ledgers[folder].append(kind)
            continue
        if kind.run not in manifest.runs:
            raise PackageDamaged(f"it holds {member.name!r}, of a run that it does not name.")
        if (kind.run, kind.writer) in writers:
            raise PackageDamaged(f"it holds the journal {member.name!r} twice.")
        writers.add((kind.run, kind.writer))
        journals.append(kind)
    if len({member.name for member in manifest.members}) != len(manifest.members):
        raise PackageDamaged("its manifest names a member twice.")
    silent = set(manifest.runs) - {journal.run for journal in journals}
    if silent or len(set(manifest.runs)) != len(manifest.runs) or not manifest.runs:
        raise PackageDamaged(f"it has no journal of the runs that it names: {sorted(silent)}.")
    return Members(journals, ledgers[ARTIFACTS], ledgers[SWEEPS], blobs)


def _check_run(run: str) -> None:
    try:
        check_run_id(run)
    except BadRunId as error:
        raise PackageDamaged(f"it names {run!r}, which nothing can be called.") from error
    if run.isdigit() or is_display_id(run) or len(to_file_name(run)) > 255:
        raise PackageDamaged(f"it names {run!r}, which nothing can be called.")


def _understand(member: Member) -> JournalMember | BlobMember:
    parts = member.name.split("/")
    if member.size_bytes >= 0 and is_sha256(member.sha256) and len(parts) == 3:
        folder, middle, last = parts
        if folder == "blobs" and is_sha256(last) and middle == last[:2] and member.sha256 == last:
            return BlobMember(last, member)
        stem, dot, suffix = last.rpartition(".")
        if folder == "runs" and _WRITER.fullmatch(stem) and dot + suffix in (JOURNAL_SUFFIX, SEALED_SUFFIX):
            run = _id_of(middle)
            if run:
                return JournalMember(run, stem, dot + suffix, member)
        if folder == SWEEPS and _WRITER.fullmatch(stem) and suffix == "journal":
            sweep = _id_of(middle)
            if sweep:
                _check_run(sweep)
                return JournalMember(sweep, stem, JOURNAL_SUFFIX, member)
        if folder == ARTIFACTS and _WRITER.fullmatch(stem) and _COLLECTION.fullmatch(middle) and suffix == "journal":
            return JournalMember(middle, stem, JOURNAL_SUFFIX, member)
    raise PackageDamaged(f"it holds {member.name!r}, which is nothing that a package holds.")


def _id_of(folder: str) -> str:
    """The id that a folder is named after; empty if it is named after none."""
    try:
        found = from_file_name(folder)
    except ValueError:
        return ""
    return found if to_file_name(found) == folder else ""
