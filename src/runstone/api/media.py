"""Media items with their bytes at hand."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from runstone.api.source import Source
from runstone.model.errors import BlobDamaged
from runstone.query.answers import MediaItem


class StoredMedia:
    """A media item. Its fields (`key`, `step`, `caption`, `facts` …) are attributes of `item`."""

    def __init__(self, source: Source, item: MediaItem) -> None:
        self._source = source
        self.item = item

    def __repr__(self) -> str:
        return f"<{self.item.type} {self.item.key!r} step {self.item.step}>"

    def read(self) -> bytes:
        """The bytes; none where the item's facts are all of it.

        Raises:
            BlobDamaged: the blob is missing, or no longer what was logged.
        """
        if not self.item.sha256:
            return b""
        data = b"".join(self._source.blob(self.item.sha256))
        self._check(hashlib.sha256(data).hexdigest())
        return data

    def save(self, path: str | os.PathLike[str]) -> None:
        """Copy the bytes into a file, in constant memory; a file that is there is replaced, and only by a whole one.

        Raises:
            BlobDamaged: the blob is missing, or no longer what was logged. The file is as it was.
            OSError: the file cannot be written.
        """
        target = Path(path)
        part = target.with_name(f".{target.name}.part-{os.getpid()}-{os.urandom(4).hex()}")
        digest = hashlib.sha256()
        try:
            with open(part, "wb") as out:
                for chunk in self._source.blob(self.item.sha256) if self.item.sha256 else ():
                    digest.update(chunk)
                    out.write(chunk)
            if self.item.sha256:
                self._check(digest.hexdigest())
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)

    def _check(self, sha256: str) -> None:
        if sha256 != self.item.sha256:
            raise BlobDamaged(
                f"The bytes of {self.item.key!r} no longer have their hash {self.item.sha256}: a disk changed them. "
                "Bring the blob back from a copy of the home."
            )
