"""The history: what `log()` does. Scalars become one packed row; everything else finds its record on the slow path."""

from __future__ import annotations

import operator
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from runstone.journal import frames
from runstone.model.errors import BadStep, BadValue, MissingDependency
from runstone.model.records import Staged, TextLogged, Trouble
from runstone.model.values import SEPARATOR
from runstone.sdk import guard
from runstone.sdk.stage import check_stage

if TYPE_CHECKING:
    from runstone.journal.void import VoidWriter
    from runstone.journal.writer import JournalWriter, Layout
    from runstone.sdk.media.media import Media
    from runstone.sdk.media.recorder import MediaRecorder

MAX_LIST_ITEMS = 1024
MAX_FAST_LAYOUTS = 4096
MAX_TEXT_CHARS = 1 << 20
_EXACT_INTS = 1 << 53
_INT64 = range(-(1 << 63), 1 << 63)


class History:
    """The points, texts and media of a run, as `log()` takes them. Safe to use from many threads."""

    def __init__(
        self,
        writer: JournalWriter | VoidWriter,
        open_media: Callable[[], MediaRecorder] | None,
        *,
        next_step: int = 0,
        on_wake: Callable[[], None],
    ) -> None:
        """
        Args:
            writer: where records go.
            open_media: makes what records media, at the first of them; None for a disabled run.
            next_step: the first step that `log()` gives by itself.
            on_wake: called on the slow path, so that a forked child may start what it needs.
        """
        self._writer = writer
        # By the very keys of a call: the layouts of calls whose values were all numbers that pack as they are.
        self._fast: dict[tuple[Any, ...], Layout] = {}
        self._row = writer.row
        self._open_media = open_media
        self._media: MediaRecorder | None = None
        self._next_step = next_step
        self._stage: str | int | float | bool | None = None
        self._on_wake = on_wake
        self._feeders: list[Callable[[bool], None]] = []
        self._ended = False
        self._interruption: tuple[BaseException, int] | None = None
        # Guards the step counter. Re-entrant: a signal handler that finishes the run may interrupt log() in the same thread.
        self._lock = threading.RLock()

    @property
    def next_step(self) -> int:
        """The step that the next `log()` without one will have."""
        return self._next_step

    @property
    def waiting_media_bytes(self) -> int:
        """How many bytes of media are on the disk and wait to be encoded."""
        return self._media.waiting_bytes if self._media is not None else 0

    def after_fork(self) -> None:
        """In a forked child: another thread of the parent may have held the lock, and the layouts were the parent's."""
        self._lock = threading.RLock()
        self._fast.clear()
        if self._media is not None:
            self._media.after_fork()

    def feed_until_end(self, feeder: Callable[[bool], None]) -> None:
        """Call this once more before the end, while `log` still takes what it brings. It is told whether the process is in a hurry."""
        self._feeders.append(feeder)

    def end(self, in_a_hurry: bool = False) -> None:
        """From now on `log` finds its way to the error. What it had begun is still recorded, and media are encoded.

        Args:
            in_a_hurry: the process is about to be killed: what takes long is left undone, and nothing is lost by that.
        """
        feeders, self._feeders = self._feeders, []
        for feed in feeders:
            feed(in_a_hurry)
        self._ended = True
        self._fast.clear()
        if self._media is not None:
            self._media.end(in_a_hurry)

    def log(
        self,
        data: Mapping[str, Any],
        step: int | None = None,
        commit: bool | None = None,
        timestamp: float | None = None,
        stage: Any = None,
    ) -> None:
        """See `Run.log`."""
        try:
            layout = self._fast[tuple(data)]
            if timestamp is None and (stage is None or stage == self._stage):
                with self._lock:
                    at = self._next_step if step is None else step
                    self._row(layout, at, data.values())
                    if commit is not False and at >= self._next_step:
                        self._next_step = at + 1
                return
        except (KeyError, TypeError, ValueError, RuntimeError, OverflowError, struct.error):
            pass  # something else than the same flat numbers as before
        try:
            self._log_slowly(data, step, commit, timestamp, stage)
        finally:
            if self._interruption is not None and self._interruption[1] == threading.get_ident():
                error = self._interruption[0]
                if isinstance(error, KeyboardInterrupt):
                    self._interruption = None
                raise error

    def interrupt(self, error: BaseException, thread: int) -> None:
        """From now on `log` raises this in a thread, given by its ident, when it has recorded what it was given: a KeyboardInterrupt once, so that who
        catches it may log on. Until then it costs `log` nothing."""
        with self._lock:
            self._interruption = (error, thread)
            self._fast.clear()

    def _log_slowly(
        self, data: Mapping[str, Any], step: object, commit: bool | None, timestamp: float | None, stage: Any
    ) -> None:
        if self._ended:
            raise guard.ended()
        if not isinstance(data, Mapping):
            raise BadValue(f"log() takes a dict of names and values, not {type(data).__name__}. Nothing was recorded.")
        self._on_wake()
        at = None if step is None else whole_step(step)
        time = self._writer.now() if timestamp is None else check_timestamp(timestamp)
        sorted_out = _Sorted()
        for key, value in data.items():
            sorted_out.take(key, value)
        if stage is not None:
            sorted_out.take_stage(stage)
        with self._lock:
            at = self._next_step if at is None else at
            if sorted_out.stage is not None and sorted_out.stage != self._stage:
                self._writer.event(Staged(time=time, step=at, stage=sorted_out.stage))
                self._stage = sorted_out.stage
            if sorted_out.numbers:
                layout = self._writer.layout(tuple(sorted_out.numbers))
                self._writer.row(layout, at, sorted_out.numbers.values(), time)
                if sorted_out.packs_as_it_is and layout.names == tuple(data) and self._interruption is None:
                    if len(self._fast) >= MAX_FAST_LAYOUTS:
                        self._fast.clear()
                    self._fast[layout.names] = layout
            for name, text in sorted_out.texts:
                self._writer.event(TextLogged(time=time, key=name, step=at, text=text))
            if commit is not False and at >= self._next_step:
                self._next_step = at + 1
        for name, index, media in sorted_out.media:
            self._log_media(name, at, index, time, media, sorted_out)
        if sorted_out.unread and guard.is_strict():
            sorted_out.errors += sorted_out.unread
        elif sorted_out.unread:
            self._tell_unread(sorted_out.unread, at, time)
        if sorted_out.errors:
            parts = len(data) + (stage is not None)
            siblings = " Everything else of this call was recorded." if parts > len(sorted_out.errors) else ""
            raise BadValue(" ".join(sorted_out.errors) + siblings)

    def _log_media(self, key: str, step: int, index: int, time: int, media: Media, sorted_out: _Sorted) -> None:
        if self._open_media is None:
            return
        with self._lock:
            if self._media is None:
                self._media = self._open_media()
        try:
            self._media.log(media, key, step, index, time)
        except BadValue as error:
            sorted_out.unread.append(f"{key!r}: {error}")
        except MissingDependency as error:
            sorted_out.errors.append(f"{key!r}: {error}")

    def _tell_unread(self, unread: list[str], step: int, time: int) -> None:
        # A file that is cut short ends no training in its last epoch.
        for reason in unread:
            # Without the step: what fails at every step is said once.
            guard.say_once(f"Not recorded: {reason} Training goes on; RUNSTONE_STRICT=1 raises this instead.")
            message = f"Not recorded at step {step}: {reason}"
            self._writer.event(Trouble(time=time, kind="media_lost", message=message, lost=1))

    def latest(self, into: dict[str, Any]) -> None:
        """Put the values logged since the last call into a dict, the later over the earlier."""
        with self._lock:
            bodies = []
            for layout in list(self._writer.layouts.values()):
                if layout.last is not None:
                    _, _, _, _, time, *values = frames.unpack_row(layout.last)
                    bodies.append((time, layout.names, values))
                    layout.last = None
        for _, names, values in sorted(bodies, key=operator.itemgetter(0)):
            into.update(zip(names, values, strict=True))


