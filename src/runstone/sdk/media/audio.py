"""Sounds: from a path, bytes, or an array of samples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from runstone.encoding.sound import look, to_wav
from runstone.model.errors import BadValue
from runstone.sdk import guard
from runstone.sdk.media.arrays import to_array
from runstone.sdk.media.files import as_source, opened
from runstone.sdk.media.media import Encoded, Media

if TYPE_CHECKING:
    import numpy.typing as npt

Samples = Literal["pcm16", "float32"]
MAX_CHANNELS = 32
_ACCEPTED = "Accepted are a path, bytes, and arrays of shape T, C×T or T×C with integers or floats."


class Audio(Media):
    """A sound. An array becomes a WAV file before `log()` returns; a file stays as it is.

    Samples: int16 as they are; uint8, int8 and int32 are shifted to 16 bits; other integers are taken for 16 bits. Floats are full at -1 and 1.
    What lies outside is clipped, and that is said and kept in `facts["clipped"]`. NaN becomes 0. With `samples="float32"` floats stay as they
    are, and integers become fractions of their full range.
    """

    type: ClassVar[str] = "audio"

    def __init__(
        self,
        data: Any,
        sample_rate_hz: int | None = None,
        caption: str | None = None,
        *,
        sample_rate: int | None = None,
        rate: int | None = None,
        samples: Samples = "pcm16",
    ) -> None:
        """
        Args:
            data: a path, the bytes of a sound file, or an array of one dimension (mono) or two: the shorter one is the channels, at most 32; of
                two that are equal the second.
            sample_rate_hz: of an array.
            caption: shown below it.
            sample_rate, rate: the same as `sample_rate_hz`.
            samples: of the WAV file: `pcm16`, or `float32`, which clips nothing.

        Raises:
            BadValue: no sample rate for an array, or one that is no whole positive number.
        """
        super().__init__(caption)
        rates = [each for each in (sample_rate_hz, sample_rate, rate) if each is not None]
        if len(rates) > 1:
            raise BadValue("sample_rate_hz=, sample_rate= and rate= are the same; give one of them.")
        if rates and (isinstance(rates[0], bool) or rates[0] != int(rates[0]) or not 0 < rates[0] < 1 << 31):
            raise BadValue(f"a sample rate of {rates[0]!r} is no whole positive number of hertz.")
        if samples not in ("pcm16", "float32"):
            raise BadValue(f"samples={samples!r}: expected 'pcm16' or 'float32'.")
        self._source = Path(data) if isinstance(data, str) else as_source(data)
        self._data = data
        self._rate = int(rates[0]) if rates else None
        self._float = samples == "float32"
        if self._source is None and self._rate is None:
            raise BadValue("an array of samples needs its rate: Audio(data, sample_rate_hz=48000).")

    def encode(self) -> Encoded:
        """The sound as a file; its rate, channels and duration where they are known."""
        if self._source is not None:
            return _from_file(self._source)
        assert self._rate is not None
        values = _in_order(self._data)
        clipped = 0
        if self._float:
            samples = _to_float32(values)
        else:
            samples, clipped = _to_pcm16(values)
        facts: dict[str, Any] = {
            "sample_rate_hz": self._rate,
            "channels": samples.shape[1],
            "duration_secs": len(samples) / self._rate,
        }
        if clipped:
            facts["clipped"] = clipped
            guard.say_once(
                f"{clipped} samples of a sound are beyond its full range, and were clipped: floats are full at -1 and 1. "
                "samples='float32' keeps them."
            )
        try:
            return Encoded(to_wav(samples, self._rate), "audio/wav", facts)
        except ValueError as error:
            raise BadValue(f"the sound cannot be a WAV file: {error}. Log it in pieces, or as a file.") from error


def _from_file(source: Path | bytes) -> Encoded:
    with opened(source, "the audio file") as file:
        head = look(file)
    if head is None:
        raise BadValue(
            "the bytes are no sound file: WAV, FLAC, MP3, Ogg, AAC, MP4 and WebM are known. Log others as a File."
        )
    return Encoded(source, head.mime, dict(zip(head._fields[1:], head[1:], strict=True)))


def _in_order(data: Any) -> npt.NDArray[Any]:
    """Samples of shape (time, channels)."""
    try:
        values = to_array(data)
    except (TypeError, ValueError) as error:
        raise BadValue(f"a {type(data).__qualname__} is no sound ({error}). {_ACCEPTED}") from error
    if values.dtype.kind not in "iuf":
        raise BadValue(f"values of {values.dtype} are no sound. {_ACCEPTED}")
    if values.ndim == 1:
        values = values[:, None]
    if values.ndim != 2:
        raise BadValue(
            f"an array of shape {values.shape} is no sound. {_ACCEPTED} Log several sounds as a list of Audios."
        )
    if 0 in values.shape:
        raise BadValue(f"an array of shape {values.shape} has no samples.")
    if values.shape[0] < values.shape[1]:
        values = values.T
    if values.shape[1] > MAX_CHANNELS:
        raise BadValue(
            f"an array of shape {values.shape} would have {values.shape[1]} channels; a sound has at most {MAX_CHANNELS}."
        )
    return values


def _to_pcm16(values: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], int]:
    """Samples of 16 bits, and how many were clipped."""
    import numpy as np

    match values.dtype.kind, values.dtype.itemsize:
        case "i", 2:
            return values, 0
        case "i", 1:
            return values.astype(np.int16) << 8, 0
        case "u", 1:
            return (values.astype(np.int16) - 128) << 8, 0
        case "i", 4:
            return (values >> 16).astype(np.int16), 0
        case "f", _:
            full = np.nan_to_num(values.astype(np.float64), nan=0.0)
            clipped = int((np.abs(full) > 1.0).sum())
            return np.rint(np.clip(full, -1.0, 1.0) * 32767).astype(np.int16), clipped
    clipped = int(((values < -32768) | (values > 32767)).sum())
    return np.clip(values, -32768, 32767).astype(np.int16), clipped


def _to_float32(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    import numpy as np

    if values.dtype.kind == "f":
        return np.nan_to_num(values.astype(np.float32), nan=0.0, posinf=1.0, neginf=-1.0)
    match values.dtype.kind, values.dtype.itemsize:
        case "u", 1:
            return ((values.astype(np.float32) - 128) / 128).astype(np.float32)
        case "i", 1:
            return (values / 128).astype(np.float32)
        case "i", 4:
            return (values / (1 << 31)).astype(np.float32)
    return (values / 32768).astype(np.float32)
