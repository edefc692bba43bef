"""Histograms over steps."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.query.answers.media import Histograms
from runstone.query.media.histograms import MAX_STEPS, histograms
from runstone.server.endpoint import Endpoint, Int64, get
from runstone.server.routes.runs import Run
from runstone.server.service import Indexed


class HistogramsAsk(msgspec.Struct, frozen=True, kw_only=True):
    """Which histograms."""

    run: Run
    key: Annotated[str, Meta(description="The key.")]
    lo: Annotated[Int64, Meta(description="From this step on.")] | None = None
    hi: Annotated[Int64, Meta(description="Up to this step.")] | None = None
    limit: Annotated[int, Meta(ge=1, le=MAX_STEPS, description="At most so many steps, evenly picked.")] = 200
    index: Annotated[int, Meta(ge=0, le=(1 << 31), description="Which of several that were logged together.")] = 0


@get("/api/runs/{run}/histograms")
def list_histograms(service: Indexed, ask: HistogramsAsk) -> Histograms:
    """The histograms of a key over its steps, all on the same edges."""
    return histograms(service.index, ask.run, ask.key, ask.lo, ask.hi, ask.limit, ask.index)


ENDPOINTS: list[Endpoint] = [list_histograms]
