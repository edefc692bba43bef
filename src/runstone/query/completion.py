"""What a filter could go on with: the fields that the runs of a project have, and the values that these hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from runstone.index.index import Snapshot
from runstone.query import fields, runs, selection
from runstone.query.answers.columns import Completion, Suggestion
from runstone.query.asking import question
from runstone.query.language import completion as language
from runstone.query.language.syntax import LIST_FIELDS, METRIC_FIGURES, Field
from runstone.query.selection import Selection

_MOST_VALUES = 1000


@question
def complete(snapshot: Snapshot, text: str, at: int, project: str | None = None) -> Completion:
    """What could be typed at a cursor in a filter for the runs of a project and those under it, the likeliest first.

    Args:
        at: offset of the cursor.
    """
    catalog = _Catalog(snapshot, project)
    found = language.complete(text, at, catalog.fields, catalog.values)
    return Completion(found.start, found.end, [Suggestion(*item) for item in found.items])


class _Catalog:
    """What the runs of a project have."""

    def __init__(self, snapshot: Snapshot, project: str | None) -> None:
        self._snapshot = snapshot
        self._project = project

    def fields(self, prefix: str) -> Iterator[language.Suggestion]:
        """The keys of config and summary; figures of metrics once somebody asks for metrics, since there are nine for each."""
        columns = runs.columns(self._snapshot, self._project)
        for source, known in (("config", columns.config), ("summary", columns.summary)):
            for column in known:
                yield language.Suggestion(
                    f"{source}.{column.key}", column.runs, f"{column.type} · {_runs(column.runs)}"
                )
        if prefix.startswith("metric"):
            for column in columns.summary:
                if column.type == "number":
                    for figure in METRIC_FIGURES:
                        yield language.Suggestion(
                            f"metrics.{column.key}.{figure}", column.runs, f"number · {_runs(column.runs)}"
                        )

    def values(self, field: Field, prefix: str) -> Iterator[language.Suggestion]:
        """The most frequent values of a field that hold the prefix."""
        chosen = selection.keys(self._snapshot, Selection(project=self._project))
        column = fields.column(self._snapshot, field).resized(int(chosen[-1]) + 1 if len(chosen) else 0)
        wanted = prefix.casefold()
        holds = column.passing(("holds", wanted), lambda text: wanted in text.casefold())
        codes = column.codes[chosen[holds[chosen]]]
        counts = np.bincount(codes, minlength=1)
        most = np.argsort(-counts, kind="stable")[:_MOST_VALUES]
        found = Counter({column.words.texts[code]: int(counts[code]) for code in most if counts[code]})
        if field.source == "run" and field.key in LIST_FIELDS:
            found = _single(found)
        yield from (language.Suggestion(text, count, _runs(count)) for text, count in found.items())
        numbers = column.numbers[chosen[column.is_number[chosen]]]
        values, sizes = np.unique(numbers[~np.isnan(numbers)], return_counts=True)
        for place in np.argsort(-sizes, kind="stable")[:_MOST_VALUES].tolist():
            number, count = float(values[place]), int(sizes[place])
            yield language.Suggestion(str(int(number)) if number.is_integer() else repr(number), count, _runs(count))


def _runs(count: int) -> str:
    return "1 run" if count == 1 else f"{count} runs"


def _single(combinations: Counter[str]) -> Counter[str]:
    """Tags and stages by themselves, of sets of them."""
    found: Counter[str] = Counter()
    for values, count in combinations.items():
        for value in values.split(fields.SEPARATOR):
            found[value] += count
    return found
