"""A run in a notebook: a frame where a server of this machine shows it, a table elsewhere, and never anybody's markup."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from runstone.model.address import run_address
from runstone.model.embed import MOST_VALUES, run_html

EVIL = "<script>alert(1)</script>\" onload='x'&"
TEXTS = st.text() | st.just(EVIL) | st.text("<>\"&'")


class Seen(HTMLParser):
    """The tags and attributes of a page, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def html(**more: Any) -> str:
    facts: dict[str, Any] = {
        "server_url": None,
        "project": "cv/x",
        "run": "a1",
        "display_id": "CX-1",
        "name": "wide",
        "state": "running",
        "values": {"loss": 0.25, "phase": "warm-up"},
    }
    return run_html(**{**facts, **more})


def test_without_a_server_there_are_the_last_values_and_the_way_to_one() -> None:
    seen = Seen(html())
    assert "iframe" not in seen.tags
    for text in ("wide (CX-1), running, in cv/x", "loss", "0.25", "warm-up", "runstone ui"):
        assert text in seen.text


def test_a_server_of_this_machine_is_framed() -> None:
    seen = Seen(html(server_url="http://127.0.0.1:7861/", height=300))
    assert seen.attributes["src"] == "http://127.0.0.1:7861/p/cv/x/r/a1?tab=charts"
    assert seen.attributes["height"] == "300"


def test_the_frame_shows_charts_unless_the_run_has_no_numbers() -> None:
    for values, query in (({}, "?tab=charts"), ({"phase": "done"}, "")):
        seen = Seen(html(server_url="http://localhost:1", values=values))
        assert seen.attributes["src"] == f"http://localhost:1/p/cv/x/r/a1{query}"


def test_a_server_elsewhere_is_a_link() -> None:
    seen = Seen(html(server_url="http://box:7860"))
    assert "iframe" not in seen.tags
    assert seen.attributes["href"] == "http://box:7860/p/cv/x/r/a1"


@given(TEXTS, TEXTS, TEXTS, TEXTS, st.sampled_from([None, "http://localhost:1/", f"http://box/{EVIL}"]))
def test_nothing_that_a_run_says_is_markup(name: str, project: str, key: str, value: str, url: str | None) -> None:
    seen = Seen(html(name=name, project=project, run=name, state=value, values={key: value}, server_url=url))
    known = {"div", "p", "b", "table", "tr", "th", "td", "code", "iframe", "a"}
    assert set(seen.tags) <= known
    assert set(seen.attributes) <= {"style", "src", "title", "width", "height", "loading", "href", "target", "rel"}


def test_a_long_summary_is_cut_and_said_to_be() -> None:
    seen = Seen(html(values={f"m{n}": n for n in range(100)}))
    assert seen.tags.count("tr") == MOST_VALUES
    assert "70 more values" in seen.text


def test_addresses_are_those_of_the_ui() -> None:
    assert run_address("http://x/", "größe/a b", "l/n ✓") == "http://x/p/gr%C3%B6%C3%9Fe/a%20b/r/l%2Fn%20%E2%9C%93"
    assert run_address("http://x", "cv/runs/today", "a") == "http://x/p/cv%2Fruns%2Ftoday/r/a"
    assert run_address("http://x/pre/fix/", "runs", "a") == "http://x/pre/fix/p/runs/r/a"
