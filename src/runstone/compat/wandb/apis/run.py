"""A run that was recorded."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NoReturn

from runstone.api.run import StoredRun
from runstone.compat.wandb import ids
from runstone.compat.wandb.apis import history, media
from runstone.compat.wandb.apis.amending import artifact_log, change_config, save_file
from runstone.compat.wandb.apis.files import File, MadeFile
from runstone.compat.wandb.apis.media import MediaFile
from runstone.compat.wandb.apis.run_facts import RunFacts
from runstone.compat.wandb.artifact import ours
from runstone.compat.wandb.errors import CommError, not_here, translated
from runstone.model.values import to_plain

_WAIT_SECS = 5.0


class Run(RunFacts):
    """A run of the home. It is read when something of it is asked for."""

    def history(
        self,
        samples: int = 500,
        keys: Sequence[str] | None = None,
        x_axis: str = "_step",
        pandas: bool = True,
        stream: Literal["default", "system", "events"] = "default",
    ) -> Any:
        """Rows of the history as a data frame of pandas, or as dicts.

        Args:
            samples: of more rows so many, evenly chosen; `scan_history` gives all.
            keys: only these, and only rows that have all of them.
            x_axis: the first column.
            pandas: dicts if False, or if pandas is not installed.
            stream: `system` or `events` for system metrics.
        """
        named = None if keys is None else [*dict.fromkeys([*keys, *([] if x_axis.startswith("_") else [x_axis])])]
        found = history.sample(list(history.rows(self._run, named, system=stream != "default")), samples)
        if not pandas:
            return found
        try:
            from pandas import DataFrame
        except ImportError:
            return found
        frame = DataFrame.from_records(found)
        if x_axis in frame:
            frame = frame[[x_axis, *(name for name in frame if name != x_axis)]]
        return frame

    def scan_history(
        self,
        keys: Sequence[str] | None = None,
        page_size: int = 1000,
        min_step: int = 0,
        max_step: int | None = None,
        use_cache: bool = True,
    ) -> Iterator[dict[str, Any]]:
        """Every row of the history as a dict; `max_step` is the first one that is left out."""
        return history.rows(self._run, keys, min_step or None, None if max_step is None else max_step - 1)

    beta_scan_history = scan_history

    def files(self, names: Sequence[str] | None = None, per_page: int = 50) -> list[File | MediaFile]:
        """The files that were saved with it, and those of its media; only these, if names are given."""
        found: list[File | MediaFile] = [File(file) for file in self._run.files()]
        found.extend(media.files(self._run))
        return [file for file in found if names is None or file.name in names]

    def file(self, name: str) -> File | MadeFile | MediaFile:
        """One of them; also those that their client writes beside a run, made of what is recorded: `wandb-metadata.json`, `wandb-summary.json`,
        `config.yaml`, `requirements.txt` and `output.log`.

        Raises:
            CommError: there is none.
        """
        for found in self.files([name]):
            return found
        match name:
            case "wandb-metadata.json":
                return MadeFile(name, _json(self.metadata))
            case "wandb-summary.json":
                return MadeFile(name, _json(dict(self.summary)))
            case "config.yaml":
                return MadeFile(name, _json({key: {"value": value} for key, value in self.rawconfig.items()}))
            case "requirements.txt":
                packages = self._run.detail.environment.get("packages") or {}
                return MadeFile(name, "".join(f"{each}=={version}\n" for each, version in packages.items()))
            case "output.log":
                return MadeFile(name, "".join(f"{line}\n" for line in self.console_logs()))
        raise CommError(f"The run {self.id!r} has no file {name!r}.")

    def logged_artifacts(self, per_page: int = 100) -> list[Any]:
        """The versions that it made."""
        return [ours(artifact) for artifact in self._run.logged_artifacts()]

    def used_artifacts(self, per_page: int = 100) -> list[Any]:
        """The versions that it used."""
        return [ours(artifact) for artifact in self._run.used_artifacts()]

    def upload_file(self, path: str, root: str = ".") -> File | MediaFile:
        """Keep a file with the run; its name is its path below `root`."""
        return self.files([save_file(self._run, path, root)])[0]

    def log_artifact(
        self, artifact: Any, aliases: Sequence[str] | None = None, tags: Sequence[str] | None = None
    ) -> Any:
        """Make a version of an artifact, as output of this run."""
        with translated(), artifact_log(self._run) as log:
            return ours(log.log(artifact, None, None, aliases, tags).wait())

    def use_artifact(self, artifact: Any, use_as: str | None = None) -> Any:
        """Record that this run used a version."""
        with translated(), artifact_log(self._run) as log:
            return ours(log.use(artifact, None, use_as or ""))

    def console_logs(self) -> list[str]:
        """What it printed, line by line."""
        return [line.text for line in self._run.logs()]

    def update(self) -> None:
        """Write name, notes, tags, group, config and summary as they were set here. `Api.undo` of Runstone takes the words back."""
        changed = {key: value for key, value in self._changed.items() if value != (getattr(self._run, key, None) or "")}
        if changed:
            with translated():
                self._run.edit(**changed)
        if self._config is not None:
            change_config(self._run, self._own_config(), self._config)
        if self._summary is not None:
            self._summary.update()
        self.load()

    save = update

    def delete(self, delete_artifacts: bool = False) -> None:
        """Put the run into the bin, where it comes back from (`runstone restore`)."""
        with translated():
            self._run.edit(binned=True)

    def load(self, force: bool = False) -> dict[str, Any]:
        """Read it again. Returns its facts."""
        self._run = StoredRun(self._run._source, self._run._source.get_run(self._run.id))
        self._changed.clear()
        self._config = self._summary = None
        return {"id": self.id, "state": self.state, "config": self.config, "summaryMetrics": dict(self.summary)}

    load_full_data = load

    def wait_until_finished(self) -> None:
        """Wait until it no longer runs."""
        while self.state in ("running", "preempting"):
            time.sleep(_WAIT_SECS)
            self.load()

    def stop(self) -> None:
        """Ask the process to stop, which nothing here can."""
        not_here("Api().run().stop()", "stop the process, by SIGTERM for one: its run ends as killed")

    def update_state(self, state: str) -> None:
        """Say how the run ended, which only its own process can."""
        not_here(
            "Api().run().update_state()",
            "run.finish(exit_code) in the script says it; a process that is gone is seen to be",
        )

    def download_history_exports(self, *args: Any, **kwargs: Any) -> None:
        """Exports that a server made, which nothing here needs."""
        not_here("Api().run().download_history_exports()", "`runstone export` writes Parquet, CSV or JSON lines")

    def to_html(self, height: int = 420, hidden: bool = False) -> str:
        """The run as HTML."""
        return self._run._repr_html_()

    _repr_html_ = to_html

    def __repr__(self) -> str:
        return f"<Run {'/'.join(part for part in self.path if part)} ({self.state})>"

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"A run of Api has no {name!r}. docs/wandb.md lists what it has; run.native has more.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Run) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)


def as_filter(filters: Mapping[str, Any]) -> dict[str, Any]:
    """A filter in the words of the home: theirs call the id `name`."""

    def of(key: str, value: Any) -> tuple[str, Any]:
        if key.startswith("$") and isinstance(value, list | tuple):
            return key, [as_filter(each) if isinstance(each, Mapping) else each for each in value]
        if key == "name":
            return "id", _natively(value)
        return key, value

    return dict(of(key, value) for key, value in filters.items())


def _natively(value: Any) -> Any:
    if isinstance(value, str):
        return ids.to_native(value)
    if isinstance(value, Mapping):
        return {key: _natively(item) if key != "$regex" else item for key, item in value.items()}
    return [_natively(item) for item in value] if isinstance(value, list | tuple) else value


def _json(value: Any) -> str:
    return json.dumps(to_plain(value), indent=2) + "\n"
