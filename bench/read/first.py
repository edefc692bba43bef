"""The first question of a fresh process: `python -m bench.read.first <home> <run> <metric>` prints the milliseconds until it is answered.

They count from the import of what answers it on; the page cache is as it is.
"""

from __future__ import annotations

import sys
import time


def main(home: str, run: str, metric: str) -> None:
    """Ask for one curve."""
    begun = time.perf_counter()
    from runstone.index.index import Index
    from runstone.model.home import Home
    from runstone.query import series
    from runstone.query.series import PanelAsk

    imported = time.perf_counter()
    index = Index(Home(home))
    series.panel(index, PanelAsk(metric, [run])).encode()
    print(1e3 * (time.perf_counter() - begun), 1e3 * (time.perf_counter() - imported))


if __name__ == "__main__":
    main(*sys.argv[1:])
