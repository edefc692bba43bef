"""What `import` costs a script over a bare Python, and which foreign modules it brings."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bench.measure import Measure
from bench.trackers import FLOOR, Tracker

TRIALS = 15

FOREIGN = """
import sys
before = set(sys.modules)
{importing}
brought = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(*sorted(brought - set(sys.stdlib_module_names) - {{"{package}"}}))
"""


def measure(tracker: Tracker, folder: Path) -> list[Measure]:
    """Medians over fresh processes; the bare Python's runs lie between the others."""
    beginning = tracker.beginning or tracker.importing
    bare, floor, imported, begun = [], [], [], []
    for _ in range(TRIALS):
        bare.append(seconds("pass"))
        floor.append(seconds(FLOOR.importing))
        imported.append(seconds(tracker.importing))
        begun.append(seconds(beginning))
    base = median(bare)
    return [
        Measure("import, over bare Python", 1e3 * (median(imported) - base), "ms", 1e3 * (median(floor) - base)),
        Measure("import and first use of init", 1e3 * (median(begun) - base), "ms", 1e3 * (median(floor) - base)),
        Measure("import, foreign packages", len(foreign(tracker)), "packages"),
    ]


def seconds(code: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - begun


def foreign(tracker: Tracker) -> list[str]:
    """The top-level modules, neither the standard library's nor the tracker's own, that the import brought."""
    code = FOREIGN.format(importing=tracker.beginning or tracker.importing, package=tracker.package)
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
