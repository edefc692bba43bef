"""`wandb.Audio` and `wandb.Video`."""

from __future__ import annotations

from typing import Any, cast

from runstone.encoding.film import MIMES
from runstone.sdk import media


class Audio(media.Audio):
    """A sound: a path, or samples with their rate."""

    def __init__(self, data_or_path: Any, sample_rate: int | None = None, caption: str | None = None) -> None:
        """
        Raises:
            ValueError: an array without a rate, or see `runstone.Audio`.
        """
        super().__init__(data_or_path, sample_rate, caption)


class Video(media.Video):
    """A film: a path, an open file, or frames of shape (T, C, H, W); a batch of them is several samples."""

    EXTS = ("gif", "mp4", "webm", "ogg")

    def __init__(
        self,
        data_or_path: Any,
        caption: str | None = None,
        fps: float | None = None,
        format: str | None = None,  # noqa: A002 - theirs
    ) -> None:
        """
        Args:
            data_or_path: what it is.
            caption: shown below it.
            fps: frames a second of an array; 4 by default, as theirs.
            format: of an array: `gif`, `mp4` or `webm`; by default and otherwise what can be made here.

        Raises:
            ValueError: see `runstone.Video`.
        """
        kind = cast(Any, format if format in MIMES else None)
        layout: Any = "TCHW" if len(getattr(data_or_path, "shape", ())) in (4, 5) else None
        super().__init__(data_or_path, caption, fps=fps or 4, format=kind, layout=layout)
