"""Translation: TensorBoard's events into what a run logs, with their steps and times."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from runstone.importers.tensorboard import (
    AnyValue,
    Event,
    HParams,
    MeshPart,
    Scalar,
    Texts,
)
from runstone.importers.tensorboard.projector import list_embeddings, read_embedding
from runstone.model.errors import RunstoneError
from runstone.sdk import guard
from runstone.sdk.capture.tensorboard.natives import as_native, embedding_of
from runstone.sdk.capture.tensorboard.prefixes import Prefixes

if TYPE_CHECKING:
    from runstone.sdk.run import Run

_TEXT_SUFFIX = "/text_summary"


class Translator:
    """Logs events to a run. It never raises: what cannot be recorded is said once."""

    def __init__(self, run: Run, prefixes: Prefixes) -> None:
        self._run = run
        self._prefixes = prefixes
        # Folders that `add_hparams` made: what they hold is the outcome of the session, not a series.
        self._sessions: set[Path] = set()

    @guard.guarded
    def take(self, folder: Path, event: Event) -> None:
        """Log one event of a folder."""
        for fault in event.faults:
            guard.say_once(
                f"an event of {folder} could not be read in whole ({fault}); everything else of it is recorded."
            )
        values: dict[str, Any] = {}
        meshes: dict[str, dict[str, MeshPart]] = {}
        for tag, value in event.values:
            if isinstance(value, Scalar) and folder not in self._sessions:
                values[self._prefixes.key(folder, tag)] = value.value
            elif isinstance(value, Scalar):
                self._run.summary[tag] = value.value
            elif isinstance(value, HParams):
                self._take_hparams(folder, value)
            elif isinstance(value, MeshPart):
                meshes.setdefault(value.name, {})[value.part] = value
            else:
                self._put(values, folder, tag, value)
        for name, parts in meshes.items():
            self._put(values, folder, name, parts)
        if values:
            time = event.wall_time_secs if 0 < event.wall_time_secs < 1e11 else None
            try:
                self._run.log(values, event.step, None, time)
            except RunstoneError as error:
                guard.say_once(f"what TensorBoard was given could not be recorded in whole: {error}")

    @guard.guarded
    def take_embeddings(self, folder: Path) -> None:
        """Log the embeddings of the projector that lie in a folder."""
        for said in list_embeddings(folder):
            try:
                found = read_embedding(folder, said)
                key = self._prefixes.key(folder, "embedding" if found.tag == "default" else found.tag)
                self._run.log({key: embedding_of(found)}, found.step)
            except (RunstoneError, OSError, ValueError, KeyError, ImportError) as error:
                guard.say_once(f"an embedding in {folder} is not recorded ({error}); its files are where they were.")

    def _take_hparams(self, folder: Path, value: HParams) -> None:
        if value.values:
            self._run.config.update(value.values)
            if self._prefixes.parent(folder) is not None:
                self._sessions.add(folder)

    def _put(self, values: dict[str, Any], folder: Path, tag: str, value: AnyValue | dict[str, MeshPart]) -> None:
        if isinstance(value, Texts):
            tag = tag.removesuffix(_TEXT_SUFFIX)
        key = self._prefixes.key(folder, tag)
        try:
            native = as_native(value)
        except RunstoneError as error:
            guard.say_once(f"what TensorBoard was given as {key!r} could not be recorded: {error}")
            return
        if native is not None:
            values[key] = native
