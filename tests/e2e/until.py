"""Waiting for what `expect` has no words for."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page

WAIT_MS = 30_000


def until(page: Page, condition: Callable[[], object]) -> None:
    """Wait until a condition holds. Meanwhile the page goes on, and its events are heard."""
    deadline = time.monotonic() + WAIT_MS / 1000
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        page.wait_for_timeout(20)
