"""Coverage-guided fuzzing of what reads the bytes of strangers, by atheris: each target of tests/hostile/targets.py in a process of its own.

    python scripts/fuzz.py                       every target, a minute each
    python scripts/fuzz.py --secs 600 crafted    one of them, for ten minutes

What fails, hangs for 20 s or takes 2 GiB is kept in tests/hostile/corpus/<target>/, where an ordinary test tries it again; the exit status is 1 then.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "hostile" / "corpus"


def main() -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", help="which; all if none is named")
    parser.add_argument("--secs", type=int, default=60, help="for how long, each")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    given = parser.parse_args()
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
    if given.inside:
        fuzz(given.inside, given.targets)
        return 0
    names = given.targets or list(importlib.import_module("hostile.targets").TARGETS)
    return max([run(name, given.secs) for name in names], default=0)


def run(name: str, secs: int) -> int:
    """Fuzz one target in a process that may crash."""
    kept = CORPUS / name
    kept.mkdir(parents=True, exist_ok=True)
    before = set(kept.iterdir())
    with tempfile.TemporaryDirectory(prefix="runstone-corpus-") as folder:
        options = [
            f"-max_total_time={secs}",
            "-timeout=20",
            "-rss_limit_mb=2048",
            "-max_len=65536",
            f"-artifact_prefix={kept}/",
        ]
        command = [
            sys.executable,
            __file__,
            "--inside",
            name,
            "--",
            *options,
            "-verbosity=0",
            "-print_final_stats=1",
            folder,
            str(kept),
        ]
        print(f"== {name}, {secs} s", flush=True)
        status = subprocess.run(command, cwd=ROOT, env={**os.environ, "TMPDIR": folder}, check=False).returncode
    found = sorted(set(kept.iterdir()) - before)
    for path in found:
        print(f"   found: {path.relative_to(ROOT)}", flush=True)
    if not any(kept.iterdir()):
        kept.rmdir()
    return 1 if found or status else 0


def fuzz(name: str, options: list[str]) -> None:
    """Hand a target ever new bytes. Ends the process."""
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["runstone"]):
        targets = importlib.import_module("hostile.targets")
    for number, seed in enumerate(targets.seeds(name)):
        (Path(options[-2]) / f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], *options], targets.TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
