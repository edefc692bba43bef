"""What a run printed."""

from __future__ import annotations

from typing import Literal

from runstone.index.index import Snapshot
from runstone.index.sqlite_catalog import unpack_lines
from runstone.query import runs
from runstone.query.answers import Console, ConsoleLine
from runstone.query.asking import question


@question
def read(
    snapshot: Snapshot,
    run: str,
    first: int = 0,
    limit: int = 1000,
    stream: Literal["stdout", "stderr"] | None = None,
) -> Console:
    """A stretch of the console.

    Args:
        run: id, display id or number.
        first: position of the first line among those of the asked streams; negative counts from the end.
        limit: how many lines at most.
        stream: only this stream; None for both. `line` and the order count both in any case.
    """
    (key,) = snapshot.connection.execute("SELECT key FROM run WHERE id = ?", (runs.find(snapshot, run),)).fetchone()
    chunks = snapshot.connection.execute(
        "SELECT id, stdout_lines, stderr_lines FROM console WHERE run = ? ORDER BY id", (key,)
    ).fetchall()

    def asked_lines(stdout_lines: int, stderr_lines: int) -> int:
        return (stdout_lines if stream != "stderr" else 0) + (stderr_lines if stream != "stdout" else 0)

    total = sum(asked_lines(row["stdout_lines"], row["stderr_lines"]) for row in chunks)
    begin = max(0, total + first) if first < 0 else first
    end = begin + limit
    found: list[ConsoleLine] = []
    position = line = 0
    for row in chunks:
        after = position + asked_lines(row["stdout_lines"], row["stderr_lines"])
        if after > begin and position < end:
            (data,) = snapshot.connection.execute("SELECT lines_doc FROM console WHERE id = ?", (row["id"],)).fetchone()
            at = position
            for number, (time, is_stderr, text) in enumerate(unpack_lines(data), line):
                name: Literal["stdout", "stderr"] = "stderr" if is_stderr else "stdout"
                if stream not in (None, name):
                    continue
                if begin <= at < end:
                    found.append(ConsoleLine(number, time, name, text))
                at += 1
        position = after
        line += row["stdout_lines"] + row["stderr_lines"]
    return Console(found, total)
