"""Which runs a question is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from runstone.api.run import StoredRun
from runstone.api.source import Source
from runstone.model.errors import Misuse
from runstone.query.answers.runs import Run, RunsPage
from runstone.query.runs import RunsAsk
from runstone.query.selection import Place

FilterLike = str | Mapping[str, Any] | None

_PAGE = 1000


def as_text(filter: FilterLike) -> str | None:  # noqa: A002 - what it is called everywhere
    """A filter as it travels: a MongoDB-style dict as JSON."""
    return msgspec.json.encode(filter).decode() if isinstance(filter, Mapping) else filter


class Choice:
    """Runs of a project that a filter lets through, or runs that were named. Read anew each time it is gone through, a page at a time."""

    def __init__(
        self,
        source: Source,
        project: str | None = None,
        filter: FilterLike = None,  # noqa: A002 - what it is called everywhere
        sort: str | Sequence[str] | None = None,
        limit: int | None = None,
        names: Sequence[str | int] | None = None,
        place: Place = "active",
    ) -> None:
        """
        Args:
            source: who is asked.
            project, filter, sort, limit: see `Api.runs`.
            place: see `Api.runs`.
            names: ids, display ids or numbers, instead of a project or filter.

        Raises:
            Misuse: both were given, or a limit below 0.
        """
        if names is not None and not (project is None and filter is None and sort is None):
            raise Misuse("Runs are chosen by project and filter, or by name, not both. Leave one out.")
        if limit is not None and limit < 0:
            raise Misuse(f"{limit} runs cannot be had. Leave limit out for all of them.")
        self._source = source
        self._project, self._limit, self._place = project, limit, place
        self._filter = as_text(filter)
        self._sort = (sort,) if isinstance(sort, str) else tuple(sort or ())
        self._names = None if names is None else [str(name) for name in names][:limit]

    def total(self) -> int:
        """How many there are."""
        if self._names is not None:
            return len(self._names)
        total = self._page(1, None, ()).total
        return total if self._limit is None else min(total, self._limit)

    def runs(self) -> Iterator[StoredRun]:
        """The runs to be read."""
        return (StoredRun(self._source, row) for row in self.rows())

    def bare_runs(self) -> Iterator[StoredRun]:
        """The runs to be read, their config and summary only when they are asked for: cheap where curves are wanted."""
        return (StoredRun(self._source, row) for row in self.rows(()))

    def rows(self, fields: Sequence[str] | None = None) -> Iterator[Run]:
        """Their facts.

        Args:
            fields: of config and summary only these; None for all. Runs that were named have all of it, nested.

        Raises:
            RunNotFound: a name is none of a run.
            BadQuery: the filter or the order cannot be followed.
        """
        if self._names is not None:
            for name in self._names:
                yield self._source.get_run(name)
            return
        found = 0
        cursor = None
        while self._limit is None or found < self._limit:
            page = self._page(_PAGE if self._limit is None else min(_PAGE, self._limit - found), cursor, fields)
            yield from page.runs
            found += len(page.runs)
            cursor = page.next_cursor
            if cursor is None:
                return

    def _page(self, limit: int, cursor: str | None, fields: Sequence[str] | None) -> RunsPage:
        return self._source.list_runs(
            RunsAsk(
                project=self._project,
                filter=self._filter,
                place=self._place,
                sort=self._sort,
                fields=fields,
                limit=limit,
                cursor=cursor,
            )
        )
