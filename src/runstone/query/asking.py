"""How a question is put: to an index, or to a snapshot of it that several questions share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from runstone.index.index import Index, Snapshot

P = ParamSpec("P")
R = TypeVar("R")


def question(
    answer: Callable[Concatenate[Snapshot, P], R],
) -> Callable[Concatenate[Index | Snapshot, P], R]:
    """Make a function of a snapshot one that takes an index as well. Asked of an index, it heals a broken one."""

    @wraps(answer)
    def ask(index: Index | Snapshot, /, *args: P.args, **options: P.kwargs) -> R:
        if isinstance(index, Snapshot):
            return answer(index, *args, **options)
        return index.ask(lambda snapshot: answer(snapshot, *args, **options))

    return ask
