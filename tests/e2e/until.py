"""Waiting for what `expect` has no words for.

Not with `Page.wait_for_function`: whatever is not so at its first look, it asks by `eval`, which our pages forbid.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Page

WAIT_MS = 30_000

Value = TypeVar("Value")


def until(page: Page, condition: Callable[[], Value]) -> Value:
    """Wait until a condition holds, and return what it then is. Meanwhile the page goes on, and its events are heard."""
    deadline = time.monotonic() + WAIT_MS / 1000
    while not (value := condition()):
        assert time.monotonic() < deadline, "the condition did not come true"
        page.wait_for_timeout(20)
    return value
