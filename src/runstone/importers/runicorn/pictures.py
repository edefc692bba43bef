"""What a file of an image is: its media type by its first bytes, for Runicorn calls them all .png, and its size."""

from __future__ import annotations

from pathlib import Path


def facts_of(path: Path) -> tuple[str, dict[str, int]] | None:
    """The media type, and `width` and `height` in pixels; None of what is no picture."""
    from PIL import Image, UnidentifiedImageError  # here, since most runs have none

    try:
        with Image.open(path) as image:
            mime = Image.MIME.get(image.format or "", "image/png")
            return mime, {"width": image.width, "height": image.height}
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError, SyntaxError):
        return None
