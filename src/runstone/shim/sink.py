"""The run of ours beside a run of wandb's: what its thread does. Each verb is what a call of wandb's means here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from runstone.compat.wandb import current
from runstone.compat.wandb.errors import Error
from runstone.compat.wandb.opening import init
from runstone.compat.wandb.run import Run
from runstone.model.errors import RunstoneError
from runstone.sdk.capture.lines import LineAssembler
from runstone.sdk.exits import WATCH, Ending, Watched, ending_in, ending_of
from runstone.sdk.guard import say
from runstone.shim.facts import Facts
from runstone.shim.media import to_ours

if TYPE_CHECKING:
    from runstone.shim.artifact import FrozenArtifact

Stream = Literal["stdout", "stderr"]
_HURRY_SECS = 2.0


def begin(facts: Facts) -> Sink:
    """Open the run. Its end is nobody's but the sink's.

    Raises:
        RunstoneError: it cannot be; nothing was recorded.
    """
    taken: list[Watched] = []
    with WATCH.left_to(taken.append):
        run = _open(facts)
    current.forget(run)
    sink = Sink(run, taken[-1])
    run._rows.step = max(run._rows.step, facts.starting_step)
    return sink


def _open(facts: Facts) -> Run:
    words: dict[str, Any] = {
        "project": os.environ.get("RUNSTONE_PROJECT") or facts.project,
        "id": facts.id,
        "name": facts.name,
        "notes": facts.notes,
        "tags": facts.tags or None,
        "group": facts.group,
        "job_type": facts.job_type,
        "config": facts.config,
        "mode": "online",
        "reinit": "create_new",
        # wandb itself records the console, and hands over what it reads.
        "settings": {"console": "off", "finish_timeout": _HURRY_SECS},
    }
    if facts.is_guest:
        return init(**{**words, "name": None, "config": None, "tags": None, "resume": "allow"})
    origin: dict[str, Any] = {"fork_from": facts.fork_from, "resume_from": facts.resume_from}
    if any(origin.values()):
        try:
            return init(**words, **origin)
        except (RunstoneError, Error) as error:
            say(f"beside wandb the run begins without what it was before: {error}")
    # Whether there is such a run was for wandb to decide; what it was before may not be here.
    return init(**words, resume="allow" if facts.resume or any(origin.values()) else None)


class Sink:
    """An open run. Used by one thread."""

    def __init__(self, run: Run, watched: Watched) -> None:
        """
        Args:
            run: as the translator of wandb's calls has it.
            watched: how it ends.
        """
        self._run = run
        self._watched = watched
        self._console: dict[Stream, LineAssembler] = {"stdout": LineAssembler(), "stderr": LineAssembler()}

    def log(self, data: dict[str, Any], step: int | None, commit: bool | None) -> None:
        """A row. What cannot be recorded is said; all else of it is there."""
        ours: dict[str, Any] = {}
        trouble: RunstoneError | None = None
        for key, value in data.items():
            try:
                ours[key] = to_ours(value)
            except RunstoneError as error:
                trouble = error
        self._run.log(ours, step, commit)
        if trouble is not None:
            raise trouble

    def update_config(self, values: Mapping[str, Any]) -> None:
        """Keys of the config, as they are now."""
        self._run.config.update({key: to_ours(value) for key, value in values.items()}, allow_val_change=True)

    def update_summary(self, path: tuple[str, ...], value: Any) -> None:
        """A key of the summary."""
        for key in reversed(path[1:]):
            value = {key: value}
        known = self._run.summary.get(path[0])
        self._run.summary.update({path[0]: to_ours(_joined(known, value) if len(path) > 1 else value)})

    def remove_summary(self, path: tuple[str, ...]) -> None:
        """A key of the summary is taken away."""
        target: Any = self._run.summary
        for key in path[:-1]:
            target = target[key]
        if path[-1] in target:
            del target[path[-1]]

    def define_metric(self, name: str, words: Mapping[str, Any]) -> None:
        """How a metric is to be shown."""
        self._run.define_metric(name, **words)

    def set_word(self, name: str, value: Any) -> None:
        """Its name, its notes or its tags."""
        setattr(self._run, name, value)

    def log_artifact(self, frozen: FrozenArtifact) -> None:
        """A version of an artifact, of the files that wandb took."""
        from runstone.shim.artifact import to_ours as artifact_of  # here, since most runs log none

        try:
            logged = self._run.log_artifact(artifact_of(frozen), aliases=list(frozen.aliases), tags=list(frozen.tags))
            logged.wait()
        finally:
            frozen.forget()

    def save(self, pattern: str, base_path: str | None, policy: str, glob: bool) -> None:
        """Files that are kept with the run."""
        self._run.save(pattern, base_path, policy, glob)

    def alert(self, title: str, text: str, level: str | None, wait_duration: Any) -> None:
        """Something that somebody should hear soon."""
        self._run.alert(title, text, level, wait_duration)

    def mark_preempting(self) -> None:
        """The machine is about to be taken."""
        self._run.mark_preempting()

    def pin_config_keys(self, keys: list[str]) -> None:
        """Values of the config that stand above the notes."""
        self._run.pin_config_keys(keys)

    def print(self, stream: Stream, data: bytes) -> None:
        """What the script printed."""
        self._print(stream, self._console[stream].feed(data))

    def finish(self, exit_code: int, error: BaseException | None) -> None:
        """The run has ended as wandb's did."""
        failed = error is not None and exit_code == 1
        self._end(ending_of(error) if failed else ending_in(None, exit_code))

    def leave(self) -> None:
        """Let go of the run, without a word about how it went."""
        self._drain()
        self._run.native.close()

    def _end(self, ending: Ending) -> None:
        self._drain()
        self._watched.end(ending)

    def _drain(self) -> None:
        for stream, assembler in self._console.items():
            self._print(stream, assembler.flush())
        self._run.persist()

    def _print(self, stream: Stream, lines: list[str]) -> None:
        if lines:
            self._run.native.write_logs("\n".join(lines), stream)


def _joined(known: Any, value: Any) -> Any:
    if not isinstance(value, dict) or not isinstance(known, Mapping):
        return value
    return {**known, **{key: _joined(known.get(key), each) for key, each in value.items()}}
