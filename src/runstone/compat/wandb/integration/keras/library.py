"""The classes of Keras that ours are made of: those of Keras by itself, else those within TensorFlow."""

from __future__ import annotations

import importlib
from typing import Any


def _callbacks() -> Any:
    try:
        return importlib.import_module("keras.callbacks")
    except ImportError:
        return importlib.import_module("tensorflow.keras.callbacks")


Callback: Any = _callbacks().Callback
ModelCheckpoint: Any = _callbacks().ModelCheckpoint