class _Sorted:
    """The values of one call, by where they go."""

    def __init__(self) -> None:
        self.numbers: dict[str, float] = {}
        self.texts: list[tuple[str, str]] = []
        self.media: list[tuple[str, int, Media]] = []
        self.stage: str | int | float | bool | None = None
        self.errors: list[str] = []
        # Why media cannot be read.
        self.unread: list[str] = []
        # Whether `struct` may read the values of a next call with these keys: it would warn about tensors with a gradient.
        self.packs_as_it_is = True

    def take(self, key: object, value: Any) -> None:
        if not isinstance(key, str) or not key:
            self.errors.append(f"{key!r} is no name: a name is a text that is not empty.")
            return
        try:
            self._take(key, value)
        except BadValue as error:
            self.errors.append(f"{key!r}: {error}")

    def take_stage(self, stage: Any) -> None:
        try:
            self.stage = check_stage(stage)
        except BadValue as error:
            self.errors.append(str(error))

    def _take(self, key: str, value: Any) -> None:
        kind = type(value)
        if kind is float or kind is bool:
            self.numbers[key] = float(value)
        elif kind is int:
            self.numbers[key] = _from_int(key, value)
        elif value is None:
            return
        elif isinstance(value, str):
            if len(value) > MAX_TEXT_CHARS:
                raise BadValue(
                    f"a text of {len(value)} characters is too long for a string series (at most {MAX_TEXT_CHARS}); save it as a file."
                )
            self.texts.append((key, str(value)))
        elif isinstance(value, Mapping):
            for inner, item in value.items():
                self.take(f"{key}{SEPARATOR}{inner}", item)
        elif isinstance(value, list | tuple):
            self._take_list(key, value)
        else:
            self._take_object(key, value)

    def _take_list(self, key: str, values: list[Any] | tuple[Any, ...]) -> None:
        from runstone.sdk.media import as_media

        media = [as_media(item) for item in values]
        if values and all(item is not None for item in media):
            samples = [sample for item in media for sample in self._samples(key, cast("Media", item))]
            if len({sample.type for sample in samples}) > 1:
                kinds = ", ".join(sorted({sample.type for sample in samples}))
                raise BadValue(
                    f"a list of {kinds} together: the samples of one step are of one type. Log each type under its own name."
                )
            self.media.extend((key, index, sample) for index, sample in enumerate(samples))
            return
        if any(item is not None for item in media):
            raise BadValue(
                "a list of media and other values together: log the media under one name, and the rest under another."
            )
        if len(values) > MAX_LIST_ITEMS:
            raise BadValue(
                f"a list of {len(values)} values makes too many series (at most {MAX_LIST_ITEMS}). Log a Histogram or a Table of it."
            )
        for index, item in enumerate(values):
            self.take(f"{key}{SEPARATOR}{index}", item)

    def _take_object(self, key: str, value: Any) -> None:
        shape = getattr(value, "shape", None)
        if shape is not None and len(shape) > 0:
            if len(shape) == 1 and not hasattr(value, "columns"):
                self._take_list(key, value.tolist())
                return
        elif hasattr(value, "__float__"):
            if getattr(value, "requires_grad", False):
                self.packs_as_it_is = False
                value = value.detach()
            self.numbers[key] = _from_object(key, value)
            return
        from runstone.sdk.media import as_media

        media = as_media(value)
        if media is None:
            raise BadValue(
                f"a {type(value).__module__}.{type(value).__qualname__} cannot be logged. Numbers, texts, None, nested dicts and lists of "
                "them can, and media: images, figures, data frames, and what docs/media.md tells."
            )
        self.media.extend((key, index, sample) for index, sample in enumerate(self._samples(key, media)))

    def _samples(self, key: str, media: Media) -> Sequence[Media]:
        try:
            return media.samples()
        except BadValue as error:
            self.unread.append(f"{key!r}: {error}")
            return ()


