"""`runstone comment`: says something about a run."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from runstone.api import commenting
from runstone.api.commenting import CommentAsk
from runstone.cli.output import print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, RunArgument, open_index
from runstone.edits.editor import Editor


def comment(
    run: RunArgument,
    text: str,
    *,
    panel: Annotated[str | None, Parameter(help="The chart of its page that it is about, by its key.")] = None,
    x: Annotated[float | None, Parameter(help="Where on that chart, by default a step.")] = None,
    x_axis: Annotated[str, Parameter(help="What --x counts.")] = "step",
    reply_to: Annotated[str | None, Parameter(help="The comment that it replies to, by its id.")] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Comment on a run, in Markdown.

    Parameters
    ----------
    text
        What to say.
    """
    ask = CommentAsk(text=text, run=run, panel=panel, x=x, x_axis=x_axis)
    if reply_to is not None:
        ask = CommentAsk(text=text, reply_to=reply_to)
    index = open_index(home)
    editor = Editor(index.home)
    try:
        written = commenting.comment(index, editor, ask)
    finally:
        editor.close()
    if json:
        print_json(written)
    else:
        terminal().print(f"Comment {written.comment.id} is written.")
