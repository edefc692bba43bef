"""Writers: TensorBoard's own, as they are used in this process. What they are given is seen before it is on any disk."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from functools import lru_cache, wraps
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

# The class in each of these puts every event into a file: that of TensorBoard is PyTorch's, too.
_FILE_WRITERS = ("tensorboard.summary.writer.event_file_writer", "tensorboardX.event_file_writer")
# TensorFlow's writer is made by this function, and is C++ from there on: only the folder is known.
_TENSORFLOW = "tensorflow.python.ops.gen_summary_ops"


class Listener(Protocol):
    """Who wants to know."""

    def on_writer(self, writer: Any) -> None:
        """A writer was made: all that it is given will be told."""

    def on_event(self, writer: Any, folder: Path, event: Any) -> None:
        """A writer was given an event, a protocol buffer."""

    def on_folder(self, folder: Path) -> None:
        """Something that cannot be listened to is about to make event files in this folder."""


class WriterWatch:
    """Watches the classes of those modules that are imported, and of those that will be, while somebody listens."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._watched: set[str] = set()
        self._importing = _Importing({*_FILE_WRITERS, _TENSORFLOW}, self._watch)

    def add(self, listener: Listener) -> None:
        """Tell this one; of several the last that was added."""
        self._listeners.append(listener)
        for name in (*_FILE_WRITERS, _TENSORFLOW):
            if name in sys.modules:
                self._watch(sys.modules[name])
        if self._importing not in sys.meta_path:
            sys.meta_path.insert(0, self._importing)

    def remove(self, listener: Listener) -> None:
        """No longer tell this one. Idempotent."""
        self._listeners = [each for each in self._listeners if each is not listener]

    def _watch(self, module: ModuleType) -> None:
        name = module.__name__
        if name in self._watched:
            return
        self._watched.add(name)
        if name == _TENSORFLOW:
            self._watch_tensorflow(module)
        elif hasattr(module, "EventFileWriter"):
            self._watch_class(module.EventFileWriter)

    def _watch_class(self, kind: Any) -> None:
        make, add = kind.__init__, kind.add_event

        @wraps(make)
        def __init__(writer: Any, *args: Any, **named: Any) -> None:  # noqa: N807 - it takes the place of theirs
            make(writer, *args, **named)
            if self._listeners:
                self._listeners[-1].on_writer(writer)

        @wraps(add)
        def add_event(writer: Any, event: Any, *args: Any, **named: Any) -> Any:
            answer = add(writer, event, *args, **named)
            if self._listeners:
                self._listeners[-1].on_event(writer, _folder(os.fspath(writer.get_logdir())), event)
            return answer

        kind.__init__, kind.add_event = __init__, add_event

    def _watch_tensorflow(self, module: Any) -> None:
        make = module.create_summary_file_writer

        @wraps(make)
        def create_summary_file_writer(*args: Any, **named: Any) -> Any:
            logdir: Any = named.get("logdir", args[1] if len(args) > 1 else None)
            if hasattr(logdir, "numpy"):
                logdir = logdir.numpy()
            if self._listeners and isinstance(logdir, str | bytes | os.PathLike):
                self._listeners[-1].on_folder(Path(os.path.abspath(os.fsdecode(logdir))))
            return make(*args, **named)

        module.create_summary_file_writer = create_summary_file_writer


@lru_cache(maxsize=4096)
def _folder(logdir: str) -> Path:
    return Path(os.path.abspath(logdir))


class _Importing(MetaPathFinder):
    """Calls a function with each of some modules when it is imported."""

    def __init__(self, names: set[str], then: Callable[[ModuleType], None]) -> None:
        self._names = names
        self._then = then

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The module as others find it, with a loader that tells when it is loaded."""
        if fullname not in self._names:
            return None
        self._names.discard(fullname)  # this very call asks the others
        spec = importlib.util.find_spec(fullname)
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            execute(module)
            self._then(module)

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


WRITERS = WriterWatch()
