"""One question, asked by a process that asks nothing else: `python -m bench.read.ask_once <home> curve <run> <metric>`, or `… runs <filter> <sort>`.

Prints the milliseconds until it is answered: with what Python takes to import what answers, and without.
"""

from __future__ import annotations

import sys
import time


def main(home: str, kind: str, first: str, second: str) -> None:
    """Ask, and print."""
    begun = time.perf_counter()
    from runstone.index.index import Index
    from runstone.model.home import Home
    from runstone.query import runs, series
    from runstone.query.runs import RunsAsk
    from runstone.query.series import PanelAsk

    imported = time.perf_counter()
    index = Index(Home(home))
    if kind == "curve":
        series.panel(index, PanelAsk(second, [first])).encode()
    else:
        runs.list_runs(index, RunsAsk(filter=first, sort=[second], fields=[]))
    print(1e3 * (time.perf_counter() - begun), 1e3 * (time.perf_counter() - imported))


if __name__ == "__main__":
    main(*sys.argv[1:])
