"""Faults: where a folder, or what an artifact lies in, differs from its manifest."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from runstone.artifacts.contents import Contents, inside, matches, walk
from runstone.artifacts.manifest import Entry, Manifest
from runstone.artifacts.references import address
from runstone.model.errors import BlobDamaged, ServerUnusable


class Fault(NamedTuple):
    """A file that is not what the manifest says: `missing`, `changed`, or `extra` in a folder. `message` tells more."""

    path: str
    kind: str
    message: str


def faults_of_folder(manifest: Manifest, root: Path) -> list[Fault]:
    """What in a folder differs from the artifact; references need not be there."""
    found = []
    for path, entry in manifest:
        target = inside(root, path)
        if not target.is_file():
            if not entry.ref:
                found.append(Fault(path, "missing", f"{path} is missing from {root}."))
        elif not (matches(entry, target) or (address.md5(entry) is None and _has_size(entry, target))):
            found.append(Fault(path, "changed", f"{path} in {root} has other bytes than were logged."))
    extra = [path for path in walk(root) if path not in manifest.entries]
    return found + [Fault(path, "extra", f"{path} in {root} is no file of it.") for path in sorted(extra)]


def faults_of_contents(contents: Contents) -> list[Fault]:
    """Files whose blobs are missing or changed; every blob is read. References are asked for where they lie.

    Raises:
        MissingDependency: the scheme of a reference needs a package.
        ServerUnusable: the server that has the blobs does not answer.
    """
    found = []
    states: dict[str, str] = {}
    for path, entry in contents.manifest:
        fault = _fault_of_reference(path, entry) if entry.ref else None
        if fault is not None:
            found.append(fault)
        for blob in entry.blobs:
            if blob not in states:
                states[blob] = _state(contents, blob)
            if states[blob]:
                message = f"The blob {blob} of {path} is {states[blob]}. Bring it back from a copy of the home."
                found.append(Fault(path, states[blob], message))
    return found


def _state(contents: Contents, blob: str) -> str:
    digest = hashlib.sha256()
    try:
        for piece in contents.blob(blob):
            digest.update(piece)
    except BlobDamaged:
        return "missing"
    return "" if digest.hexdigest() == blob else "changed"


def _fault_of_reference(path: str, entry: Entry) -> Fault | None:
    try:
        now = address.now(entry)
    except (BlobDamaged, ServerUnusable) as error:
        return Fault(path, "missing", f"{path}: {error}")
    if now is None:
        return Fault(path, "missing", f"{path}: nothing lies at {entry.ref} any more.")
    if _facts(now) != _facts(entry):
        return Fault(path, "changed", f"{path}: what lies at {entry.ref} has changed since it was logged.")
    return None


def _facts(entry: Entry) -> tuple[str, int | None, str]:
    """What tells a reference from what it may have become. A time says little beside an ETag, and is all that there is without."""
    return entry.digest, entry.size_bytes, "" if "etag" in entry.extra else entry.extra.get("last_modified", "")


def _has_size(entry: Entry, path: Path) -> bool:
    """All that can be said of the bytes of a reference whose digest is not of its bytes."""
    return entry.size_bytes in (None, path.stat().st_size)
