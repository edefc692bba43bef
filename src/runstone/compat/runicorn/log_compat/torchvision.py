"""The meters of torchvision's reference scripts. `MetricLogger.update` logs its values to the active run, in one row a call."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sized
from datetime import timedelta
from typing import Any, TypeVar

from runstone.compat.runicorn.active import get_active_run
from runstone.compat.runicorn.log_compat.ranks import summed_over_ranks
from runstone.compat.runicorn.number import as_number
from runstone.sdk import guard

Item = TypeVar("Item")


class SmoothedValue:
    """The last values of a series, and the mean of all."""

    def __init__(self, window_size: int = 20, fmt: str | None = None) -> None:
        """
        Args:
            window_size: how many values are remembered.
            fmt: of `str()`: `median`, `avg`, `global_avg`, `max` and `value` may stand in it.
        """
        self.deque: deque[float] = deque(maxlen=window_size)
        self.total = 0.0
        self.count = 0
        self.fmt = fmt or "{median:.4f} ({global_avg:.4f})"

    def update(self, value: float, n: int = 1) -> None:
        """Take in a value, the mean of `n`."""
        self.deque.append(value)
        self.count += n
        self.total += value * n

    def synchronize_between_processes(self) -> None:
        """Take in what the other ranks have: into the mean of all, not into the last values."""
        count, self.total = summed_over_ranks([self.count, self.total])
        self.count = int(count)

    @property
    def median(self) -> float:
        """The median of the last values; of an even number the lower one, as PyTorch has it."""
        return statistics.median_low(self.deque) if self.deque else 0.0

    @property
    def avg(self) -> float:
        """The mean of the last values."""
        return statistics.fmean(self.deque) if self.deque else 0.0

    @property
    def global_avg(self) -> float:
        """The mean of all values."""
        return self.total / self.count if self.count else 0.0

    @property
    def max(self) -> float:
        """The largest of the last values."""
        return max(self.deque, default=0.0)

    @property
    def value(self) -> float:
        """The last value."""
        return self.deque[-1] if self.deque else 0.0

    def __str__(self) -> str:
        return self.fmt.format(
            median=self.median, avg=self.avg, global_avg=self.global_avg, max=self.max, value=self.value
        )


class MetricLogger:
    """Meters by name."""

    def __init__(self, delimiter: str = "\t") -> None:
        self.meters: defaultdict[str, SmoothedValue] = defaultdict(SmoothedValue)
        self.delimiter = delimiter

    def update(self, **values: Any) -> None:
        """Take in numbers and log them. What is none is said, and left out."""
        numbers = {}
        for name, value in values.items():
            number = as_number(value)
            if number is None:
                guard.say_once(f"MetricLogger.update({name}=…) takes a number, not {type(value).__name__}.")
                continue
            self.meters[name].update(number)
            numbers[name] = number
        run = get_active_run()
        if run is not None and numbers:
            run.log(numbers)

    def add_meter(self, name: str, meter: SmoothedValue) -> None:
        """Use a meter of one's own for a name."""
        self.meters[name] = meter

    def synchronize_between_processes(self) -> None:
        """Take in what the other ranks have."""
        for meter in self.meters.values():
            meter.synchronize_between_processes()

    def log_every(self, iterable: Iterable[Item], print_freq: int, header: str | None = None) -> Iterator[Item]:
        """Hand out the items, and print the meters every `print_freq` of them, at the last, and the time at the end."""
        total = len(iterable) if isinstance(iterable, Sized) else None
        step_secs, data_secs = SmoothedValue(fmt="{avg:.4f}"), SmoothedValue(fmt="{avg:.4f}")
        began = end = time.monotonic()
        count = 0
        try:
            for item in iterable:
                data_secs.update(time.monotonic() - end)
                yield item
                step_secs.update(time.monotonic() - end)
                if count % print_freq == 0 or count + 1 == total:
                    print(self._line(header or "", count, total, step_secs, data_secs))
                count += 1
                end = time.monotonic()
        finally:
            secs = time.monotonic() - began
            whole = timedelta(seconds=int(secs))
            print(f"{header or ''} Total time: {whole} ({secs / max(count, 1):.4f} s / it)")

    def _line(
        self, header: str, count: int, total: int | None, step_secs: SmoothedValue, data_secs: SmoothedValue
    ) -> str:
        left = timedelta(seconds=int(step_secs.global_avg * (total - count))) if total else timedelta(0)
        place = f"[{count:{len(str(total))}d}/{total}]" if total else f"[{count}]"
        return self.delimiter.join(
            [header, place, f"eta: {left}", str(self), f"time: {step_secs}", f"data: {data_secs}"]
        )

    def __getattr__(self, name: str) -> SmoothedValue:
        meters: dict[str, SmoothedValue] = self.__dict__.get("meters", {})
        if name in meters:
            return meters[name]
        raise AttributeError(f"MetricLogger has no meter and no attribute {name!r}")

    def __str__(self) -> str:
        return self.delimiter.join(f"{name}: {meter}" for name, meter in self.meters.items())
