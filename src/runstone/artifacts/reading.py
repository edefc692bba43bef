"""Reading: the files of an artifact, downloaded, compared and looked at."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from runstone.artifacts.contents import Contents
from runstone.artifacts.difference import Change, difference
from runstone.artifacts.faults import Fault, faults_of_contents, faults_of_folder
from runstone.artifacts.manifest import Entry, Manifest
from runstone.model.errors import BlobDamaged, Misuse


class File(NamedTuple):
    """A file of an artifact. `ref` is the address of a reference; empty for one whose bytes the home has."""

    path: str
    digest: str
    size_bytes: int | None
    ref: str
    artifact: Reading

    def download(self, root: str | os.PathLike[str] | None = None) -> str:
        """Write it into a folder, at its path; by default the one that `Artifact.download` uses. Returns where it is."""
        place = Path(root) if root is not None else self.artifact.default_root
        return str(self.artifact.contents.fetch(self.path, place / self.path))

    def read(self) -> bytes:
        """Its bytes."""
        return b"".join(self.artifact.contents.stream(self.path))


class Reading:
    """What can be read of an artifact."""

    contents: Contents

    @property
    def name(self) -> str:
        """`name:v3`; before it is logged, the name alone."""
        raise NotImplementedError

    def _check_readable(self) -> None:
        """
        Raises:
            Misuse: it is not logged.
        """
        raise NotImplementedError

    @property
    def manifest(self) -> Manifest:
        """What files it has."""
        return self.contents.manifest

    def files(self, names: Iterable[str] | None = None) -> list[File]:
        """Its files by path; only these, if names are given."""
        wanted = None if names is None else set(names)
        return [self._file(path, entry) for path, entry in self.manifest if wanted is None or path in wanted]

    def get_entry(self, path: str) -> File:
        """The file at a path.

        Raises:
            ArtifactNotFound: there is none.
        """
        return self._file(path, self.contents.entry(path))

    get_path = get_entry

    @property
    def default_root(self) -> Path:
        """Where `download` writes to if nobody says: `artifacts/<name>:<version>` in the working directory, or in `RUNSTONE_ARTIFACT_DIR`."""
        folder = Path(os.environ.get("RUNSTONE_ARTIFACT_DIR") or "artifacts")
        return folder / (self.name if os.name != "nt" else self.name.replace(":", "-"))

    def download(
        self,
        root: str | os.PathLike[str] | None = None,
        allow_missing_references: bool = False,
        path_prefix: str | None = None,
    ) -> str:
        """Write the files into a folder. Those that are there already with the same bytes stay, and every file is compared with its digest.

        Args:
            root: the folder; by default `artifacts/<name>:<version>`.
            allow_missing_references: leave out references that cannot be read.
            path_prefix: only what lies at or below this path.

        Returns:
            The folder.

        Raises:
            BlobDamaged: bytes are missing or others than were logged; nothing wrong is written.
            OSError: the disk refused.
        """
        self._check_readable()
        place = Path(root) if root is not None else self.default_root
        return str(self.contents.download(place, path_prefix or "", allow_missing_references))

    def checkout(self, root: str | os.PathLike[str] | None = None) -> str:
        """`download`, and remove all other files of the folder.

        Raises:
            BlobDamaged, OSError: see `download`.
        """
        self._check_readable()
        return str(self.contents.checkout(Path(root) if root is not None else self.default_root))

    def file(self, root: str | os.PathLike[str] | None = None) -> str:
        """Download the only file of it.

        Returns:
            Where it is.

        Raises:
            Misuse: it has none, or several.
        """
        if len(self.manifest) != 1:
            raise Misuse(
                f"{self.name} has {len(self.manifest)} files, not one. Use download, or get_entry(path).download."
            )
        return self.files()[0].download(root)

    def faults(self, root: str | os.PathLike[str] | None = None) -> list[Fault]:
        """How a folder differs from it; without one, which of its blobs are missing or changed, and which of its references. Empty where all is well."""
        return faults_of_contents(self.contents) if root is None else faults_of_folder(self.manifest, Path(root))

    def verify(self, root: str | os.PathLike[str] | None = None) -> None:
        """See that a folder has exactly its files; without one, that the home or the server has all their bytes, and that
        references lie where they lay.

        Raises:
            BlobDamaged: it has not. The message names the first that differ.
        """
        found = self.faults(root)
        if found:
            told = " ".join(fault.message for fault in found[:5])
            raise BlobDamaged(f"{len(found)} files of {self.name} are not as they were logged. {told}")

    def diff(self, other: Reading) -> list[Change]:
        """What must change to get from the other one to this one, by path."""
        return difference(other.manifest, self.manifest)

    def _file(self, path: str, entry: Entry) -> File:
        return File(path, entry.digest, entry.size_bytes, entry.ref, self)
