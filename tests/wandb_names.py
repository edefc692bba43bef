"""The names of the W&B client, each beside the test that runs it: docs/wandb.md has a table of them, written from here by `scripts/wandb_table.py`."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple

Verdict = Literal["works", "better", "refused"]
FOLDER = Path(__file__).parent / "compat" / "wandb"
BEGIN, END = "<!-- names: written by scripts/wandb_table.py -->", "<!-- names: end -->"


class Row(NamedTuple):
    """A name, what becomes of it, and why."""

    section: str
    name: str
    verdict: Verdict
    note: str


ROWS: dict[tuple[str, str], Row] = {}


def name(section: str, *names: str, better: str = "", refused: str = "", note: str = "") -> Callable[[Any], Any]:
    """Say which names a test runs; `better` or `refused` is the reason in the table, `note` what else is to be known."""
    verdict: Verdict = "refused" if refused else "better" if better else "works"
    for each in names:
        ROWS[section, each] = Row(section, each, verdict, better or refused or note)
    return lambda test: test


def collect(folder: Path = FOLDER) -> list[Row]:
    """All rows, in the order of the tests of a folder."""
    ROWS.clear()
    for path in sorted(folder.glob("test_*.py")):
        spec = importlib.util.spec_from_file_location(f"wandb_names_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
    return list(ROWS.values())


def table(folder: Path = FOLDER) -> str:
    """The table of a page."""
    lines: list[str] = []
    rows = collect(folder)
    for section in dict.fromkeys(row.section for row in rows):
        lines += ["", f"### {section}", "", "| name | | |", "|---|---|---|"]
        lines += [f"| `{row.name}` | {row.verdict} | {row.note} |" for row in rows if row.section == section]
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in ("works", "better", "refused")}
    head = f"{len(rows)} names: {counts['works']} work, {counts['better']} do better, {counts['refused']} are refused by a sentence that says what to use."
    return "\n".join([head, *lines])


def page(text: str, folder: Path = FOLDER) -> str:
    """The page with the table in its place."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table(folder)}\n\n{END}{after}"
