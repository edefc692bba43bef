"""What was compressed by zstd, inflated within a bound: a few bytes can claim to become more than any memory holds."""

from __future__ import annotations

import zstandard


def inflate(data: bytes, most_bytes: int) -> bytes:
    """The bytes that these were.

    Args:
        data: one frame of zstd.
        most_bytes: how many they may be.

    Raises:
        zstandard.ZstdError: they are more, or these are no frame.
    """
    # The library allocates whatever a frame claims, and looks at `max_output_size` only where it claims nothing.
    if zstandard.frame_content_size(data) > most_bytes:
        raise zstandard.ZstdError(f"it would become more than {most_bytes:,} bytes")
    return zstandard.ZstdDecompressor().decompress(data, max_output_size=most_bytes)
