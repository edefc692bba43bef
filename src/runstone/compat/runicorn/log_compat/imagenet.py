"""The meters of PyTorch's ImageNet example. `ProgressMeter.display` logs the last value of each to the active run."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

from runstone.compat.runicorn.active import get_active_run
from runstone.compat.runicorn.log_compat.ranks import summed_over_ranks
from runstone.compat.runicorn.number import as_number
from runstone.model.errors import BadValue


class Summary(Enum):
    """What a meter shows at the end of an epoch."""

    NONE = 0
    AVERAGE = 1
    SUM = 2
    COUNT = 3


class AverageMeter:
    """The last value, and the mean of all. Both spellings are taken: `(name, fmt, summary_type)`, and with `use_accel` behind the name."""

    def __init__(
        self,
        name: str,
        use_accel: bool | str = False,
        fmt: str | Summary = ":f",
        summary_type: Summary = Summary.AVERAGE,
    ) -> None:
        if isinstance(use_accel, str):
            summary_type = fmt if isinstance(fmt, Summary) else summary_type
            fmt = use_accel
        self.name = name
        self.fmt = str(fmt)
        self.summary_type = summary_type
        self.reset()

    def reset(self) -> None:
        """Forget all values."""
        self.val = self.avg = self.sum = 0.0
        self.count = 0

    def update(self, val: Any, n: int = 1) -> None:
        """Take in a value, the mean of `n`.

        Raises:
            BadValue: it is no number. A ValueError, too.
        """
        number = as_number(val)
        if number is None:
            raise BadValue(f"The meter {self.name!r} takes numbers, not {type(val).__name__}. It is as it was.")
        self.val = number
        self.sum += self.val * n
        self.count += n
        self.avg = self.sum / self.count if self.count else 0.0

    def all_reduce(self) -> None:
        """Take in what the other ranks have."""
        self.sum, count = summed_over_ranks([self.sum, self.count])
        self.count = int(count)
        self.avg = self.sum / self.count if self.count else 0.0

    def summary(self) -> str:
        """What it shows at the end of an epoch."""
        figures = {Summary.AVERAGE: self.avg, Summary.SUM: self.sum, Summary.COUNT: self.count}
        return f"{self.name} {figures[self.summary_type]:.3f}" if self.summary_type in figures else ""

    def __str__(self) -> str:
        layout = "{name} {val" + self.fmt + "} ({avg" + self.fmt + "})"
        return layout.format(name=self.name, val=self.val, avg=self.avg)


class ProgressMeter:
    """Prints meters beside the number of the batch, and logs them."""

    def __init__(self, num_batches: int, meters: Iterable[AverageMeter], prefix: str = "") -> None:
        self.meters = list(meters)
        self.prefix = prefix
        self._num_batches = str(num_batches)

    def display(self, batch: int) -> None:
        """Print and log the meters."""
        place = f"{self.prefix}[{batch:{len(self._num_batches)}d}/{self._num_batches}]"
        print("\t".join([place, *map(str, self.meters)]))
        run = get_active_run()
        if run is not None:
            run.log({meter.name: meter.val for meter in self.meters if meter.name})

    def display_summary(self) -> None:
        """Print what the meters show at the end of an epoch."""
        print(" ".join([" *", *filter(None, (meter.summary() for meter in self.meters))]))
