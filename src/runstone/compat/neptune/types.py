"""`neptune_scale.types`: files and histograms."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from runstone.model.errors import BadValue
from runstone.sdk import media
from runstone.sdk.run import Run


class File:
    """A file, or bytes that become one."""

    def __init__(
        self, source: str | bytes | os.PathLike[str], mime_type: str | None = None, size: int | None = None
    ) -> None:
        """
        Args:
            source: a path, or the bytes.
            mime_type: of bytes: what they are.
            size: accepted.
        """
        self.source = source
        self.mime_type = mime_type

    def media(self) -> media.Media:
        """What is logged of it: a picture if it is one, else the file.

        Raises:
            BadValue: there is no such file.
        """
        kind = (self.mime_type or "").partition("/")[0]
        if isinstance(self.source, bytes):
            if kind == "image":
                return media.Image(self.source)
            if kind == "text":
                return media.Text(self.source.decode("utf-8", "replace"))
            raise BadValue("bytes are logged with a mime_type of an image or a text; write others into a file first.")
        path = Path(os.fspath(self.source))
        if kind == "image" or path.suffix.lower() in (".png", ".jpg", ".jpeg", ".gif", ".webp"):
            return media.Image(path)
        return media.File(path)

    def keep(self, run: Run, name: str) -> None:
        """Save it with the run under a name; one without an ending gets the file's own.

        Raises:
            OSError: the file cannot be read.
        """
        place = Path(run.dir) / name
        if not isinstance(self.source, bytes) and not place.suffix:
            place = place.with_suffix(Path(os.fspath(self.source)).suffix)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(self.source if isinstance(self.source, bytes) else Path(os.fspath(self.source)).read_bytes())
        run.save(place, run.dir, "now", glob=False)


class Histogram:
    """Counts or densities between edges."""

    def __init__(
        self,
        bin_edges: Sequence[float],
        *,
        counts: Sequence[int] | None = None,
        densities: Sequence[float] | None = None,
    ) -> None:
        """
        Raises:
            BadValue: neither counts nor densities, or both.
        """
        if (counts is None) == (densities is None):
            raise BadValue("a Histogram takes counts or densities, one of them. Nothing was logged.")
        self.bin_edges = list(bin_edges)
        self.counts = list(counts if counts is not None else densities or ())

    def media(self) -> Any:
        """What is logged of it."""
        return media.Histogram(np_histogram=(self.counts, self.bin_edges))
