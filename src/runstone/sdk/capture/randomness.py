"""The state of random numbers when a run begins, so that it can be done again: that of Python, and of NumPy and PyTorch where they are in use."""

from __future__ import annotations

import base64
import random
import struct
import sys
from collections.abc import Mapping
from typing import Any

SEEDS = "seeds"


def states() -> dict[str, Any]:
    """The states of the global generators. Modules that the script did not import are left out, and nothing is imported."""
    version, words, gauss = random.getstate()
    found: dict[str, Any] = {
        "python": {"version": version, "words": _text(struct.pack(f"<{len(words)}I", *words)), "gauss": gauss}
    }
    numpy = sys.modules.get("numpy")
    if numpy is not None and "numpy.random" in sys.modules:
        kind, keys, position, has_gauss, cached = numpy.random.get_state()
        found["numpy"] = {
            "kind": str(kind),
            "words": _text(keys.astype("<u4").tobytes()),
            "position": int(position),
            "has_gauss": int(has_gauss),
            "gauss": float(cached),
        }
    torch = sys.modules.get("torch")
    if torch is not None and hasattr(torch, "get_rng_state"):
        found["torch"] = {"state": _text(bytes(torch.get_rng_state().tolist()))}
    return found


def restore(found: Mapping[str, Any]) -> None:
    """Put the generators into the states that `states` gave. One whose module the script did not import stays as it is."""
    python = found.get("python")
    if python is not None:
        data = _bytes(python["words"])
        random.setstate((python["version"], struct.unpack(f"<{len(data) // 4}I", data), python["gauss"]))
    numpy, own = sys.modules.get("numpy"), found.get("numpy")
    if numpy is not None and own is not None:
        keys = numpy.frombuffer(_bytes(own["words"]), "<u4")
        numpy.random.set_state((own["kind"], keys, own["position"], own["has_gauss"], own["gauss"]))
    torch, own = sys.modules.get("torch"), found.get("torch")
    if torch is not None and own is not None:
        torch.set_rng_state(torch.tensor(list(_bytes(own["state"])), dtype=torch.uint8))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
