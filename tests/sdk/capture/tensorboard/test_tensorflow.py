"""TensorFlow's writers, which write in C++, and the callback of Keras. Where TensorFlow is installed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import runstone as rs
from runstone.model.home import Home

tensorflow = pytest.importorskip("tensorflow")
pytestmark = pytest.mark.filterwarnings("ignore")


def test_every_kind_of_summary(home: Home, tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    with tensorflow.summary.create_file_writer(str(tmp_path / "logs")).as_default() as old:
        tensorflow.summary.scalar("of/before", 1.0, step=0)
    old.close()
    with rs.init(id="a1", sync_tensorboard=True):
        writer = tensorflow.summary.create_file_writer(str(tmp_path / "logs"))
        with writer.as_default():
            for step in range(5):
                tensorflow.summary.scalar("loss", step / 2, step=step)
            tensorflow.summary.histogram("histogram", np.arange(100.0), step=1)
            tensorflow.summary.image("images", np.zeros((2, 4, 4, 3)), step=1)
            tensorflow.summary.text("text", "**x**", step=1)
            tensorflow.summary.audio("sound", np.zeros((1, 800, 1), np.float32), 8000, step=1)
        writer.close()
    run = rs.Api().run("a1")
    assert run.metric_names() == ["loss"]
    assert run.series("loss").values.tolist() == [0, 0.5, 1, 1.5, 2]
    assert [(media.item.key, media.item.type) for media in run.media()] == [
        ("histogram", "histogram"),
        ("images", "image"),
        ("images", "image"),
        ("sound", "audio"),
        ("text", "text"),
    ]
    assert run.media("histogram")[0].histogram().counts.sum() == 100


def test_the_callback_of_keras(home: Home, tmp_path: Path) -> None:
    keras = tensorflow.keras
    model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(1)])
    model.compile(loss="mse")
    x, y = np.zeros((8, 3)), np.zeros((8, 1))
    with rs.init(id="a1", sync_tensorboard=True):
        callback = keras.callbacks.TensorBoard(str(tmp_path / "logs"), histogram_freq=1)
        model.fit(x, y, validation_data=(x, y), epochs=2, verbose=0, callbacks=[callback])
    names = rs.Api().run("a1").metric_names()
    assert {"train/epoch_loss", "validation/epoch_loss"} <= set(names)
    assert rs.Api().run("a1").series("train/epoch_loss").steps.tolist() == [0, 1]
    assert rs.Api().run("a1").media()
