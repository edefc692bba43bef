"""Sounds: of every shape and kind of sample, and files as they are."""

from __future__ import annotations

import io
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import runstone as rs
from reading import LogAll, LogOne
from runstone.encoding.sound import look, to_wav


def samples(data: bytes) -> Any:
    """Those of a WAV of 16 bits, as somebody else reads it."""
    with wave.open(io.BytesIO(data)) as file:
        assert file.getsampwidth() == 2
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, file.getnchannels())


stereo = np.arange(20, dtype=np.int16).reshape(10, 2)


@pytest.mark.parametrize(
    ("array", "channels"),
    [
        (stereo[:, 0], [stereo[:, 0]]),
        (stereo[:, :1], [stereo[:, 0]]),
        (stereo, [stereo[:, 0], stereo[:, 1]]),
        (stereo.T, [stereo[:, 0], stereo[:, 1]]),
        (stereo[:2], [stereo[:2, 0], stereo[:2, 1]]),
    ],
)
def test_every_shape(log_one: LogOne, array: Any, channels: list[Any]) -> None:
    item = log_one(rs.Audio(array, 8000, caption="c"))
    assert (item.item.type, item.item.mime, item.item.caption) == ("audio", "audio/wav", "c")
    assert samples(item.read()).T.tolist() == [channel.tolist() for channel in channels]
    secs = len(channels[0]) / 8000
    assert item.item.facts == {"sample_rate_hz": 8000, "channels": len(channels), "duration_secs": secs}


@pytest.mark.parametrize(
    ("values", "stored"),
    [
        (np.array([-1.0, 0.0, 0.5, 1.0]), [-32767, 0, 16384, 32767]),
        (np.array([0.25], np.float16), [8192]),
        (np.array([np.nan, 0.0]), [0, 0]),
        (np.array([0, 128, 255], np.uint8), [-32768, 0, 32512]),
        (np.array([-128, 127], np.int8), [-32768, 32512]),
        (np.array([-(1 << 31), 1 << 16], np.int32), [-32768, 1]),
        ([1, -2, 300], [1, -2, 300]),
    ],
)
def test_every_kind_of_sample(values: Any, stored: list[int]) -> None:
    encoded = rs.Audio(values, sample_rate_hz=8000).encode()
    assert isinstance(encoded.data, bytes)
    assert samples(encoded.data)[:, 0].tolist() == stored
    assert "clipped" not in encoded.facts


def test_clipping_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for values, stored in ((np.array([-2.0, 0.0, 1.5]), [-32767, 0, 32767]), (np.array([40000, 1]), [32767, 1])):
        encoded = rs.Audio(values, 8000).encode()
        assert isinstance(encoded.data, bytes)
        assert samples(encoded.data)[:, 0].tolist() == stored
        assert encoded.facts["clipped"] == sum(abs(value) not in (0.0, 1) for value in values)
    assert "2 samples of a sound are beyond its full range, and were clipped" in capsys.readouterr().err


def test_floats_may_stay_floats(log_one: LogOne) -> None:
    item = log_one(rs.Audio(np.array([[-2.0, 0.5], [0.0, 1.5], [np.nan, 0.0]]), 8000, samples="float32"))
    data = item.read()
    assert np.frombuffer(data[data.index(b"data") + 8 :], "<f4").tolist() == [-2.0, 0.5, 0.0, 1.5, 0.0, 0.0]
    assert look(io.BytesIO(data)) == ("audio/wav", 8000, 2, 3 / 8000)
    assert rs.Audio(np.array([-32768], np.int16), 1, samples="float32").encode().data[-4:] == np.float32(-1).tobytes()  # type: ignore[index]


@given(st.lists(st.integers(-32768, 32767), min_size=1), st.integers(1, 3), st.integers(1, 200_000))
def test_what_is_written_is_a_wav(values: list[int], channels: int, rate: int) -> None:
    array = np.array(values * channels, np.int16).reshape(-1, channels)
    data = to_wav(array, rate)
    assert np.array_equal(samples(data), array)
    assert look(io.BytesIO(data)) == ("audio/wav", rate, channels, pytest.approx(len(array) / rate))


