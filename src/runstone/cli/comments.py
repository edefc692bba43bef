"""`runstone comments`: what people said of a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from runstone.cli.output import format_moment, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, RunArgument, open_index
from runstone.query.answers.comments import Comment
from runstone.query.comments import list_comments


def comments(
    run: RunArgument | None = None,
    *,
    project: Annotated[str | None, Parameter(help="Those on charts of this project, instead of a run's.")] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Print comments, thread by thread; of the whole home where neither a run nor a project is named."""
    found = list_comments(open_index(home), run, project)
    if json:
        print_json({"comments": found})
        return
    out = terminal()
    if not found:
        out.print('No comments. Write one by `runstone comment RUN "text"`.')
    for first in found:
        if first.reply_to is None:
            _print_thread(out, [first, *(reply for reply in found if reply.reply_to == first.id)])


def _print_thread(out: Console, thread: Sequence[Comment]) -> None:
    first = thread[0]
    about = [
        f"on {first.panel}" if first.panel else "",
        f"at {first.x_axis} {first.x:g}" if first.x is not None else "",
    ]
    for place, comment in enumerate(thread):
        head = Text(comment.author or "somebody", "bold")
        head.append(f"  {format_moment(comment.created_time)}  {comment.id}", "dim")
        if not place:
            head.append("".join(f"  {word}" for word in about if word), "dim")
            head.append("  resolved" if comment.resolved_time is not None else "", "green")
        text = Text(comment.text) if comment.deleted_time is None else Text("deleted", "dim italic")
        out.print(Padding(head, (0, 0, 0, 4 * bool(place))))
        out.print(Padding(text, (0, 0, 1, 4 * bool(place))))
