"""Sounds: samples as WAV, and what the heads of sound files tell."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_PCM, _FLOAT = 1, 3
_MAX_WAV_BYTES = (1 << 32) - 1024
_MP3_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


class SoundHead(NamedTuple):
    """What the head of a sound file tells; None for what it does not."""

    mime: str
    sample_rate_hz: int | None = None
    channels: int | None = None
    duration_secs: float | None = None


def to_wav(samples: npt.NDArray[np.generic], sample_rate_hz: int) -> bytes:
    """Samples as a WAV file.

    Args:
        samples: int16 or float32 of shape (time, channels).
        sample_rate_hz: samples of a channel in a second.

    Raises:
        ValueError: they do not fit into a WAV file, which has at most 4 GiB.
    """
    import numpy as np

    is_float = samples.dtype == np.float32
    data = np.ascontiguousarray(samples, "<f4" if is_float else "<i2").tobytes()
    if len(data) > _MAX_WAV_BYTES:
        raise ValueError(f"{len(data)} bytes are more than a WAV file holds")
    width, channels = (4 if is_float else 2), samples.shape[1]
    form = struct.pack(
        "<HHIIHH",
        _FLOAT if is_float else _PCM,
        channels,
        sample_rate_hz,
        sample_rate_hz * channels * width,
        channels * width,
        8 * width,
    )
    chunks = b"WAVE" + _chunk(b"fmt ", form)
    if is_float:
        chunks += _chunk(b"fact", struct.pack("<I", len(samples)))
    chunks += _chunk(b"data", data)
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data


def look(file: BinaryIO) -> SoundHead | None:
    """What the head of a sound file tells; None if it is none that is known. The file is read from its beginning, and not to its end."""
    head = file.read(64)
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        file.seek(12)
        return _look_at_wav(file)
    if head[:4] == b"fLaC" and len(head) >= 26:
        bits = int.from_bytes(head[18:26], "big")
        rate, samples = bits >> 44, bits & ((1 << 36) - 1)
        return SoundHead("audio/flac", rate, ((bits >> 41) & 7) + 1, samples / rate if rate and samples else None)
    if head[:4] == b"OggS":
        return _look_at_ogg(head)
    if head[4:8] == b"ftyp":
        return SoundHead("audio/mp4")
    if head[:4] == b"\x1aE\xdf\xa3":
        return SoundHead("audio/webm")
    if head[:3] == b"ID3":
        return SoundHead("audio/mpeg")
    return _look_at_mp3(head)


def _look_at_wav(file: BinaryIO) -> SoundHead:
    rate = channels = bytes_a_second = None
    while len(head := file.read(8)) == 8:
        name, size = head[:4], int.from_bytes(head[4:], "little")
        if name == b"fmt " and size >= 16:
            form = file.read(size)
            if len(form) < 16:
                break
            _, channels, rate, bytes_a_second, _, _ = struct.unpack("<HHIIHH", form[:16])
        elif name == b"data":
            secs = size / bytes_a_second if bytes_a_second and size not in (0, 0xFFFFFFFF) else None
            return SoundHead("audio/wav", rate, channels, secs)
        else:
            file.seek(size + size % 2, 1)
    return SoundHead("audio/wav", rate, channels)


def _look_at_ogg(head: bytes) -> SoundHead:
    if head[28:35] == b"\x01vorbis" and len(head) >= 44:
        return SoundHead("audio/ogg", int.from_bytes(head[40:44], "little"), head[39])
    if head[28:36] == b"OpusHead" and len(head) >= 38:
        return SoundHead("audio/ogg", 48000, head[37])
    return SoundHead("audio/ogg")


def _look_at_mp3(head: bytes) -> SoundHead | None:
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    if head[1] & 0xF6 == 0xF0:
        return SoundHead("audio/aac")
    version, layer, rate = (head[1] >> 3) & 3, (head[1] >> 1) & 3, (head[2] >> 2) & 3
    if version == 1 or layer == 0 or rate == 3:
        return None
    return SoundHead("audio/mpeg", _MP3_RATES[version][rate], 1 if head[3] >> 6 == 3 else 2)
