"""Media items with their bytes at hand."""

from __future__ import annotations

import hashlib
import io
import os
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
from runstone.model.errors import BlobDamaged, MissingDependency, Misuse
from runstone.query.answers import MediaItem


class Bins(NamedTuple):
    """A histogram, as `numpy.histogram` gives it: counts, and one edge more than there are counts."""

    counts: Float64
    edges: Float64


class StoredMedia:
    """A media item. Its fields (`key`, `step`, `caption`, `facts` …) are attributes of `item`."""

    def __init__(self, source: Source, item: MediaItem, run: str) -> None:
        self._source = source
        self._run = run
        self.item = item

    def __repr__(self) -> str:
        return f"<{self.item.type} {self.item.key!r} step {self.item.step}>"

    def read(self) -> bytes:
        """The bytes of the file; none where the item's facts are all of it. What is not encoded yet is encoded here.

        Raises:
            BlobDamaged: the blob is missing, or no longer what was logged.
            MissingDependency: it is not encoded yet, and that needs an optional package.
        """
        if not self.item.sha256:
            return b""
        data = self._read(self.item.sha256)
        return raw.encode(data).data if self.item.mime == raw.MIME else data

    def read_part(self, name: str) -> bytes:
        """The bytes of a further blob: `mask/…` of an image, `cell/…` of a table.

        Raises:
            Misuse: the item has no such part.
            BlobDamaged: the blob is missing, or no longer what was logged.
        """
        if name not in self.item.parts:
            raise Misuse(f"{self!r} has no part {name!r}, but {', '.join(self.item.parts) or 'none at all'}.")
        part = self.item.parts[name]
        data = self._read(part.sha256)
        return raw.encode(data).data if part.mime == raw.MIME else data

    def image(self) -> Any:
        """The picture as a PIL image.

        Raises:
            Misuse: it is no image.
            MissingDependency: Pillow is not installed.
            BlobDamaged: see `read`.
        """
        self._expect("image")
        try:
            import PIL.Image
        except ImportError as error:
            raise MissingDependency("pillow", "StoredMedia.image()") from error
        if "svg" in self.item.mime:
            raise Misuse(f"{self!r} is an SVG drawing, which has no pixels of its own. `read()` gives its text.")
        return PIL.Image.open(io.BytesIO(self.read()))

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
        `part`, for `read_part` of the item that they were logged with.

        Args:
            backend: `pandas`, `polars` or `pyarrow`; by default the first of them that is imported already, else that is installed.

        Raises:
            Misuse: it is no table.
            MissingDependency: none of the libraries is installed.
            BlobDamaged: see `read`.
        """
        self._expect("table")
        tables = [TableReader(self._read(item.sha256)) for item in self._table_items()]
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

    def _read(self, sha256: str) -> bytes:
        data = b"".join(self._source.blob(sha256))
        self._check(sha256, hashlib.sha256(data).hexdigest())
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
                if self.item.mime == raw.MIME:
                    out.write(self.read())
                elif self.item.sha256:
                    for chunk in self._source.blob(self.item.sha256):
                        digest.update(chunk)
                        out.write(chunk)
                    self._check(self.item.sha256, digest.hexdigest())
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)

    def _check(self, wanted: str, sha256: str) -> None:
        if sha256 != wanted:
            raise BlobDamaged(
                f"The bytes of {self.item.key!r} no longer have their hash {wanted}: a disk changed them. "
                "Bring the blob back from a copy of the home."
            )
