"""Films: frames as MP4, WebM and GIF."""

from __future__ import annotations

import io
from fractions import Fraction
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from runstone.encoding.raw import Encoded
from runstone.model.errors import BlobDamaged, MissingDependency

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    Frames = npt.NDArray[np.uint8]

MIMES = {"mp4": "video/mp4", "webm": "video/webm", "gif": "image/gif"}
_CODECS = {"mp4": "libx264", "webm": "libvpx-vp9"}
# Close to what was logged, and quick: nobody waits for it, but it takes a core from the training.
_OPTIONS = {
    "mp4": {
        "crf": "18",
        "preset": "veryfast",
        "bf": "0",
        "x264-params": "colormatrix=bt709:colorprim=bt709:transfer=bt709",
    },
    "webm": {"crf": "24", "b": "0", "deadline": "realtime", "cpu-used": "6", "row-mt": "0"},
}
_BT709 = 1
_BT709_MATRIX = 1
_LIMITED = 1


def can_encode(file_type: str) -> bool:
    """Whether what a type needs is installed."""
    return find_spec("PIL" if file_type == "gif" else "av") is not None


def encode(frames: Frames, file_type: str = "mp4", fps: float = 30.0) -> Encoded:
    """Frames as a film. The same frames give the same bytes.

    Args:
        frames: uint8 of shape (T, H, W, channels): 1 grey, 3 RGB, 4 RGBA, whose alpha is dropped. At least one pixel.
        file_type: `mp4` (H.264) and `webm` (VP9), whose odd widths and heights gain a line; or `gif`, of 256 colours a frame.
        fps: frames a second; of a GIF it is rounded to hundredths of a second for each.

    Raises:
        BlobDamaged: these are no frames of a film.
        MissingDependency: PyAV is needed for MP4 and WebM, Pillow for GIF.
    """
    if frames.dtype != "u1" or frames.ndim != 4 or frames.shape[3] not in (1, 3, 4) or not frames.size or not fps > 0:
        raise BlobDamaged(f"{frames.dtype} values of shape {frames.shape} at {fps} frames a second are no film.")
    if file_type == "gif":
        return Encoded(_gif(frames, fps), MIMES["gif"])
    if file_type not in _CODECS:
        raise BlobDamaged(f"Films of the type {file_type!r} cannot be encoded by this version of Runstone.")
    return Encoded(_by_codec(frames, file_type, fps), MIMES[file_type])


def _by_codec(frames: Frames, file_type: str, fps: float) -> bytes:
    av = need_av(f"Encoding a video as {file_type}")
    height, width = frames.shape[1:3]
    out = io.BytesIO()
    rate = Fraction(fps).limit_denominator(1001)
    with av.open(out, "w", format=file_type, options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream(_CODECS[file_type], rate=rate, options=_OPTIONS[file_type])
        stream.width, stream.height, stream.pix_fmt = width + width % 2, height + height % 2, "yuv420p"
        context = stream.codec_context
        # Films of one thread are the same each time, whatever the machine.
        context.thread_count = 1
        context.colorspace, context.color_primaries, context.color_trc, context.color_range = (
            _BT709_MATRIX,
            _BT709,
            _BT709,
            _LIMITED,
        )
        context.flags |= int(av.codec.context.Flags.bitexact)
        for number, pixels in enumerate(_rgb(frames)):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(
                format="yuv420p", dst_colorspace="ITU709", dst_color_range=_LIMITED
            )
            frame.pts, frame.time_base = number, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def _rgb(frames: Frames) -> Iterator[Frames]:
    """Frames of three channels, with even sides: the chroma of these codecs is of half the size."""
    import numpy as np

    height, width, channels = frames.shape[1:]
    for frame in frames:
        pixels = np.broadcast_to(frame, (height, width, 3)) if channels == 1 else frame[:, :, :3]
        if height % 2 or width % 2:
            pixels = np.pad(pixels, ((0, height % 2), (0, width % 2), (0, 0)), "edge")
        yield np.ascontiguousarray(pixels)


def _gif(frames: Frames, fps: float) -> bytes:
    try:
        import PIL.Image
    except ImportError as error:
        raise MissingDependency("pillow", "Encoding a video as gif") from error
    pictures = (PIL.Image.fromarray(frame[:, :, 0] if frame.shape[2] == 1 else frame[:, :, :3]) for frame in frames)
    out = io.BytesIO()
    next(pictures).save(
        out, "GIF", save_all=True, append_images=pictures, duration=gif_hundredths(fps) * 10, loop=0, optimize=False
    )
    return out.getvalue()


def gif_hundredths(fps: float) -> int:
    """How long a GIF shows a frame, in hundredths of a second; browsers show what is quicker than two at a tenth of its speed."""
    return max(2, round(100 / fps))


def need_av(purpose: str) -> Any:
    """PyAV.

    Raises:
        MissingDependency: it is not installed.
    """
    try:
        import av
    except ImportError as error:
        raise MissingDependency("av", purpose, "'runstone[media]'") from error
    return av
