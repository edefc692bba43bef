"""How long one image keeps the training waiting, and how many a second become files on two cores, beside plain Pillow PNGs."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import PIL.Image

from bench.measure import Measure, p50_and_p99
from bench.trackers import FLOOR, RUNSTONE, TWIN, Tracker

Pixels = npt.NDArray[np.uint8]
SIZES = {"32×32×3": (32, 32, 400), "256×256×3": (256, 256, 200), "1024×1024×3": (1024, 1024, 20)}
KINDS = ("photographs", "noise", "drawings")


def measure(tracker: Tracker, folder: Path) -> list[Measure]:
    """Images of each kind at the usual size, and photographs at others. The floor saves each with Pillow, as one would without a tracker."""
    if tracker is TWIN or (tracker not in (FLOOR, RUNSTONE) and tracker.package != "wandb"):
        return []
    found: list[Measure] = []
    for size, (height, width, count) in SIZES.items():
        for kind in KINDS if count == 200 else KINDS[:1]:
            pictures = [drawn(kind, height, width, seed) for seed in range(count)]
            found += beside(tracker, folder / f"{kind} {width}", pictures, f"{size} {kind}")
    return found


def drawn(kind: str, height: int, width: int, seed: int) -> Pixels:
    """Smooth shapes with the grain of a sensor, random bytes, or flat shapes with edges."""
    draw = np.random.default_rng(seed)
    if kind == "noise":
        return draw.integers(0, 256, (height, width, 3), dtype=np.uint8)
    y, x = np.mgrid[0:height, 0:width] / 256
    waves = [np.sin(x * a + y * b + c) for a, b, c in draw.uniform(-20, 20, (3, 3))]
    values = np.stack(waves, axis=-1)
    if kind == "drawings":
        return ((values > 0.3) * 200 + (values < -0.6) * 50).astype(np.uint8)
    return (values * 90 + 128 + draw.normal(0, 4, values.shape)).clip(0, 255).astype(np.uint8)


def beside(tracker: Tracker, folder: Path, pictures: list[Pixels], name: str) -> list[Measure]:
    """Floor and tracker one after the other: each has the cores to itself, as its threads or processes may need both."""
    floor_millis, floor_secs, floor_bytes = timed(
        Pillow(folder / "floor").log, lambda: None, pictures, folder / "floor"
    )
    if tracker is FLOOR:
        millis, secs, size_bytes = floor_millis, floor_secs, floor_bytes
    else:
        here = folder / "tracker"
        here.mkdir(parents=True)
        run: Any = tracker.open(here)
        wrap = wrapper(tracker)
        run.log({"warm/up": wrap(pictures[0])}, step=0)
        steps = iter(range(1, len(pictures) + 1))
        millis, secs, size_bytes = timed(
            lambda picture: run.log({"image": wrap(picture)}, step=next(steps)), run.finish, pictures, here
        )
    return [
        *p50_and_p99(
            f"log() of an image of {name}", [1e3 * each for each in millis], [1e3 * each for each in floor_millis]
        ),
        Measure(
            f"images a second until they are files, {name}", len(pictures) / secs, "/s", len(pictures) / floor_secs
        ),
        Measure(
            f"size of an image, {name}", size_bytes / len(pictures) / 1024, "KiB", floor_bytes / len(pictures) / 1024
        ),
    ]


def timed(
    log: Callable[[Pixels], None], finish: Callable[[], None], pictures: list[Pixels], folder: Path
) -> tuple[list[float], float, int]:
    """Milliseconds of each call, seconds until all is done, bytes of the images on the disk."""
    millis = []
    begun = time.perf_counter()
    for picture in pictures:
        at = time.perf_counter()
        log(picture)
        millis.append((time.perf_counter() - at) * 1e3)
    finish()
    return millis, time.perf_counter() - begun, image_bytes(folder)


def image_bytes(folder: Path) -> int:
    """Files of images below a folder: named as such, or blobs."""
    return sum(
        path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and (path.suffix == ".png" or len(path.name) == 64)
    )


def wrapper(tracker: Tracker) -> Callable[[Pixels], Any]:
    """What makes an image of an array."""
    if tracker is RUNSTONE:
        import runstone

        return runstone.Image
    import wandb

    image: Callable[[Pixels], Any] = wandb.Image
    return image


class Pillow:
    """Saves each picture in the call."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._count = 0

    def log(self, picture: Pixels) -> None:
        self._count += 1
        PIL.Image.fromarray(picture).save(self._folder / f"{self._count}.png")
