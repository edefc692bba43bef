"""What logging an artifact costs beside `cp` and `sha256sum`: a tree of many files, the same tree again, after a kill, and what chunks save.

python -m bench.artifacts --files 10000 --gigabytes 20 --folder /data   (takes twice that much of the disk)
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

# Made in a process of its own, so that its peak memory is that of logging and of nothing else.
LOG = """
import json, os, sys, time
import runstone as rs
tree, opened, progress = sys.argv[1], set(), None
def count(event, arguments):
    if event == "open" and str(arguments[0]).startswith(tree):
        opened.add(str(arguments[0]))
def follow(now):
    global progress
    progress = now
def peak_mib():  # of this process; the one that getrusage tells is inherited from whoever started it
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024
sys.addaudithook(count)
run = rs.init("bench", dir=sys.argv[2])
before = peak_mib()
began = time.perf_counter()
artifact = rs.Artifact("tree", type="dataset")
artifact.add_dir(tree, on_progress=follow)
run.log_artifact(artifact).wait()
secs = time.perf_counter() - began
peak = peak_mib()
run.finish()
print(json.dumps({"secs": secs, "grown_mib": peak - before, "peak_mib": peak, "opened": len(opened), "read_bytes": progress.read_bytes}))
"""
QUIET = {
    "RUNSTONE_CONSOLE": "0",
    "RUNSTONE_GIT": "0",
    "RUNSTONE_PACKAGES": "0",
    "RUNSTONE_SYSTEM": "0",
    "RUNSTONE_QUIET": "1",
}


def main() -> None:
    """Measure, print, and leave nothing behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--gigabytes", type=float, default=3.0)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="runstone-bench-", dir=asked.folder) as name:
        folder = Path(name)
        tree = folder / "tree"
        size_bytes = plant(tree, asked.files, asked.gigabytes)
        print(
            f"{asked.files:,} files, {size_bytes / 1e9:.2f} GB, {len(os.sched_getaffinity(0))} processors; the tree is in the page cache"
        )
        ratios = []
        for _ in range(asked.rounds):
            os.sync()  # nobody pays for what another one wrote
            plain_secs = plain(tree, folder / "copy")
            home = folder / "home"
            os.sync()
            first = log(tree, home)
            again = log(tree, home)
            shutil.rmtree(home)
            ratios.append(first["secs"] / plain_secs)
            print(
                f"cp + sha256sum {plain_secs:6.2f} s   first {first['secs']:6.2f} s ({ratios[-1]:.2f}×)   "
                f"peak {first['peak_mib']:.0f} MiB (+{first['grown_mib']:.0f})   "
                f"again unchanged {again['secs']:6.2f} s, {again['opened']:.0f} files opened",
                flush=True,
            )
        print(f"median {sorted(ratios)[len(ratios) // 2]:.2f}×", flush=True)
        killed(tree, folder / "home", size_bytes)
        shutil.rmtree(tree)
        checkpoints(folder)


def plant(tree: Path, files: int, gigabytes: float) -> int:
    """A tree of files that compress badly: most of them small, a few of them large, as data sets are."""
    draw = random.Random(1)
    block = draw.randbytes(64 << 20)
    weights = [draw.lognormvariate(0, 1.2) for _ in range(files)]
    scale = gigabytes * 1e9 / sum(weights)
    size_bytes = 0
    for number, weight in enumerate(weights):
        path = tree / f"{number % 100:02}" / f"{number:05}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        length = max(16, int(weight * scale))
        size_bytes += length
        with open(path, "wb") as file:
            file.write(number.to_bytes(8, "little"))
            left = length - 8
            while left > 0:
                at = draw.randrange(len(block) - 1)
                left -= file.write(block[at : at + left])
    time.sleep(2.5)  # younger files are not trusted by the stat cache, and that is not what is measured
    return size_bytes


def plain(tree: Path, copy: Path) -> float:
    """A copy, and then the sum of each file: what one would do without a tracker."""
    began = time.perf_counter()
    subprocess.run(["cp", "-r", tree, copy], check=True)
    find = f"find {tree} -type f -print0 | xargs -0 sha256sum"
    subprocess.run(["sh", "-c", find], check=True, stdout=subprocess.DEVNULL)
    secs = time.perf_counter() - began
    shutil.rmtree(copy)
    return secs


def log(tree: Path, home: Path) -> dict[str, float]:
    """The same by `run.log_artifact`."""
    done = subprocess.run(
        [sys.executable, "-c", LOG, tree, home], env={**os.environ, **QUIET}, capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def killed(tree: Path, home: Path, size_bytes: int) -> None:
    """What the second attempt costs after the first was killed half-way."""
    with subprocess.Popen([sys.executable, "-c", LOG, tree, home], env={**os.environ, **QUIET}) as first:
        while first.poll() is None and written(first.pid) < size_bytes / 2:
            time.sleep(0.1)
        first.send_signal(signal.SIGKILL)
    stored = sum(item.stat().st_size for item in (home / "blobs").glob("??/*"))
    second = log(tree, home)
    shutil.rmtree(home)
    print(
        f"killed with {stored / size_bytes:.0%} of the bytes in the home; the next attempt read {second['read_bytes'] / size_bytes:.0%} "
        f"of them, and took {second['secs']:.2f} s",
        flush=True,
    )


def written(pid: int) -> int:
    """How many bytes a process has handed to the system until now."""
    with suppress(OSError), open(f"/proc/{pid}/io") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("wchar"))
    return 0


def checkpoints(folder: Path) -> None:
    """Two checkpoints of 1 GB, of which the second has other values in a twentieth of it, in one stretch: a layer that was tuned."""
    home, path = folder / "home", folder / "model"
    path.mkdir()
    draw = random.Random(2)
    part = draw.randbytes(50_000_000)
    with open(path / "model.bin", "wb") as file:
        for number in range(20):
            file.write(number.to_bytes(8, "little") + part[8:])
    sizes = []
    for number in range(2):
        if number:
            with open(path / "model.bin", "r+b") as file:
                file.seek(500_000_000)
                file.write(draw.randbytes(50_000_000))
        log(path, home)
        sizes.append(sum(item.stat().st_size for item in (home / "blobs").rglob("*") if item.is_file()))
    saved = 1 - (sizes[1] - sizes[0]) / 1e9
    print(
        f"two checkpoints of 1 GB, 5% of it other values: {sizes[1] / 1e9:.2f} GB in the home; the second cost {saved:.0%} less"
    )


if __name__ == "__main__":
    main()
