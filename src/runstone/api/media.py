"""Media items with their bytes at hand."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from runstone.api import logged_table
from runstone.api.frames import frame
from runstone.api.source import Source
from runstone.encoding import raw
from runstone.encoding.bins import even_edges
from runstone.encoding.frame import Backend
from runstone.encoding.table import TableReader
from runstone.index.points import Float64
from runstone.model.errors import BadQuery, BlobDamaged, MissingDependency, Misuse
from runstone.query.answers.media import MediaItem, MediaPart


class Bins(NamedTuple):
    """A histogram, as `numpy.histogram` gives it: counts, and one edge more than there are counts."""

    counts: Float64
    edges: Float64


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

    def image(self, part: str = "") -> Any:
        """The picture as a PIL image.

        Args:
            part: the name of a part that is a picture, `mask/prediction` for one; by default the item itself.

        Raises:
            Misuse: it is no image, or a drawing, which has no pixels.
            MissingDependency: Pillow is not installed.
            BadQuery, BlobDamaged: see `read`.
        """
        if not part:
            self._expect("image")
        if "svg" in self._blob(part).mime:
            raise Misuse(f"{self!r} is an SVG drawing, which has no pixels of its own. `read()` gives its text.")
        try:
            import PIL.Image
        except ImportError as error:
            raise MissingDependency("pillow", "StoredMedia.image()") from error
        return PIL.Image.open(io.BytesIO(self.read(part)))

    def histogram(self) -> Bins:
        """Its counts and edges, as `numpy.histogram` gives them. What is not finite was counted apart, in `item.facts`.

        Raises:
            Misuse: it is no histogram.
        """
        self._expect("histogram")
        counts, edges = self.item.facts["counts"], self.item.facts["edges"]
        if isinstance(edges, dict):
            edges = even_edges(edges["low"], edges["high"], len(counts))
        return Bins(np.asarray(counts, np.float64), np.asarray(edges, np.float64))

    def table(self, backend: Backend | None = None) -> Any:
        """The table as a data frame; of one that is logged row by row all rows up to this step. Cells with media are JSON that names their
        `part`, which `read` of the item that they were logged with takes.

        Args:
            backend: `pandas`, `polars` or `pyarrow`; by default the first of them that is imported already, else that is installed.

        Raises:
            Misuse: it is no table.
            MissingDependency: none of the libraries is installed.
            BlobDamaged: see `read`.
        """
        self._expect("table")
        tables = [TableReader(StoredMedia(self._source, self._run, item).read()) for item in self._table_items()]
        return frame(logged_table.columns(tables), backend)

    def _table_items(self) -> list[MediaItem]:
        if "part_of" not in self.item.facts:
            return [self.item]
        place = self.item.step, self.item.index
        found = self._source.media(self._run, self.item.key, None)
        return [item for item in found if "part_of" in item.facts and (item.step, item.index) <= place]

    def _expect(self, kind: str) -> None:
        if self.item.type != kind:
            raise Misuse(f"{self!r} is no {kind}. `read()` gives its bytes, and `item.facts` what is known of it.")

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
