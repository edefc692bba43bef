"""The run: the facade that a training script holds. Each verb is one call to the component that does it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from runstone.model.states import State
from runstone.sdk.exits import WATCH, Ending, ending_in, ending_of
from runstone.sdk.guard import guarded
from runstone.sdk.outputs.verbs import OutputVerbs
from runstone.sdk.run_tools import RunTools
from runstone.sdk.tree import StaticTree

if TYPE_CHECKING:
    from runstone.sdk.opening import Opening


class Run(RunTools, OutputVerbs):
    """One attempt, open for recording. Made by `runstone.init`.

    A context manager: leaving the block finishes the run, as failed if an exception leaves it. Safe to use from many threads; a forked
    child goes on logging to the same run.
    """

    def __init__(self, opening: Opening) -> None:
        """For `init`: the components of an open run."""
        super().__init__(opening)
        self._config = opening.config
        self._tags = opening.tags
        self._history = opening.history
        self._keeper = opening.keeper
        self._stopping = opening.stopping
        WATCH.watch(
            self,
            end=self._end,
            after_fork=self._after_fork,
            interrupt=self._history.interrupt,
            signals=opening.signals,
        )

    @guarded
    def log(
        self,
        data: Mapping[str, Any],
        step: int | None = None,
        commit: bool | None = None,
        timestamp: float | None = None,
        stage: str | float | None = None,
    ) -> None:
        """Record values. When this returns, a kill of the process loses none of them.

        Args:
            data: names and values. Numbers (of Python, NumPy, PyTorch, JAX; NaN and infinities stay) become points, texts points of a
                string series, media items media; nested dicts are flattened with `/`, lists with `/0`, `/1`, … (a list of media is one
                item with several samples); None is nothing to record.
            step: any integer, in any order; for the same name and step the later value stands. By default one more than the highest
                step so far.
            commit: False keeps the next call without a step on this same step.
            timestamp: when it happened, in seconds since 1970; by default now.
            stage: which part of the training this is, `"warmup"`, `"epoch_1"`, `"eval"`: a text, a number or a truth value. It begins at this step and
                lasts until another one is named; charts show where. None says nothing about it.

        Raises:
            BadValue: a value that cannot be recorded; all others of the call were. Media that cannot be read are told on standard error and on the
                page of the run instead, and training goes on; the setting `strict` raises for them, too.
            BadStep: the step is no integer; nothing of the call was recorded.
            RunNotReady: the run was finished or closed.
        """
        self._history.log(data, step, commit, timestamp, stage)

    @guarded
    def finish(self, exit_code: int | None = None, state: str | None = None) -> None:
        """End the run: take in what is under way, and record how it went.

        Idempotent and thread-safe; nothing happens after `close`. Also called at the exit of the process.

        Args:
            exit_code: None and 0 mean finished, others failed.
            state: `finished`, `failed`, `killed` or `preempted`, if the exit code does not tell.

        Raises:
            BadValue: another state; the run stays open.
        """
        self._end(ending_in(state, exit_code))

    @guarded
    def close(self) -> None:
        """Let go of the run without ending it: another process, or a later `init(id=..., resume=True)`, goes on with it.

        Idempotent and thread-safe. The state stays what it is, and the exit hook no longer knows the run.
        """
        WATCH.forget(self)
        try:
            self._tools.end(self._settings["finish_timeout_secs"], in_a_hurry=False)
            self._end_artifacts()
            self._history.end()
        finally:
            self._lifecycle.close()

    @guarded
    def mark_preempting(self) -> None:
        """Record that the scheduler is about to take the machine; the run then ends as `preempted`."""
        self._lifecycle.mark(State.PREEMPTING)

    @property
    def config(self) -> Any:
        """The configuration: a nested dict, by key or by attribute, to read and to set."""
        return self._config

    @config.setter
    def config(self, values: Mapping[str, Any]) -> None:
        self._config.update(values)

    @property
    def config_static(self) -> StaticTree:
        """The configuration, only to be read; it shows every change."""
        return StaticTree(self._config)

    @guarded
    def update_config(self, *args: Any, **kwargs: Any) -> None:
        """Merge nested values into the config, key by key; takes what `dict.update` takes, and namespaces."""
        self._config.update(*args, **kwargs)

    @property
    def summary(self) -> Any:
        """The summary: the last value of each metric, or the figures that `define_metric` asked for, and what was set by hand; the later of
        both stands."""
        return self._summary

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags; assigning replaces them."""
        return self._tags.get()

    @tags.setter
    def tags(self, tags: str | Iterable[str] | None) -> None:
        self._tags.set(tags)

    @guarded
    def add_tags(self, tags: str | Iterable[str]) -> None:
        """Put one tag or several on."""
        self._tags.add(tags)

    @guarded
    def remove_tags(self, tags: str | Iterable[str]) -> None:
        """Take one tag or several off."""
        self._tags.remove(tags)

    @property
    def step(self) -> int:
        """The step that the next `log()` without one will have."""
        return self._history.next_step

    @property
    def state(self) -> str:
        """What this process knows of the state."""
        return self._lifecycle.state.value

    @property
    def cancelled(self) -> bool:
        """Whether a person asked this run to stop since it was opened here."""
        return self._stopping is not None and self._stopping.is_asked

    @property
    def on_cancel(self) -> Callable[[], object] | None:
        """What is called, in a thread of its own, when a person asks this run to stop; by default KeyboardInterrupt is raised in the main thread
        instead, so that `finally` and `except KeyboardInterrupt` are carried out."""
        return self._stopping.callback if self._stopping is not None else None

    @on_cancel.setter
    def on_cancel(self, callback: Callable[[], object] | None) -> None:
        if self._stopping is not None:
            self._stopping.callback = callback

    def _end(self, ending: Ending) -> None:
        WATCH.forget(self)
        if self._stopping is not None:
            ending = self._stopping.ending(ending)
        in_a_hurry = ending.state in (State.KILLED, State.PREEMPTED)
        try:
            self._tools.end(self._settings["finish_timeout_secs"], in_a_hurry)
            self._end_artifacts()
            self._history.end(in_a_hurry)
        finally:
            self._lifecycle.finish(ending)

    def _after_fork(self) -> None:
        self._history.after_fork()
        self._tools.after_fork()
        self._fork_artifacts()
        self._lifecycle.after_fork()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave(error)

    @guarded
    def _leave(self, error: BaseException | None) -> None:
        self._end(ending_of(error))

    @guarded
    def display(self, height: int = 480, hidden: bool = False) -> bool:
        """Show the run in a notebook: the UI in a frame if `runstone ui` shows this home, else a table of the last values. Elsewhere a
        line is printed.

        Args:
            height: of the frame, in pixels, at least 100.
            hidden: whether it is folded up at first.

        Returns:
            Whether a notebook shows it.

        Raises:
            BadValue: no such height.
        """
        from runstone.sdk.notebook import show

        return show(self, height, hidden)

    def to_html(self, height: int = 480, hidden: bool = False) -> str:
        """What `display` shows, as HTML that stands alone. Arguments and errors are the same."""
        from runstone.sdk.notebook import to_html

        return to_html(self, height, hidden)

    def _repr_html_(self) -> str:
        from runstone.sdk.notebook import to_html

        return to_html(self)

    def __repr__(self) -> str:
        return f"<Run {self.display_id} {self.name!r} ({self.id}) in {self.project!r}, {self.state}>"

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError(
            f"A run is open in process {os.getpid()} and cannot be pickled. In the other process, open it with "
            f"runstone.init(id={self.id!r}, resume='must')."
        )
