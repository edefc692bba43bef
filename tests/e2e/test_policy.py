"""Who keeps the server sees what its rules lead to, tries others out, and writes them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import AXE

pytestmark = pytest.mark.browser

RULES = """# Ours.
[home]
quota_bytes = 10_000_000

[projects."lab/classifier"]
keep_last = 7   # the eighth goes
"""


def test_rules_are_tried_out_and_saved(bench: Page, axe: str) -> None:
    bench.goto("/policy")
    rules = bench.get_by_label("Rules, as TOML")
    expect(bench.get_by_text("Nothing: every run is kept.")).to_be_visible()
    rules.fill(RULES)
    bench.get_by_role("button", name="Try out").click()
    expect(bench.get_by_role("meter", name="Quota of The whole home")).to_be_visible()
    expect(bench.get_by_role("region", name="Runs that would go").get_by_role("row")).to_have_count(2)
    expect(bench.get_by_text("They hold when they are saved.")).to_be_visible()
    bench.get_by_role("button", name="Save").click()
    expect(bench.get_by_text("They hold when they are saved.")).to_have_count(0)
    assert bench.request.get("/api/policy").json()["text"] == RULES
    bench.evaluate(axe)
    assert bench.evaluate(AXE) == []
