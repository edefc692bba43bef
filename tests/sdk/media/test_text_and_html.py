"""Texts and pages: stored as they are, whatever they look like."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

import runstone as rs
from reading import LogOne


def test_a_text_is_a_text_even_if_it_looks_like_a_path(log_one: LogOne, tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text("# Title ä")
    item = log_one(rs.Text(str(path), caption="c"))
    assert (item.read().decode(), item.item.mime, item.item.type, item.item.caption) == (
        str(path),
        "text/plain",
        "text",
        "c",
    )
    item = log_one(rs.Text(path, markdown=True))
    assert (item.read().decode(), item.item.mime, item.item.facts) == ("# Title ä", "text/markdown", {"characters": 9})


def test_long_texts_and_odd_ones(log_one: LogOne) -> None:
    assert log_one(rs.Text("x" * 3_000_000)).item.facts == {"characters": 3_000_000}
    assert log_one(rs.Text("")).read() == b""
    assert log_one(rs.Text("a\ud800")).read() == b"a\\ud800"


@pytest.mark.parametrize("script", ["<script>alert(1)</script>", "plain", "<a href=x.html>", ""])
def test_pages_are_stored_as_they_are(log_one: LogOne, tmp_path: Path, script: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(script)
    for source in (script, path, str(path), io.StringIO(script), io.BytesIO(script.encode())):
        item = log_one(rs.Html(source, caption="c"))
        assert (item.read().decode(), item.item.mime, item.item.facts) == (
            script,
            "text/html",
            {"characters": len(script)},
        )


def test_an_open_file(log_one: LogOne, tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_text("<p>")
    for mode in ("r", "rb"):
        with path.open(mode) as file:
            assert log_one(rs.Html(file)).read() == b"<p>"


def test_what_shows_itself_in_notebooks_is_a_page(log_one: LogOne) -> None:
    class Shown:
        def _repr_html_(self) -> str:
            return "<b>shown</b>"

    assert log_one(rs.Html(Shown())).read() == b"<b>shown</b>"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: rs.Text(3), "a int is no text"),  # type: ignore[arg-type]
        (lambda: rs.Text(Path("missing.txt")).encode(), "missing.txt cannot be read"),
        (lambda: rs.Html(3), "a int is no HTML"),
        (lambda: rs.Html("missing.html").encode(), "missing.html cannot be read"),
        (lambda: rs.Html(b"\xff").encode(), "not UTF-8"),
    ],
)
def test_what_is_neither(make: Any, says: str) -> None:
    with pytest.raises(rs.BadValue, match=says):
        make()
