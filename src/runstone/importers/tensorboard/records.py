"""Records in a TFRecord file: length, its checksum, data, its checksum; read as far as they are whole."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from runstone.importers.tensorboard.crc32c import masked_crc32c, masked_of_windows

_HEADER = struct.Struct("<QI")
_FOOTER = struct.Struct("<I")
# Nothing that is written as a protocol buffer is larger.
_MAX_RECORD_BYTES = 2 << 30
_SEARCH_BYTES = 1 << 20


class RecordFile:
    """Follows one file, from its beginning to where it is whole; called again, it goes on from there.

    A record that is damaged costs itself alone. Memory is bounded by the largest record, not by the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.offset = 0
        self.damaged_bytes = 0
        self._file_id = (0, 0)
        self._is_lost = False

    def read(self) -> Iterator[bytes]:
        """The records that are whole by now and were not given yet.

        Raises:
            OSError: the file cannot be read.
        """
        with open(self.path, "rb", buffering=_SEARCH_BYTES) as file:
            status = os.fstat(file.fileno())
            # Another file took its name, or it was emptied: what is in it now was never read.
            if self._file_id != (status.st_dev, status.st_ino) or status.st_size < self.offset:
                self.offset, self._is_lost = 0, False
                self._file_id = (status.st_dev, status.st_ino)
            size_bytes = status.st_size
            file.seek(self.offset)
            while True:
                if self._is_lost and not self._find_record(file, size_bytes):
                    return
                length = self._length(file, size_bytes)
                if length is None:
                    if self._is_lost:
                        continue
                    return
                data, footer = file.read(length), file.read(_FOOTER.size)
                if len(footer) < _FOOTER.size:
                    return
                if masked_crc32c(data) == _FOOTER.unpack(footer)[0]:
                    self.offset += _HEADER.size + length + _FOOTER.size
                    yield data
                else:
                    self._skip(file, _HEADER.size + length + _FOOTER.size, size_bytes)

    @property
    def torn_bytes(self) -> int:
        """How many bytes behind the last whole record there are: of one that is being written, or never was to its end."""
        try:
            return max(0, self.path.stat().st_size - self.offset)
        except OSError:
            return 0

    def _length(self, file: BinaryIO, size_bytes: int) -> int | None:
        """The length of the record here; None where it is not whole, or is none."""
        if self.offset + _HEADER.size > size_bytes:
            return None
        header = file.read(_HEADER.size)
        length, checksum = _HEADER.unpack(header)
        if masked_crc32c(header[:8]) != checksum or length > _MAX_RECORD_BYTES:
            self._is_lost = True
            return None
        if self.offset + _HEADER.size + length + _FOOTER.size > size_bytes:
            return None
        return int(length)

    def _skip(self, file: BinaryIO, record_bytes: int, size_bytes: int) -> None:
        """Leave a record whose data is damaged: past it, if another one stands there, else the next one is looked for."""
        behind = self.offset + record_bytes
        file.seek(behind)
        header = file.read(_HEADER.size)
        if behind == size_bytes or (
            len(header) == _HEADER.size and masked_crc32c(header[:8]) == _HEADER.unpack(header)[1]
        ):
            self.offset = behind
            self.damaged_bytes += record_bytes
        else:
            self._is_lost = True
        file.seek(self.offset)

    def _find_record(self, file: BinaryIO, size_bytes: int) -> bool:
        """Go to the next place at which a record may begin. False if there is none yet."""
        at = self.offset + 1
        while at + _HEADER.size <= size_bytes:
            file.seek(at)
            data = np.frombuffer(file.read(min(_SEARCH_BYTES, size_bytes - at)), np.uint8)
            places = len(data) - _HEADER.size + 1
            if places < 1:
                break
            expected = masked_of_windows(data, 8)[:places]
            found = data[8:].astype(np.uint32)
            stored = sum(found[place : place + places] << np.uint32(8 * place) for place in range(4))
            hits = np.flatnonzero(expected == stored)
            if len(hits):
                self._move(at + int(hits[0]))
                self._is_lost = False
                file.seek(self.offset)
                return True
            at += places
        # The last bytes may be the beginning of a header.
        self._move(max(self.offset, at - 1))
        return False

    def _move(self, offset: int) -> None:
        self.damaged_bytes += offset - self.offset
        self.offset = offset
