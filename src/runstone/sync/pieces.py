"""Pieces of journals on their way over a wire: msgpack, compressed, read with a bound on what they may become."""

from __future__ import annotations

import io
from collections.abc import Sequence

import msgspec
import zstandard

from runstone.model.errors import UNDECODABLE, BadValue
from runstone.sync.journal_name import JournalName
from runstone.sync.replica import Piece

MEDIA_TYPE = "application/vnd.runstone.pieces"
MAX_BYTES = 64 << 20
_LEVEL = 3


class _Sent(msgspec.Struct, frozen=True, array_like=True):
    name: str
    offset: int
    data: bytes


_decoder = msgspec.msgpack.Decoder(list[_Sent])


def encode(pieces: Sequence[Piece]) -> bytes:
    """The pieces as they travel."""
    sent = [_Sent(piece.name.text, piece.offset, piece.data) for piece in pieces]
    return zstandard.ZstdCompressor(level=_LEVEL).compress(msgspec.msgpack.encode(sent))


def decode(data: bytes) -> list[Piece]:
    """The pieces that came.

    Raises:
        BadValue: they are none, or would take more than 64 MiB.
    """
    try:
        with zstandard.ZstdDecompressor(max_window_size=MAX_BYTES).stream_reader(io.BytesIO(data)) as reader:
            plain = reader.read(MAX_BYTES + 1)
        if len(plain) > MAX_BYTES:
            raise BadValue(f"Pieces of more than {MAX_BYTES >> 20} MiB came at once. Nothing was taken.")
        sent = _decoder.decode(plain)
    except (zstandard.ZstdError, *UNDECODABLE, MemoryError) as error:
        raise BadValue(f"What came are no pieces of journals ({error}). Nothing was taken.") from error
    if any(piece.offset < 0 or not piece.data for piece in sent):
        raise BadValue("A piece without bytes, or before the beginning of its journal, came. Nothing was taken.")
    return [Piece(JournalName.parse(piece.name), piece.offset, piece.data) for piece in sent]
