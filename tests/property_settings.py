"""How many examples a property tries whose examples are slow: few each time, many where new ones are looked for."""

from __future__ import annotations

import os

EXPLORING = 1000


def examples(each_time: int) -> int:
    """So many, for `settings(max_examples=...)`; as many as of any other property with HYPOTHESIS_PROFILE=exploring."""
    return EXPLORING if os.environ.get("HYPOTHESIS_PROFILE") == "exploring" else each_time
