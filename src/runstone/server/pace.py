"""The pace at which a server looks at its home: often where little happens, and with rests where much does, so that others have their turns."""

from __future__ import annotations

LIVE_INTERVAL_SECS = 0.2
IDLE_INTERVAL_SECS = 0.5

_LONGEST_REST_SECS = 1.0
# A process beside this one takes no turns from those who answer.
_APART_SHARE = 0.25

_LONG_LOOK_SECS = 0.1
_DRAWN_EVERY_SECS = 2.0
_DRAWN_EVERY_LOOKS = 5
_DRAWN_LONGEST_SECS = 10.0


def rest_secs(look_secs: float, *, is_busy: bool, is_apart: bool) -> float:
    """How long to wait until the next look: as long as the last one took, if that was long. Pages are answered meanwhile, and more comes at once, which
    costs less.

    Args:
        look_secs: how long the last look took.
        is_busy: whether a run is under way.
        is_apart: whether another process looks.
    """
    least_secs = LIVE_INTERVAL_SECS if is_busy else IDLE_INTERVAL_SECS
    return max(least_secs, min(look_secs * (_APART_SHARE if is_apart else 1.0), _LONGEST_REST_SECS))


def drawn_every_secs(look_secs: float) -> float:
    """How often summaries follow their curves, which have every point at each look: at each look while those are short, and more slowly then.

    Args:
        look_secs: how long the last look took.
    """
    if look_secs <= _LONG_LOOK_SECS:
        return 0.0
    return max(_DRAWN_EVERY_SECS, min(_DRAWN_EVERY_LOOKS * look_secs, _DRAWN_LONGEST_SECS))
