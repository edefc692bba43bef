"""Whoever records a run chooses its words, and others read them in their browser: none of them is ever more than words there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect

import runstone as rs
from e2e.problems import Problems
from e2e.served import path_of, path_of_run, serve
from e2e.until import until

CANARY = "canary.invalid"
CODE = "window.__xss=1;fetch('http://canary.invalid/')"
TAG = f'"><img src=x onerror="{CODE}"><script>{CODE}</script>'
# Where a slash would make another section, or a dot another key.
SHORT = '<img src=x onerror="window[`__xss`]=1">'
MARKDOWN = (
    f"[link](javascript:{CODE}) [data](data:text/html,<script>{CODE}</script>) ![picture](http://{CANARY}/a.png) "
    f"<javascript:{CODE}> <svg onload={CODE}> {TAG} [x]: javascript:{CODE}\n\n<iframe srcdoc='<script>{CODE}</script>'></iframe>"
)
ANSI = f"\x1b]8;;javascript:{CODE}\x07link\x1b]8;;\x07 \x1b[31m{TAG}\x1b[0m \x1b]0;{TAG}\x07 http://{CANARY}/{TAG}"
PAGE = f"<script>parent.__xss=1</script><script>top.__xss=1</script><img src='http://{CANARY}/h.png'>{TAG}"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="parent.__xss=1"><script>{CODE}</script><image href="http://{CANARY}/s.png"/></svg>'
LINK = "<a href='javascript:window.__xss=1'>link</a>"
PROJECT = "hostile"

# What cleans Markdown parses it first, in a document that runs nothing, and the browser names the handlers that it meets there: whether one came into the
# page is looked for in the page.
WATCH = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.__violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
FOUND = """
[
  ...(window.__xss === undefined ? [] : ["code ran"]),
  ...window.__violations.filter((said) => !said.startsWith("script-src-attr")).map((said) => `the policy had to stop ${said}`),
  ...[...document.querySelectorAll("a[href], area[href], form[action], iframe[src], use")]
    .map((node) => node.getAttribute("href") ?? node.getAttribute("action") ?? node.getAttribute("src") ?? "")
    .filter((target) => /^\\s*(javascript|vbscript|data:text)/i.test(target)).map((target) => `a link to ${target}`),
  ...[...document.querySelectorAll("*")].flatMap((node) => [...node.attributes])
    .filter((attribute) => /^on/i.test(attribute.name)).map((attribute) => `a handler ${attribute.name}`),
]
"""


def record(home: Path, tmp_path: Path) -> str:
    """A run whose every word is code."""
    (tmp_path / "a'><svg onload=alert(1)>.md").write_text(MARKDOWN)
    (tmp_path / "page.html").write_text(PAGE)
    with rs.init(
        PROJECT,
        TAG,
        id="hostile",
        dir=home,
        notes=MARKDOWN,
        tags=[SHORT],
        group=TAG,
        job_type=TAG,
        config={SHORT: TAG, "a": {SHORT: [TAG]}},
    ) as run:
        for step in range(3):
            run.log({SHORT: float(step), f"loss {SHORT}": 1.0}, step=step)
        boxes = {
            "p": {
                "box_data": [
                    {
                        "position": {"minX": 0.1, "maxX": 0.5, "minY": 0.1, "maxY": 0.5},
                        "class_id": 0,
                        "box_caption": TAG,
                    }
                ],
                "class_labels": {0: TAG},
            }
        }
        masks = {"m": {"mask_data": np.zeros((8, 8), np.uint8), "class_labels": {0: TAG}}}
        run.log({f"image {SHORT}": rs.Image(np.eye(8), caption=TAG, boxes=boxes, masks=masks)}, step=1)
        run.log(
            {"table": rs.Table([TAG, MARKDOWN], [[TAG, MARKDOWN], [f"javascript:{CODE}", f"http://{CANARY}/{TAG}"]])},
            step=1,
        )
        run.log({"html": rs.Html(PAGE), "said": MARKDOWN, "text": rs.Text(TAG, caption=TAG)}, step=1)
        trace = {"type": "scatter", "x": [1, 2], "y": [1, 2], "name": TAG, "text": [TAG, LINK]}
        layout = {"title": {"text": f"{LINK}{TAG}"}, "xaxis": {"title": {"text": TAG}}}
        figure = {"data": [trace], "layout": layout}
        run.log({"plot": rs.Plotly(figure)}, step=1)
        run.summary[SHORT] = TAG
        run.alert(TAG, MARKDOWN)
        made = rs.Artifact("data", type="dataset", description=MARKDOWN, metadata={SHORT: TAG})
        made.add_bytes(SVG.encode(), "picture.svg")
        made.add_bytes(PAGE.encode(), "page.html")
        made.add_bytes(f"{TAG},b\n{TAG},{MARKDOWN!r}\n".encode(), f"{SHORT}.csv")
        run.log_artifact(made)
        run.save(tmp_path / "page.html")
        run.save(tmp_path / "a'><svg onload=alert(1)>.md")
        print(ANSI)
    with rs.init(PROJECT, TAG, id="other", dir=home, config={SHORT: 1}) as run:
        run.log({SHORT: 2.0}, step=0)
    return "hostile"


def settle(page: Page) -> None:
    """Wait until the page grows no more; pages that load others ahead are never quiet on the line."""
    size = -1
    for _ in range(40):
        found = page.evaluate(
            "new Promise((tell) => setTimeout(() => tell(document.querySelectorAll('*').length), 150))"
        )
        if found == size:
            return
        size = found


def test_no_word_of_a_run_is_ever_more_than_words(
    open_tab: Callable[..., Page], problems: Problems, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    os.environ["RUNSTONE_CONSOLE"] = "1"  # the fixture of all tests takes it back
    run = record(home, tmp_path)
    # What a sandbox without an origin is forbidden, the browser tells.
    problems.forgive(f"{CANARY}|cross-origin frame|Content Security Policy|Failed to fetch")
    asked: list[str] = []
    with serve(home) as served:
        page = open_tab(served.url)
        page.add_init_script(WATCH)
        # A request that the policy stopped never left.
        page.on("requestfinished", lambda request: asked.append(request.url))
        page.on("requestfailed", lambda request: asked.append(request.url) if request.failure != "csp" else None)
        page.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message} {CANARY}"))
        for kind, document in (
            ("view", {"panels": [{"metric": TAG, "title": TAG}]}),
            ("report", {"blocks": [{"kind": "text", "text": MARKDOWN}]}),
        ):
            body = {"project": PROJECT, "name": TAG, "description": MARKDOWN, "kind": kind, "document": document}
            saved = page.request.post("/api/views", data=body)
            assert saved.ok, saved.text()
        assert page.request.post("/api/comments", data={"run": run, "text": MARKDOWN}).ok
        sweep = {"method": "random", "name": TAG, "parameters": {SHORT: {"values": [TAG]}}}
        made = page.request.post("/api/sweeps", data={"project": PROJECT, "definition": sweep}).json()["id"]
        tabs = (
            "overview",
            "charts",
            "media",
            "console",
            "config",
            "code",
            "files",
            "artifacts",
            "outputs",
            "data",
            "system",
        )
        addresses = [
            "/",
            path_of(PROJECT),
            *(
                path_of(PROJECT, rest)
                for rest in (
                    "runs",
                    "media",
                    f"compare?run={run}&run=other",
                    "artifacts",
                    "artifacts/data",
                    "artifacts/data/v0",
                )
            ),
            *(
                path_of(PROJECT, rest)
                for rest in ("sweeps", f"sweeps/{made}", "reports", f"reports/{saved.json()['id']}")
            ),
            *(path_of_run(PROJECT, run, tab) for tab in tabs),
            "/data",
        ]
        page.goto("/")
        for address in addresses:
            policy = page.request.get(address).headers["content-security-policy"]
            assert "default-src 'self'" in policy
            assert "unsafe-eval" not in policy
            assert "'unsafe-inline'" not in policy.partition("script-src")[2]
            # As a click on a link goes there: the program need not be loaded anew for each.
            page.evaluate("(address) => history.pushState(null, '', address)", address)
            expect(page.get_by_role("main").first).to_be_visible()
            settle(page)
            found = until(page, lambda: [page.evaluate(FOUND)])[0]
            assert found == [], (address, found)
        page.close()  # before its server is gone: it would ask again and complain
        assert [url for url in asked if CANARY in url.partition("?")[0]] == []