def _from_int(key: str, value: int) -> float:
    try:
        number = float(value)
    except OverflowError:
        raise BadValue(
            f"an integer of {value.bit_length()} bits is larger than any float64. Log it as text: str(value)."
        ) from None
    if abs(value) > _EXACT_INTS and int(number) != value:
        guard.say_once(
            f"{key!r} is an integer beyond 2**53: points are float64, so the nearest one was recorded. Log it as text to keep every digit."
        )
    return number


def _from_object(key: str, value: Any) -> float:
    try:
        if hasattr(value, "__index__"):
            return _from_int(key, operator.index(value))
    except TypeError:
        pass  # floating arrays have __index__, and refuse it
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError, RuntimeError) as error:
        raise BadValue(f"its value could not be read as a number ({error}).") from error


def whole_step(step: object) -> int:
    """A step as an int: integers of any library, and floats that are whole.

    Raises:
        BadStep: it is no integer, or outside int64.
    """
    try:
        whole = operator.index(step)  # type: ignore[arg-type]
    except TypeError:
        number = None if isinstance(step, str | bytes) else _as_float(step)
        if number is None or not number.is_integer():
            raise BadStep(
                f"step={step!r} is no integer; nothing of this call was recorded. Log it as a metric (for example 'epoch') and choose that "
                "as the x axis."
            ) from None
        whole = int(number)
    if whole not in _INT64:
        raise BadStep(f"step={whole} does not fit into 64 bits; nothing of this call was recorded.")
    return whole


def _as_float(value: object) -> float | None:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError, RuntimeError):
        return None


def check_timestamp(timestamp: float) -> int:
    """Seconds since the epoch as microseconds.

    Raises:
        BadValue: not a positive finite number.
    """
    number = _as_float(timestamp)
    if number is None or not 0 < number < 1e11:
        raise BadValue(f"timestamp={timestamp!r} is no time in seconds since 1970. Nothing of this call was recorded.")
    # Rounded, not cut: the product of a time with whole microseconds may lie just below them.
    return round(number * 1_000_000)