flac = (
    b"fLaC\x00\x00\x00\x22"
    + bytes(10)
    + ((44100 << 44) | (1 << 41) | (15 << 36) | 88200).to_bytes(8, "big")
    + bytes(30)
)
vorbis = b"OggS" + bytes(24) + b"\x01vorbis" + bytes(4) + b"\x02" + (48000).to_bytes(4, "little") + bytes(20)
opus = b"OggS" + bytes(24) + b"OpusHead\x01\x02" + bytes(20)


@pytest.mark.parametrize(
    ("data", "mime", "facts"),
    [
        (to_wav(stereo, 8000), "audio/wav", [8000, 2, 10 / 8000]),
        (flac, "audio/flac", [44100, 2, 2.0]),
        (vorbis, "audio/ogg", [48000, 2, None]),
        (opus, "audio/ogg", [48000, 2, None]),
        (b"ID3\x04" + bytes(60), "audio/mpeg", [None, None, None]),
        (b"\xff\xfb\x90\x00" + bytes(60), "audio/mpeg", [44100, 2, None]),
        (b"\xff\xf1\x50\x80" + bytes(60), "audio/aac", [None, None, None]),
        (b"\0\0\0\x20ftypM4A " + bytes(60), "audio/mp4", [None, None, None]),
        (b"\x1aE\xdf\xa3" + bytes(60), "audio/webm", [None, None, None]),
    ],
)
def test_files_stay_as_they_are(log_all: LogAll, tmp_path: Path, data: bytes, mime: str, facts: list[Any]) -> None:
    path = tmp_path / "sound"
    path.write_bytes(data)
    items = log_all([rs.Audio(source) for source in (path, str(path), data, bytearray(data), io.BytesIO(data))])
    for item in items:
        assert (item.read(), item.item.mime, list(item.item.facts.values())) == (data, mime, facts)


@given(st.binary(max_size=80))
def test_no_head_of_a_file_is_a_fault(data: bytes) -> None:
    for start in (b"", b"RIFF\0\0\0\0WAVE", b"OggS", b"\xff\xfb", b"fLaC"):
        look(io.BytesIO(start + data))


@pytest.mark.parametrize("name", ["sample_rate", "rate", "sample_rate_hz"])
def test_a_rate_by_each_of_its_names(name: str) -> None:
    rate: dict[str, Any] = {name: 16000.0}
    assert rs.Audio([0.0], **rate).encode().facts["sample_rate_hz"] == 16000


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: rs.Audio(stereo), "needs its rate"),
        (lambda: rs.Audio(stereo, 0), "no whole positive number"),
        (lambda: rs.Audio(stereo, 44100.5), "no whole positive number"),  # type: ignore[arg-type]
        (lambda: rs.Audio(stereo, 8000, rate=8000), "give one of them"),
        (lambda: rs.Audio(stereo, 8000, samples="pcm24"), "expected 'pcm16'"),  # type: ignore[arg-type]
        (lambda: rs.Audio(np.zeros((2, 2, 9)), 8000).encode(), "a list of Audios"),
        (lambda: rs.Audio(np.zeros((100, 50)), 8000).encode(), "at most 32"),
        (lambda: rs.Audio(np.zeros(0), 8000).encode(), "has no samples"),
        (lambda: rs.Audio(np.zeros(4, bool), 8000).encode(), "values of bool are no sound"),
        (lambda: rs.Audio(["x"], 8000).encode(), "are no sound"),
        (lambda: rs.Audio([[1], [1, 2]], 8000).encode(), "is no sound"),
        (lambda: rs.Audio(b"nothing that sounds").encode(), "no sound file"),
        (lambda: rs.Audio("missing.wav").encode(), "missing.wav cannot be read"),
    ],
)
def test_what_is_no_sound(make: Any, says: str) -> None:
    with pytest.raises(rs.BadValue, match=says):
        make()
