"""Files of runs with their bytes at hand."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from runstone.api.source import Source
from runstone.model.errors import BlobDamaged
from runstone.model.file_path import check_file_path
from runstone.query.answers.runs import SavedFile


class StoredFile:
    """A file that was saved with a run (`run.save`), as it was saved last."""

    def __init__(self, source: Source, item: SavedFile) -> None:
        self._source = source
        self.item = item

    def __repr__(self) -> str:
        return f"<File {self.path!r}, {self.size_bytes:,} bytes>"

    @property
    def path(self) -> str:
        """Its path in the run, parts joined by `/`."""
        return self.item.path

    @property
    def name(self) -> str:
        """The same, as others spell it."""
        return self.item.path

    @property
    def size_bytes(self) -> int:
        """How large it is."""
        return self.item.size_bytes

    def read(self) -> bytes:
        """The bytes.

        Raises:
            BlobDamaged: they are missing, or no longer what was saved.
        """
        return b"".join(self._chunks())

    def download(self, root: str | os.PathLike[str] = ".", replace: bool = False) -> Path:
        """Copy it below a folder, in constant memory; it is there when it is whole.

        Args:
            root: the folder; those on the way are made.
            replace: whether a file that is there is replaced; else that one stays.

        Returns:
            Where it lies.

        Raises:
            BlobDamaged: see `read`. Nothing is left behind.
        """
        target = Path(root, check_file_path(self.path))
        if target.exists() and not replace:
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        staged = target.with_name(f".{target.name}.part-{os.getpid()}-{os.urandom(4).hex()}")
        try:
            with open(staged, "wb") as out:
                for chunk in self._chunks():
                    out.write(chunk)
            os.replace(staged, target)
        finally:
            staged.unlink(missing_ok=True)
        return target

    def _chunks(self) -> Iterator[bytes]:
        digest = hashlib.sha256()
        for chunk in self._source.blob(self.item.sha256):
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != self.item.sha256:
            raise BlobDamaged(
                f"The bytes of {self.path!r} no longer have their hash: a disk changed them. Bring the blob back from a copy of the home."
            )
