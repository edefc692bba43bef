"""Trains small neural networks on scikit-learn's handwritten digits, and records everything: what `make demo` shows.

    python examples/digits.py                     3 configurations x 4 seeds, one after the other, then two long ones
    python examples/digits.py --group wide      one run

Real training: an MLP by mini-batches of Adam, evaluated on held-out digits after every epoch.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
import warnings

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import log_loss, recall_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

import runstone as rs

CLASSES = np.arange(10)
BATCH = 64
CONFIGS = {
    "narrow": {"width": 8, "lr": 1e-3},
    "wide": {"width": 64, "lr": 1e-3},
    "wide-hot": {"width": 64, "lr": 2e-2},
}


def picture(pixels: NDArray[np.float64]) -> NDArray[np.uint8]:
    """A digit of 8x8 pixels in 0..16 as a grey picture, eight times as large."""
    return np.kron((255 - pixels.reshape(8, 8) * 255 / 16).astype(np.uint8), np.ones((8, 8), dtype=np.uint8))


def train(group: str, seed: int, epochs: int, pause_secs: float = 0.0) -> None:
    """Train one network and record it.

    Args:
        group: one of CONFIGS.
        seed: of the split, the weights and the order of the batches.
        epochs: how often the training digits are seen.
        pause_secs: rest after each batch, so that somebody can watch.
    """
    config = {
        "model": {"kind": "mlp", "width": CONFIGS[group]["width"]},
        "optimizer": {"name": "adam", "lr": CONFIGS[group]["lr"]},
    }
    digits = load_digits()
    x_train, x_val, y_train, y_val = train_test_split(digits.data, digits.target, test_size=0.3, random_state=seed)
    model = MLPClassifier(
        (int(CONFIGS[group]["width"]),),
        learning_rate_init=CONFIGS[group]["lr"],
        random_state=seed,
        solver="adam",
        batch_size=BATCH,
    )
    order = np.random.default_rng(seed)
    with rs.init(
        "digits/mlp",
        f"{group}-seed{seed}",
        config={**config, "seed": seed, "epochs": epochs, "batch_size": BATCH},
        tags=[group, "baseline"] if group == "wide" else [group],
        group=group,
        notes=f"Does a hidden layer of {CONFIGS[group]['width']} do at a learning rate of {CONFIGS[group]['lr']:g}?",
    ) as run:
        print(f"{len(x_train)} digits to learn from, {len(x_val)} to be judged by")
        best = 0.0
        for epoch in range(epochs):
            shuffled = order.permutation(len(x_train))
            for first in range(0, len(shuffled) - BATCH + 1, BATCH):
                batch = shuffled[first : first + BATCH]
                model.partial_fit(x_train[batch] / 16, y_train[batch], classes=CLASSES)
                weight_norm = float(np.sqrt(sum((layer**2).sum() for layer in model.coefs_)))
                run.log({"train/loss": model.loss_, "train/weight_norm": weight_norm, "train/epoch": epoch})
                time.sleep(pause_secs)
            chances = model.predict_proba(x_val / 16)
            guesses = chances.argmax(axis=1)
            accuracy = float((guesses == y_val).mean())
            loss = float(log_loss(y_val, chances, labels=CLASSES))
            recall = recall_score(y_val, guesses, labels=CLASSES, average=None, zero_division=0)
            run.log(
                {
                    "val": {"acc": accuracy, "loss": loss, "worst_recall": recall.min()},
                    "phase": "warm-up" if epoch < 2 else "training",
                },
                step=run.step - 1,
            )
            print(f"epoch {epoch:3d}  val/acc {accuracy:.3f}  val/loss {loss:.3f}")
            if accuracy > best:
                best = accuracy
                run.summary["best/acc"] = best
                run.summary["best/epoch"] = epoch
            if epoch % 5 == 4 or epoch == epochs - 1:
                show_mistakes(run, x_val, y_val, chances, recall)
        print("trained", file=sys.stderr)


def show_mistakes(
    run: rs.Run,
    x_val: NDArray[np.float64],
    y_val: NDArray[np.int64],
    chances: NDArray[np.float64],
    recall: NDArray[np.float64],
) -> None:
    """Record the digits that the network is most wrong about, and how well it knows each class."""
    guesses = chances.argmax(axis=1)
    wrong = np.flatnonzero(guesses != y_val)
    worst = wrong[np.argsort(-chances[wrong, guesses[wrong]])][:6]
    table = rs.Table(
        columns=["class", "digits", "recall"],
        rows=[[int(digit), int((y_val == digit).sum()), float(recall[digit])] for digit in CLASSES],
    )
    pictures = [
        rs.Image(
            picture(x_val[item]),
            caption=f"a {y_val[item]} read as {guesses[item]} ({chances[item, guesses[item]]:.0%})",
        )
        for item in worst
    ]
    run.log(
        {"val/per_class": table, "val/mistakes": pictures} if pictures else {"val/per_class": table}, step=run.step - 1
    )


def train_all(epochs: int, live_epochs: int) -> None:
    """Twelve runs, one after the other, while two more, each a process of its own, take their time for somebody to watch."""
    live = [
        subprocess.Popen(
            [sys.executable, __file__, *f"--group {group} --seed 4 --epochs {live_epochs} --pause-secs 0.5".split()]
        )
        for group in ("wide", "wide-hot")
    ]
    try:
        for seed in range(4):
            for group in CONFIGS:
                train(group, seed, epochs)
        for process in live:
            process.wait()
    finally:
        for process in live:
            process.terminate()


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--group", choices=CONFIGS, help="train one run of this configuration")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--live-epochs", type=int, default=60, help="how long the two runs take that one can watch")
    parser.add_argument("--pause-secs", type=float, default=0.0)
    options = parser.parse_args()
    warnings.filterwarnings("ignore", category=ConvergenceWarning)
    began = time.monotonic()
    if options.group:
        train(options.group, options.seed, options.epochs, options.pause_secs)
    else:
        train_all(options.epochs, options.live_epochs)
    print(f"{time.monotonic() - began:.0f} s in all")


if __name__ == "__main__":
    main()
