"""Lists of runs, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence

from runstone.index.index import Snapshot
from runstone.query import fields, selection
from runstone.query.answers.runs import RunIds, RunsPage
from runstone.query.asking import question
from runstone.query.language.syntax import Field
from runstone.query.runs.row import Bests, Wanted, read_rows, run_of_row
from runstone.query.selection import Selection
from runstone.query.sorting import Order

MAX_PAGE = 10_000
MAX_IDS = 1_000_000


class RunsAsk(Selection, frozen=True):
    """Which runs, in which order, and what of them.

    `sort` are fields, the first one first, with `-` before one for descending; runs without a value come last. `fields` are the fields of
    config, summary and metrics that are wanted; None for all of config and summary. A page begins behind a `cursor`, the `next_cursor` of
    the page before, or behind the first `offset` runs of the list as it is now.
    """

    sort: Sequence[str] = ()
    fields: Sequence[str] | None = None
    limit: int = 100
    cursor: str | None = None
    offset: int = 0


@question
def list_runs(snapshot: Snapshot, ask: RunsAsk) -> RunsPage:
    """A page of runs.

    Raises:
        BadQuery: the filter, a sort, a field, the cursor or the offset cannot be followed.
    """
    order = Order.parse(ask.sort)
    wanted = None if ask.fields is None else Wanted.parse(snapshot, ask.fields)
    selected = selection.mask(snapshot, ask)
    keys, next_cursor = order.page(snapshot, selected, max(0, min(ask.limit, MAX_PAGE)), ask.cursor, ask.offset)
    rows = read_rows(snapshot, keys, with_documents=wanted is None or wanted.is_in_documents)
    bests = Bests(snapshot)
    found = [run_of_row(snapshot, rows[key], wanted, bests=bests) for key in keys if key in rows]
    return RunsPage(found, int(selected.sum()), next_cursor, snapshot.revision)


@question
def list_ids(snapshot: Snapshot, ask: RunsAsk) -> RunIds:
    """The ids of runs in their order, and nothing else of them: many times as many as a page of runs could hold.

    Raises:
        BadQuery: the filter, a sort, the cursor or the offset cannot be followed.
    """
    selected = selection.mask(snapshot, ask)
    keys, next_cursor = Order.parse(ask.sort).page(
        snapshot, selected, max(0, min(ask.limit, MAX_IDS)), ask.cursor, ask.offset
    )
    ids = fields.column(snapshot, Field("run", "id"))
    return RunIds([ids.value(key) for key in keys], int(selected.sum()), next_cursor, snapshot.revision)
