"""The runs that are searched: a hundred fields each, made block by block in bounded memory, the same for a given number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

PROJECTS = 10
BLOCK_RUNS = 10_000
_MODELS = [f"{family}{size}" for family in ("resnet", "vit", "mlp", "gpt") for size in (18, 50, 101)]
_OPTIMIZERS = ["sgd", "adam", "adamw", "lion"]
_PLAIN_OPTIONS, _PLAIN_FIGURES = 51, 36


class Column(NamedTuple):
    """One field over the runs of a block; what is not `present` is missing."""

    source: str
    key: str
    values: npt.NDArray[Any]
    present: npt.NDArray[np.bool_]

    @property
    def name(self) -> str:
        """The field as filters have it."""
        return f"{self.source}.{self.key}"

    @property
    def is_text(self) -> bool:
        """Whether it holds texts."""
        return self.values.dtype.kind == "O"


class Block(NamedTuple):
    """Some runs, their numbers beginning with `first`."""

    first: int
    names: list[str]
    projects: list[str]
    columns: list[Column]


def blocks(runs: int) -> Iterator[Block]:
    """All runs, in the order of their numbers. Number n is named `<model>-sweep-<n>`."""
    for first in range(1, runs + 1, BLOCK_RUNS):
        yield _block(first, min(BLOCK_RUNS, runs + 1 - first))


def _block(first: int, count: int) -> Block:
    source = np.random.default_rng([7, first])

    def words(choices: list[str]) -> npt.NDArray[Any]:
        return np.array(choices, object)[source.integers(0, len(choices), count)]

    everywhere = np.ones(count, np.bool_)

    def some(share: float) -> npt.NDArray[np.bool_]:
        return source.random(count) < share

    models = words(_MODELS)
    numbers = np.arange(first, first + count)
    columns = [
        Column("config", "lr", 10 ** source.uniform(-5, -1, count), everywhere),
        Column("config", "optimizer", words(_OPTIMIZERS), everywhere),
        Column("config", "model", models, everywhere),
        Column("config", "batch_size", 2 ** source.integers(4, 10, count), everywhere),
        Column("config", "seed", source.integers(0, 10, count), everywhere),
        Column("config", "dropout", np.round(source.uniform(0, 0.5, count), 2), some(0.7)),
        Column("config", "amp", source.random(count) < 0.5, everywhere),
        Column("config", "data.name", words([f"corpus-{number:03d}" for number in range(200)]), everywhere),
        Column(
            "config",
            "commit",
            np.array([f"{number * 2654435761 & 0xFFFFFFFF:08x}" for number in numbers], object),
            everywhere,
        ),
    ]
    for number in range(_PLAIN_OPTIONS):
        present = everywhere if number % 3 else some(0.8)
        values = (
            source.standard_normal(count),
            source.integers(0, 100, count),
            words([f"choice {choice}" for choice in range(8)]),
        )[number % 3]
        columns.append(Column("config", f"option_{number:02d}", values, present))
    columns += [
        Column("summary", "val/acc", source.beta(8, 2, count), some(0.95)),
        Column("summary", "val/loss", source.gamma(2, 0.3, count), some(0.95)),
        Column("summary", "epoch", source.integers(1, 100, count), everywhere),
        Column("summary", "verdict", words(["good", "bad", "unclear"]), some(0.5)),
    ]
    columns += [
        Column("summary", f"figure_{number:02d}", source.standard_normal(count), some(0.9))
        for number in range(_PLAIN_FIGURES)
    ]
    names = [f"{model}-sweep-{number:06d}" for model, number in zip(models, numbers.tolist(), strict=True)]
    projects = [f"bench/p{number % PROJECTS}" for number in numbers.tolist()]
    return Block(first, names, projects, columns)
