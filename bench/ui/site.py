"""What a measure has at hand: the browser, and servers on the homes that it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page

from bench.read import runs_home
from bench.read.store import built
from bench.ui import recorded_media
from bench.ui.recorded import Shape, record
from bench.ui.served import Served, serve
from runstone.index.database import SCHEMA_VERSION

WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
TALL_PX = 5_600
"""A window that holds all charts of a project at once."""

_WAIT_MS = 60_000


@dataclass(frozen=True)
class Found:
    """What one round found. `floor` are the plainest way's figures, where there is one."""

    values: Sequence[float]
    floor: Sequence[float] = ()


@dataclass(frozen=True)
class Published:
    """A figure that somebody else published of their own UI, on another machine: not measured here."""

    who: str
    figure: str


@dataclass(frozen=True)
class Measure:
    """A question, the most that its answer should be, and the way to it.

    `once` takes minutes: one round is enough. `again` goes the way of another measure, on more runs or for another figure: a quick look, which
    looks at no figure, leaves it out.
    """

    what: str
    target: float | None
    take: Callable[[Site], Found]
    unit: str = "ms"
    once: bool = False
    again: bool = False
    published: Published | None = None


class Site:
    """The browser, what is recorded, and a server on each home, started when a measure asks for it."""

    def __init__(self, browser: Browser, data: Path, shape: Shape, stack: ExitStack) -> None:
        """
        Args:
            browser: where tabs are opened.
            data: where the homes are, or will be.
            shape: how much is recorded.
            stack: ends the servers.
        """
        self.browser = browser
        self.shape = shape
        self.data = data
        self._stack = stack

    @cached_property
    def workspace(self) -> Served:
        """The home of `recorded.py`."""
        home = self.data / self.shape.name
        record(home, self.shape)
        return self._stack.enter_context(serve(home))

    @cached_property
    def media(self) -> Served:
        """The home of `recorded_media.py`."""
        home = self.data / f"media-{self.shape.media_runs}-{self.shape.images}"
        needs = f"schema {SCHEMA_VERSION}, {self.shape.pictures} pictures"
        built(home, lambda part: recorded_media.record(part, self.shape), needs=needs)
        return self._stack.enter_context(serve(home))

    @cached_property
    def runs_home(self) -> Path:
        """The home with many runs, the one that the reading benchmarks build."""
        number = self.shape.listed_runs
        folder = self.data / f"runs-{number}"
        built(folder, lambda part: runs_home.build(number, part), needs=f"schema {SCHEMA_VERSION}")
        return folder / "home"

    @cached_property
    def runs(self) -> Served:
        """It served."""
        return self._stack.enter_context(serve(self.runs_home))

    @contextmanager
    def tab(self, url: str, *, height: int = 900, scale: float = 1, script: str = "") -> Iterator[Page]:
        """A tab in a profile of its own, as soon as the server has answered.

        Args:
            url: what it shows.
            height: of the window, in CSS pixels.
            scale: device pixels a CSS pixel.
            script: runs before the page's own.
        """
        context = self.browser.new_context(
            viewport={"width": 1440, "height": height},
            device_scale_factor=scale,
            reduced_motion="reduce",
            bypass_csp=True,
        )
        context.set_default_timeout(_WAIT_MS)
        try:
            page = context.new_page()
            page.add_init_script(script + WATCH)
            page.goto(url, wait_until="commit")
            yield page
        finally:
            context.close()


class Devtools:
    """What Chromium tells of a page: how busy its thread was, and how large its heap is."""

    def __init__(self, page: Page) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy_ms(self) -> float:
        """The time for which the page's thread has been busy so far."""
        return 1e3 * self._metric("TaskDuration")

    def heap_mb(self) -> float:
        """The heap after its garbage is collected."""
        for _ in range(2):
            self._session.send("HeapProfiler.collectGarbage")
        return self._metric("JSHeapUsedSize") / 1e6

    def _metric(self, name: str) -> float:
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in metrics if each["name"] == name))


def drawn(charts: int) -> str:
    """A function of the page's: whether so many charts are drawn."""
    return f"() => document.querySelectorAll('article [data-ready]').length >= {charts}"


def listed(runs: int) -> str:
    """A function of the page's: whether so many runs are listed."""
    return f"() => document.querySelectorAll('[data-run] a').length >= {runs}"


def settle(page: Page, done: str) -> None:
    """Wait until this function of the page's holds and all questions are answered."""
    page.evaluate(f"bench.until(() => {{}}, {done})")


def opened(page: Page, done: str) -> float:
    """The milliseconds from the navigation until then."""
    return float(page.evaluate(f"bench.opened({done})"))


def clicked(page: Page, selector: str, done: str) -> Found:
    """The milliseconds from a click on something until then; the floor is what the answers alone take."""
    link = f"document.querySelector({selector!r})"
    page.wait_for_function(f"{link} !== null")
    settle(page, "() => true")
    page.evaluate("bench.questions = []")
    taken = float(page.evaluate(f"bench.until(() => {link}.click(), {done})"))
    return Found([taken], [float(page.evaluate("bench.answers()"))])
