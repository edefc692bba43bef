"""Sums over the ranks of a distributed training, where there is one."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def summed_over_ranks(values: Sequence[float]) -> list[float]:
    """The sums of these values over all ranks of `torch.distributed`; the values themselves where no process group is."""
    torch = sys.modules.get("torch")
    distributed = getattr(torch, "distributed", None)
    if torch is None or distributed is None or not distributed.is_available() or not distributed.is_initialized():
        return list(values)
    device = "cuda" if distributed.get_backend() == "nccl" else "cpu"
    total = torch.tensor(list(values), dtype=torch.float64, device=device)
    distributed.all_reduce(total)
    return [float(value) for value in total.tolist()]
