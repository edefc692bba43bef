"""Runs: lists of them, one whole, their names, and the columns that they have."""

from runstone.query.runs.columns import columns, kind_of
from runstone.query.runs.detail import get_run
from runstone.query.runs.naming import find, find_all
from runstone.query.runs.pages import MAX_IDS, MAX_PAGE, RunsAsk, list_ids, list_runs

__all__ = [
    "MAX_IDS",
    "MAX_PAGE",
    "RunsAsk",
    "columns",
    "find",
    "find_all",
    "get_run",
    "kind_of",
    "list_ids",
    "list_runs",
]
