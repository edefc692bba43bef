"""Levels of printed lines: what handlers of logging write is told from prose."""

from __future__ import annotations

import pytest

from runstone.index.line_level import level_of_line


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("WARNING:root:careful", "warning"),
        ("INFO | net | epoch 1", "info"),
        ("2026-01-02 10:11:12,123 - net.train - ERROR - it broke", "error"),
        ("2026-01-02 10:11:12.123 | DEBUG    | net:train:7 - step", "debug"),
        ("[2026-01-02 10:11:12][INFO] epoch 1", "info"),
        ("[WARN] slow disk", "warning"),
        ("CRITICAL out of memory", "critical"),
        ("FATAL: gone", "critical"),
        ("\x1b[31mERROR\x1b[0m   it broke", "error"),
        ("W0102 10:11:12.123456 140 net.py:7] slow", "warning"),
        ("epoch 1 loss 0.5", None),
        ("ERRORS found: 3", None),
        ("no INFO about it", None),
        ("Information", None),
        ("error: in lower case, as compilers write it", None),
        ("x" * 200 + " ERROR: too far behind", None),
        ("", None),
    ],
)
def test_what_a_line_says(line: str, level: str | None) -> None:
    assert level_of_line(line) == level
