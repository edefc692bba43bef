"""Films: from a path, bytes, or an array of frames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from runstone.encoding import film, raw
from runstone.encoding.raw import Raw
from runstone.model.errors import BadValue, MissingDependency
from runstone.sdk.media.arrays import to_array
from runstone.sdk.media.files import as_source, opened
from runstone.sdk.media.image_file import UNREADABLE
from runstone.sdk.media.media import Encoded, Media
from runstone.sdk.media.pixels import ValueRange, settle_range, to_pixels

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Format = Literal["mp4", "webm", "gif"]
Layout = Literal["TCHW", "THWC"]
DEFAULT_FPS = 30.0
CHANNELS = (1, 3, 4)
_ACCEPTED = (
    "Accepted are a path, bytes, and arrays of shape T×C×H×W, T×H×W×C or T×H×W, also B×… for several of them, with 1, 3 or 4 channels, of uint8, "
    "bool, uint16, integers in 0..255 or floats."
)


class Video(Media):
    """A film. The frames of an array are taken before `log()` returns, and encoded afterwards; a file stays as it is.

    Values become pixels as those of an `Image` do, by one range for the whole film.
    """

    type: ClassVar[str] = "video"

    def __init__(
        self,
        data: Any,
        caption: str | None = None,
        *,
        fps: float | None = None,
        format: Format | None = None,  # noqa: A002 - the word of the field
        layout: Layout | None = None,
        value_range: ValueRange = "auto",
    ) -> None:
        """
        Args:
            data: a path, the bytes of a film (MP4, WebM, Ogg, GIF), an open file, or an array of frames. Of five dimensions it is a batch: each
                film is a sample of its own.
            caption: shown below it.
            fps: frames a second of an array; 30 by default.
            format: what an array becomes: `mp4` or `webm`, which need PyAV (`pip install 'runstone[media]'`), or `gif`. By default `mp4` where
                PyAV is installed, else `gif`.
            layout: where the shape does not tell: by default channels are the last dimension if that is 1, 3 or 4.
            value_range: see `Image`.

        Raises:
            BadValue: another format or layout, or no rate.
            MissingDependency: PyAV is needed and not there.
        """
        super().__init__(caption)
        if format not in (None, *film.MIMES):
            raise BadValue(f"format={format!r}: expected one of {', '.join(film.MIMES)}. A file stays what it is.")
        if layout not in (None, "TCHW", "THWC"):
            raise BadValue(f"layout={layout!r}: expected 'TCHW' or 'THWC'.")
        if fps is not None and not 0 < fps < 1000:
            raise BadValue(f"fps={fps!r}: expected a number of frames a second above 0 and below 1000.")
        self._source = Path(data) if isinstance(data, str) else as_source(data)
        self._data = data
        self._fps = float(fps or DEFAULT_FPS)
        self._format: Format = format or ("mp4" if film.can_encode("mp4") else "gif")
        self._layout = layout
        self._value_range = value_range
        if self._source is None and self._format != "gif":
            film.need_av(f"A video of an array as {self._format}")

    def samples(self) -> Sequence[Media]:
        """The film, or each one of a batch."""
        if self._source is not None:
            return [self]
        frames = _array(self._data)
        if frames.ndim != 5:
            return [self]
        return [
            Video(
                each,
                self.caption,
                fps=self._fps,
                format=self._format,
                layout=self._layout,
                value_range=self._value_range,
            )
            for each in frames
        ]

    def encode(self) -> Encoded:
        """The film as a file, or its frames, raw; its size, frames, rate and duration where they are known.

        Raises:
            BadValue: the data is no film.
        """
        if self._source is not None:
            return _from_file(self._source)
        pixels = _to_pixels(_in_order(_array(self._data), self._layout), self._value_range)
        fps = 100 / film.gif_hundredths(self._fps) if self._format == "gif" else self._fps
        frames, height, width = pixels.shape[:3]
        pad = 0 if self._format == "gif" else 1
        facts = {
            "width": width + width % 2 * pad,
            "height": height + height % 2 * pad,
            "frames": frames,
            "fps": fps,
            "duration_secs": frames / fps,
        }
        options = {"file_type": self._format, "fps": self._fps}
        return Encoded(Raw("frames", pixels, options), raw.MIME, facts)


def _array(data: Any) -> npt.NDArray[Any]:
    try:
        frames = to_array(data)
    except (TypeError, ValueError) as error:
        raise BadValue(f"a {type(data).__qualname__} is no film ({error}). {_ACCEPTED}") from error
    if frames.ndim not in (3, 4, 5) or frames.dtype.kind not in "buif":
        raise BadValue(f"{frames.dtype} values of shape {frames.shape} are no film. {_ACCEPTED}")
    if 0 in frames.shape:
        raise BadValue(f"an array of shape {frames.shape} has no pixels.")
    return frames


def _in_order(frames: npt.NDArray[Any], layout: Layout | None) -> npt.NDArray[Any]:
    """Frames of shape (T, H, W, channels)."""
    import numpy as np

    if frames.ndim == 3:
        return frames[:, :, :, None]
    if layout is None:
        layout = "THWC" if frames.shape[3] in CHANNELS else "TCHW"
    ordered = np.moveaxis(frames, 1, 3) if layout == "TCHW" else frames
    if ordered.ndim != 4 or ordered.shape[3] not in CHANNELS:
        raise BadValue(f"an array of shape {frames.shape} has {ordered.shape[3]} channels as {layout}. {_ACCEPTED}")
    return ordered


def _to_pixels(frames: npt.NDArray[Any], value_range: ValueRange) -> npt.NDArray[np.uint8]:
    """Frame by frame: what is in between takes no more memory than one of them."""
    import numpy as np

    if frames.dtype == np.uint8 and value_range in ("auto", None):
        return frames
    value_range = settle_range(frames, value_range)
    pixels = np.empty(frames.shape, np.uint8)
    for at, frame in enumerate(frames):
        pixels[at] = to_pixels(frame, "HWC", value_range).array.reshape(pixels.shape[1:])
    return pixels


def _from_file(source: Path | bytes) -> Encoded:
    with opened(source, "the video file") as file:
        head = file.read(512)
        mime = _mime(head)
        if mime is None:
            raise BadValue(
                "the bytes are no film that a browser plays: MP4, WebM, Ogg and GIF are. Convert it, or log it as a File to keep it."
            )
        file.seek(0)
        return Encoded(source, mime, _look_at_gif(file) if mime == "image/gif" else _look(file))


def _mime(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        return "video/mp4"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm"
    if head.startswith(b"OggS"):
        return "video/ogg"
    return "image/gif" if head.startswith((b"GIF87a", b"GIF89a")) else None


def _facts(
    width: int, height: int, frames: int | None, fps: float | None, duration_secs: float | None
) -> dict[str, Any]:
    return {"width": width, "height": height, "frames": frames, "fps": fps, "duration_secs": duration_secs}


def _look(file: Any) -> dict[str, Any]:
    """What the head of a film says, where PyAV is there to read it."""
    try:
        av = film.need_av("Reading a video")
    except MissingDependency:
        return {}
    try:
        with av.open(file) as container:
            if not container.streams.video:
                raise BadValue("the file has no video in it. Log a sound as an Audio.")
            stream = container.streams.video[0]
            fps = float(stream.average_rate) if stream.average_rate else None
            secs = container.duration / av.time_base if container.duration else None
            frames = stream.frames or (round(secs * fps) if secs and fps else None)
            return _facts(stream.width, stream.height, frames, fps, secs)
    except av.error.FFmpegError as error:
        raise BadValue(f"the film cannot be read ({error.strerror}): it is broken or cut short.") from error


def _look_at_gif(file: Any) -> dict[str, Any]:
    try:
        import PIL.Image
    except ImportError:
        return {}
    try:
        with PIL.Image.open(file) as image:
            millis = 0
            frames = getattr(image, "n_frames", 1)
            for at in range(frames):
                image.seek(at)
                millis += image.info.get("duration", 0) or 100
            return _facts(image.width, image.height, frames, frames * 1000 / millis, millis / 1000)
    except UNREADABLE as error:
        raise BadValue(f"the GIF cannot be read ({error}): it is broken or cut short.") from error
