"""What `log()` takes beside numbers and texts: one file a type."""

from __future__ import annotations

from runstone.sdk.media.encoder import Encoded, Media
from runstone.sdk.media.file import File
from runstone.sdk.media.image import Image
from runstone.sdk.media.recognise import as_media
from runstone.sdk.media.table import Table

__all__ = ["Encoded", "File", "Image", "Media", "Table", "as_media"]
