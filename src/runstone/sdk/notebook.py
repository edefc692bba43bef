"""A run that is being recorded, shown in the notebook that records it."""

from __future__ import annotations

import sys
from html import escape
from typing import TYPE_CHECKING

from runstone.model.embed import HEIGHT_PX, run_html
from runstone.model.errors import BadValue
from runstone.model.home import Home
from runstone.model.instance import find
from runstone.model.values import flatten

if TYPE_CHECKING:
    from runstone.sdk.run import Run

_LEAST_HEIGHT_PX = 100


def show(run: Run, height: int, hidden: bool) -> bool:
    """Show it where IPython runs; print a line elsewhere. See `Run.display`."""
    _check_height(height)
    shell = sys.modules.get("IPython")
    if shell is None or shell.get_ipython() is None:
        print(repr(run))
        return False
    from IPython.display import HTML, display

    display(HTML(to_html(run, height, hidden)))
    return True


def _check_height(height: int) -> None:
    if isinstance(height, bool) or not isinstance(height, int) or height < _LEAST_HEIGHT_PX:
        raise BadValue(f"height={height!r} is no height in pixels, {_LEAST_HEIGHT_PX} or more. Nothing was shown.")


def to_html(run: Run, height: int = HEIGHT_PX, hidden: bool = False) -> str:
    """The run as HTML.

    Raises:
        BadValue: no height of a frame.
    """
    _check_height(height)
    shown = _html(run, height)
    return f"<details><summary>{escape(run.name)}</summary>{shown}</details>" if hidden else shown


def _html(run: Run, height: int) -> str:
    server = None if run.disabled else find(Home(run.home))
    return run_html(
        server_url=server.url if server else None,
        project=run.project,
        run=run.id,
        display_id=run.display_id,
        name=run.name,
        state=run.state,
        values=flatten(run.summary.to_dict()),
        height=height,
    )
