"""Media items with their bytes at hand."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from runstone.api.source import Source
from runstone.encoding import raw
from runstone.model.errors import BadQuery, BlobDamaged
from runstone.query.answers import MediaItem, MediaPart


class StoredMedia:
    """A media item. Its fields (`key`, `step`, `caption`, `facts` …) are attributes of `item`.

    What was logged a moment ago, or right before a kill, may lie in raw values yet (`item.mime` says so): it is read as what it stands for.
    """

    def __init__(self, source: Source, run: str, item: MediaItem) -> None:
        self._source = source
        self._run = run
        self.item = item

    def __repr__(self) -> str:
        return f"<{self.item.type} {self.item.key!r} step {self.item.step}>"

    def read(self, part: str = "") -> bytes:
        """The bytes; none where the item's facts are all of it.

        Args:
            part: the name of a part, `mask/prediction` for one, as `item.parts` has it; by default the item itself.

        Raises:
            BlobDamaged: the blob is missing, or no longer what was logged.
            BadQuery: there is no such part.
        """
        blob = self._blob(part)
        if not blob.sha256:
            return b""
        try:
            data = b"".join(self._source.blob(blob.sha256))
        except BlobDamaged:
            if not self._is_encoded_by_now(part):
                raise
            return self.read(part)
        self._check(blob, hashlib.sha256(data).hexdigest())
        return raw.encode(data).data if blob.mime == raw.MIME else data

    def save(self, path: str | os.PathLike[str], part: str = "") -> None:
        """Copy the bytes into a file, in constant memory; a file that is there is replaced, and only by a whole one.

        Raises:
            BlobDamaged, BadQuery: see `read`. The file is as it was.
            OSError: the file cannot be written.
        """
        target = Path(path)
        staged = target.with_name(f".{target.name}.part-{os.getpid()}-{os.urandom(4).hex()}")
        try:
            with open(staged, "wb") as out:
                for chunk in self._chunks(part):
                    out.write(chunk)
            os.replace(staged, target)
        finally:
            staged.unlink(missing_ok=True)

    def _chunks(self, part: str) -> Iterator[bytes]:
        blob = self._blob(part)
        if not blob.sha256 or blob.mime == raw.MIME:
            yield self.read(part)
            return
        digest = hashlib.sha256()
        for chunk in self._source.blob(blob.sha256):
            digest.update(chunk)
            yield chunk
        self._check(blob, digest.hexdigest())

    def _blob(self, part: str) -> MediaItem | MediaPart:
        if not part:
            return self.item
        if part not in self.item.parts:
            known = f"It has {', '.join(self.item.parts)}." if self.item.parts else "It has none."
            raise BadQuery(f"{self.item.key!r} has no part {part!r}. {known}")
        return self.item.parts[part]

    def _is_encoded_by_now(self, part: str) -> bool:
        """Whether raw values are gone because a file stands for them now."""
        gone = self._blob(part)
        if gone.mime == raw.MIME:
            for item in self._source.media(self._run, self.item.key, self.item.step):
                if item.index == self.item.index:
                    self.item = item
                    return part in ("", *item.parts) and self._blob(part).sha256 != gone.sha256
        return False

    def _check(self, blob: MediaItem | MediaPart, sha256: str) -> None:
        if sha256 != blob.sha256:
            raise BlobDamaged(
                f"The bytes of {self.item.key!r} no longer have their hash {blob.sha256}: a disk changed them. "
                "Bring the blob back from a copy of the home."
            )
