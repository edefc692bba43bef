"""How a journal ends, read off its last bytes, however long it is."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import msgspec

from runstone.journal import frames
from runstone.journal.frames import HEAD, Kind
from runstone.model.records import Closed

# The last record of a writer has some thirty bytes.
_MOST_BYTES = 64


def ends_closed(path: Path) -> bool:
    """Whether the last record of a journal says that its writer let go in good order.

    Args:
        path: the journal, not its sealed form.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb") as file:
        size_bytes = file.seek(0, 2)
        file.seek(max(0, size_bytes - _MOST_BYTES))
        tail = file.read()
    return any(_is_closed(tail[start:]) for start in range(len(tail) - HEAD.size))


def _is_closed(data: bytes) -> bool:
    crc, size, kind = HEAD.unpack_from(data)
    if kind != Kind.EVENT or size != len(data) - HEAD.size or crc != crc32(data[4:]):
        return False
    try:
        return isinstance(frames.decode_event(data[HEAD.size :]), Closed)
    except msgspec.DecodeError:
        return False
