"""The home with many images: equal runs whose journals name the same few thousand pictures, each in another order."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bench.images import drawn
from bench.ui.recorded import Shape
from runstone.blobs.store import BlobStore, Stored
from runstone.encoding import picture
from runstone.index.index import Index
from runstone.journal.registry import Registry
from runstone.journal.writer import JournalWriter
from runstone.model.home import Home
from runstone.model.records import Closed, MediaLogged, Started, StateChanged
from runstone.model.states import State

MEDIA = "bench/pictures"
BATCH = "batch/samples"
SIDE = 64
SINGLE_STEPS = 100
"""Each key of `val` has one image at each of so many steps; `batch` has the other half of a run's images, so many at one step."""
BATCH_SAMPLES = 100

_SEVERAL = 256


def record(home: Path, shape: Shape) -> dict[str, int]:
    """Fill an empty home. Two minutes for a million images, which is what 100 runs of 10,000 are."""
    place = Home(home)
    pictures = _store_pictures(BlobStore(place), shape.pictures)
    for number in range(shape.media_runs):
        _record_run(place, number, pictures, shape.images)
    index = Index(place)
    index.refresh()
    index.close()
    return {"images": shape.media_runs * shape.images, "pictures": len(pictures)}


def _store_pictures(store: BlobStore, count: int) -> list[Stored]:
    return [store.put(picture.encode(drawn("photographs", SIDE, SIDE, seed)).data) for seed in range(count)]


def _record_run(home: Home, number: int, pictures: list[Stored], images: int) -> None:
    run = f"pictures{number}"
    entry = Registry(home).enter(run, MEDIA)
    writer = JournalWriter(home, run)
    writer.event(
        Started(
            time=writer.now(),
            number=entry.number,
            display_id=entry.display_id,
            project=MEDIA,
            name=f"pictures-{number}",
        )
    )
    Registry(home).ring(run, writer.writer)
    order = np.random.default_rng(number).integers(0, len(pictures), images).tolist()
    places = [(key, step, index) for key, step, index in _places(images)]
    for first in range(0, images, _SEVERAL):
        now = writer.now()
        writer.event(
            *(
                MediaLogged(
                    time=now,
                    key=key,
                    step=step,
                    index=index,
                    type="image",
                    sha256=pictures[at].sha256,
                    size_bytes=pictures[at].size_bytes,
                    mime="image/png",
                    caption=f"picture {at}",
                    facts={"width": SIDE, "height": SIDE},
                )
                for (key, step, index), at in zip(
                    places[first : first + _SEVERAL], order[first : first + _SEVERAL], strict=True
                )
            )
        )
    writer.event(StateChanged(time=writer.now(), state=State.FINISHED, exit_code=0), Closed(time=writer.now()))
    writer.close()


def _places(images: int) -> list[tuple[str, int, int]]:
    """Key, step and index of each image of a run."""
    half = images // 2
    single = [(f"val/sample_{at // SINGLE_STEPS:02d}", at % SINGLE_STEPS * 10, 0) for at in range(images - half)]
    return single + [(BATCH, at // BATCH_SAMPLES * 10, at % BATCH_SAMPLES) for at in range(half)]
