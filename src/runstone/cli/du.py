"""`runstone du`: what projects take up on the disk, and what removing them would free."""

from __future__ import annotations

from typing import Annotated

import msgspec
from cyclopts import Parameter

from runstone.cli.columns import Column, print_columns
from runstone.cli.output import format_bytes, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_index
from runstone.query.space import project_space, run_space


def du(
    project: str | None = None,
    *,
    run: Annotated[list[str] | None, Parameter(help="Of these runs instead; may repeat.")] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """What a project takes up, with all below it, and what removing it would free. What several use counts once in a line.

    Parameters
    ----------
    project
        Its path; the whole home if not given.
    """
    index = open_index(home)
    if run:
        rows = [msgspec.structs.replace(run_space(index, run), project=", ".join(run))]
        tree = None
    else:
        tree = project_space(index, project)
        rows = [*tree.projects, msgspec.structs.replace(tree.total, project=tree.total.project or "all")]
    if json:
        print_json(tree if tree is not None else rows[0])
        return

    def sizes(name: str) -> list[str]:
        return [format_bytes(getattr(row, name)) for row in rows]

    print_columns(
        terminal(),
        [
            Column("project" if tree is not None else "runs", [row.project for row in rows]),
            Column("runs", [str(row.runs) for row in rows], is_number=True),
            Column("journals", sizes("journal_bytes"), is_number=True, rank=1),
            Column("media", sizes("media_bytes"), is_number=True, rank=1),
            Column("artifacts", sizes("artifact_bytes"), is_number=True, rank=1),
            Column("in all", sizes("total_bytes"), is_number=True),
            Column("shared", sizes("shared_bytes"), is_number=True, rank=2),
            Column("freed by rm", sizes("freed_bytes"), is_number=True),
            Column("with artifacts", sizes("freed_with_artifacts_bytes"), is_number=True),
        ],
    )
