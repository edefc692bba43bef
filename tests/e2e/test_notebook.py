"""A run in a frame of a page on another port of this machine, as a notebook shows it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import Page, expect

from e2e.scene import BASELINE
from e2e.served import Served
from runstone.model.embed import run_html

pytestmark = pytest.mark.browser


@contextmanager
def notebook(html: str) -> Iterator[str]:
    """A page with this in it, on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f'<!doctype html><link rel="icon" href="data:,"><body>{html}</body>'.encode()
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://{{}}:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_notebook_shows_the_run(open_tab: Callable[..., Page], site: Served, host: str) -> None:
    html = run_html(
        server_url=site.url,
        project=BASELINE,
        run="sweep1",
        display_id="VRB-2",
        name="sweep-1",
        state="finished",
        values={},
    )
    with notebook(html) as url:
        tab = open_tab(url.format(host))
        tab.goto("/")
        frame = tab.frame_locator("iframe")
        expect(frame.get_by_role("heading", name="sweep-1")).to_be_visible()
        expect(frame.get_by_role("article", name="train/loss", exact=True)).to_be_visible()
        expect(frame.get_by_role("banner")).to_have_count(0)
        frame.get_by_role("tab", name="Overview").click()
        expect(frame.get_by_role("row", name="optimizer/name")).to_contain_text("adam")
        tab.close()
