"""A run in a notebook: the UI in a frame where a server of this machine shows it, else a table of its last values."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlsplit

from runstone.model.address import run_address

HEIGHT_PX = 480
MOST_VALUES = 30

_LOOPBACK = frozenset({"localhost", "127.0.0.1"})


def run_html(
    *,
    server_url: str | None,
    project: str,
    run: str,
    display_id: str,
    name: str,
    state: str,
    values: Mapping[str, Any],
    height: int = HEIGHT_PX,
) -> str:
    """HTML that stands alone: nothing in it is believed to be more than text.

    Args:
        server_url: where a server shows the run; None for nowhere. Only one on this machine lets a notebook frame it: of others there is a link.
        project: the project path.
        run: the id.
        display_id: what people call it.
        name: its name.
        state: its state.
        values: the last values, by flat key.
        height: of the frame, in pixels.
    """
    title = f"{name} ({display_id}), {state}, in {project}"
    if server_url is None:
        hint = "To look at it, start <code>runstone ui</code> and show the run again."
        return _table(title, values, hint)
    address = run_address(server_url, project, run)
    link = f'<a href="{escape(address)}" target="_blank" rel="noreferrer">{escape(address)}</a>'
    if urlsplit(server_url).hostname not in _LOOPBACK:
        return _table(title, values, f"To look at it: {link}")
    framed = f"{address}?tab=charts" if _has_curves(values) else address
    return (
        f'<iframe src="{escape(framed)}" title="{escape(title)}" width="100%" height="{height:d}" '
        'style="border: 1px solid #8884; border-radius: 6px; box-sizing: border-box" loading="lazy"></iframe>'
        f"<p>{escape(title)}: {link}. If the frame stays empty, the browser runs on another machine: forward the port.</p>"
    )


def _has_curves(values: Mapping[str, Any]) -> bool:
    """Whether charts are what to show first: there are numbers, or nothing yet."""
    return not values or any(isinstance(value, (int, float)) for value in values.values())


def _table(title: str, values: Mapping[str, Any], hint: str) -> str:
    shown = list(values.items())[:MOST_VALUES]
    rows = "".join(
        f'<tr><th style="text-align: left; font-weight: normal">{escape(str(key))}</th>'
        f'<td style="text-align: right">{escape(_text(value))}</td></tr>'
        for key, value in shown
    )
    more = len(values) - len(shown)
    rest = f"<p>{more:,} more values.</p>" if more else ""
    return f"<div><p><b>{escape(title)}</b></p><table>{rows}</table>{rest}<p>{hint}</p></div>"


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    text = str(value)
    return text if len(text) <= 200 else f"{text[:200]}…"
