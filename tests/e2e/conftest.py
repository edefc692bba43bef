"""A real Chromium on a real server on a real home. Nothing may be written to the browser's console as an error."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from e2e import many, pictures, scene, solids, storeroom, workshop
from e2e.live import LiveRun
from e2e.problems import Problems
from e2e.served import Served, environment, serve, warmed
from e2e.until import WAIT_MS

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "The browser tests need Chromium: apt-get install -y chromium fonts-inter, or name one in RUNSTONE_CHROMIUM."
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",  # what stands in space is drawn without a graphics card, too
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Each window would load the browser's own pages for its address bar, which cost as much as ours. The other two are Playwright's, whose list ours replaces.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,PaintHolding,Translate",
    "--font-render-hinting=none",
]

expect.set_options(timeout=WAIT_MS)


def lacking(what: str) -> None:
    """Skip, or fail where everything must be there."""
    if os.environ.get("RUNSTONE_REQUIRE_BROWSER") == "1":
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


# The scope is the folder's: while Playwright runs, its event loop runs too, which tests elsewhere must not find.


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser."""
    named = os.environ.get("RUNSTONE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if named is None:
        lacking(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=named, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package", autouse=True)
def warm() -> Iterator[None]:
    """What servers are started by."""
    with warmed():
        yield


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The home of `scene.py` and its server."""
    home = tmp_path_factory.mktemp("e2e") / "home"
    scene.make(home)
    with serve(home) as served:
        yield served


@pytest.fixture(scope="package")
def pictures_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The home of `pictures.py` and its server."""
    home = tmp_path_factory.mktemp("pictures") / "home"
    pictures.make(home)
    with serve(home) as served:
        yield served


@pytest.fixture(scope="package")
def solids_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The home of `solids.py` and its server."""
    home = tmp_path_factory.mktemp("solids") / "home"
    solids.make(home)
    with serve(home) as served:
        yield served


@pytest.fixture(scope="package")
def many_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The home of `many.py` and its server."""
    home = tmp_path_factory.mktemp("many") / "home"
    many.make(home)
    with serve(home) as served:
        yield served


@pytest.fixture(scope="package")
def workshop_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of `workshop.py`; tests edit copies of it."""
    home = tmp_path_factory.mktemp("workshop") / "home"
    workshop.make(home)
    return home


@pytest.fixture(scope="package")
def storeroom_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of `storeroom.py`; tests that edit do it to copies."""
    home = tmp_path_factory.mktemp("storeroom") / "home"
    storeroom.make(home)
    return home


@pytest.fixture(scope="package")
def storeroom_site(storeroom_home: Path) -> Iterator[Served]:
    """A copy of that home and its server; what lies beside the home is the same."""
    home = storeroom_home.with_name("served")
    shutil.copytree(storeroom_home, home)
    with serve(home) as served:
        yield served


@pytest.fixture
def shelves(storeroom_site: Served, open_tab: Callable[..., Page]) -> Page:
    """A tab of 1440 x 900 on the artifacts, which shows nothing yet."""
    return open_tab(storeroom_site.url)


@pytest.fixture
def stocktaking(storeroom_home: Path, tmp_path: Path, open_tab: Callable[..., Page]) -> Iterator[Page]:
    """A tab on a server with a copy of the artifacts, to be edited."""
    home = tmp_path / "home"
    shutil.copytree(storeroom_home, home)
    with serve(home) as served:
        page = open_tab(served.url)
        yield page
        page.close()  # before its server is gone: it would ask again and complain


@pytest.fixture
def bench(workshop_home: Path, tmp_path: Path, open_tab: Callable[..., Page]) -> Iterator[Page]:
    """A tab on a server with a copy of the workshop's home, to be edited."""
    home = tmp_path / "home"
    shutil.copytree(workshop_home, home)
    with serve(home) as served:
        page = open_tab(served.url)
        yield page
        page.close()  # before its server is gone: it would ask again and complain


@pytest.fixture
def problems() -> Problems:
    """What went wrong in the browser during this test; a test that provokes something forgives it."""
    return Problems()


@pytest.fixture
def open_tab(chromium: Browser, problems: Problems) -> Iterator[Callable[..., Page]]:
    """Open a tab in a browser profile of its own: `open_tab(site.url, width=390, color_scheme="dark")`."""
    contexts = []

    def open_(url: str, *, width: int = 1440, height: int = 900, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=url,
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        problems.watch(page)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert problems.left() == []


@pytest.fixture
def tab(open_tab: Callable[..., Page], site: Served) -> Page:
    """A tab of 1440 x 900 on the site, which shows nothing yet."""
    return open_tab(site.url)


@pytest.fixture
def gallery(open_tab: Callable[..., Page], pictures_site: Served) -> Page:
    """A tab of 1440 x 900 on the pictures, which shows nothing yet."""
    return open_tab(pictures_site.url)


@pytest.fixture
def solids_tab(open_tab: Callable[..., Page], solids_site: Served) -> Page:
    """A tab of 1440 x 900 on the solids, which shows nothing yet."""
    return open_tab(solids_site.url)


@pytest.fixture
def live(site: Served) -> Iterator[Callable[[str, str], LiveRun]]:
    """Begin a run that lives in a process of its own: `live("live/a", "name")`."""
    runs = []

    def begin(project: str, name: str) -> LiveRun:
        run = LiveRun(site.home, project, name, environment())
        runs.append(run)
        return run

    yield begin
    for run in runs:
        run.end()


@pytest.fixture(scope="package")
def axe() -> str:
    """The source of axe-core."""
    file = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not file.is_file():
        lacking("The accessibility tests need axe-core: npm ci in web/")
    return file.read_text(encoding="utf-8")
