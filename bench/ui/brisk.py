"""The server with hardly a pause between updates: `python -m bench.ui.brisk ui …`. What it does for each of them is the same."""

from __future__ import annotations

from runstone.cli.app import main
from runstone.server import events, pace

PAUSE_SECS = 0.02

if __name__ == "__main__":
    pace.LIVE_INTERVAL_SECS = pace.IDLE_INTERVAL_SECS = PAUSE_SECS
    events.LEAST_GAP_SECS = PAUSE_SECS
    main()
