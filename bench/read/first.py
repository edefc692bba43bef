"""The first question of a fresh process, with the page cache as it is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from bench.read.report import ROOT, RUNSTONE, Answer
from bench.read.timing import Times
from runstone.model.home import Home


def first_answers(part: str, home: Home, question: Sequence[str], words: str, calls: int) -> list[Answer]:
    """Ask so many fresh processes."""
    command = [sys.executable, "-m", "bench.read.ask_once", str(home.path), *question]
    printed = [
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
        for _ in range(calls)
    ]
    answers = []
    for column, what in enumerate(("imports counted", "imports not counted")):
        times = [float(line[column]) for line in printed]
        name = f"first question of a process: {words}, {what}"
        answers.append(Answer(part, name, {RUNSTONE: Times.of(times)}))
    return answers
