"""The verbs of the module: each is about the active run, which is begun if there is none."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from runstone.compat.mlflow.errors import MlflowException
from runstone.compat.mlflow.runs import ActiveRun, need, tell
from runstone.model.values import to_plain
from runstone.sdk import media

_MISSING = object()


def log_metric(
    key: str,
    value: float,
    step: int | None = None,
    synchronous: bool | None = None,
    timestamp: int | None = None,
    run_id: str | None = None,
) -> None:
    """A value of a metric. Without a step it is the next one of this metric, so no value is lost; theirs is always step 0.

    Args:
        key, value, step: what it is.
        synchronous: accepted; it is recorded when this returns.
        timestamp: in milliseconds since 1970.
        run_id: only that of the active run.
    """
    log_metrics({key: value}, step, timestamp=timestamp, run_id=run_id)


def log_metrics(
    metrics: Mapping[str, float],
    step: int | None = None,
    synchronous: bool | None = None,
    run_id: str | None = None,
    timestamp: int | None = None,
) -> None:
    """Values of several metrics: see `log_metric`."""
    active = _active(run_id)
    seconds = None if timestamp is None else timestamp / 1000
    for key, value in metrics.items():
        active.native.log({key: value}, active.next_step(key) if step is None else step, None, seconds)


def log_param(key: str, value: Any, synchronous: bool | None = None) -> Any:
    """A value of the config, which stands as it was given.

    Raises:
        MlflowException: the run has another value for it. Nothing was changed.
    """
    log_params({key: value})
    return value


def log_params(params: Mapping[str, Any], synchronous: bool | None = None, run_id: str | None = None) -> None:
    """Values of the config: see `log_param`."""
    active = _active(run_id)
    known = active.native.config.to_dict()
    for key, value in params.items():
        if known.get(key, _MISSING) not in (_MISSING, to_plain(value)):
            raise MlflowException(
                f"Changing param values is not allowed. Param with key={key!r} was already logged with value={known[key]!r}. Nothing was "
                f"changed; log {value!r} under another key."
            )
    active.native.update_config(dict(params))


def set_tag(key: str, value: Any, synchronous: bool | None = None) -> None:
    """A pair below `tags` in the config; `mlflow.runName` and `mlflow.note.content` are the name and the notes."""
    tell(need(), {key: value})


def set_tags(tags: Mapping[str, Any], synchronous: bool | None = None) -> None:
    """Several of them."""
    tell(need(), tags)


def log_artifact(
    local_path: str | os.PathLike[str], artifact_path: str | None = None, run_id: str | None = None
) -> None:
    """A file of the run, as it is now.

    Raises:
        OSError: it cannot be read.
    """
    path = Path(local_path)
    if path.is_dir():
        log_artifacts(path, f"{artifact_path}/{path.name}" if artifact_path else path.name, run_id)
        return
    _keep(_active(run_id), path.name, artifact_path, lambda place: shutil.copyfile(path, place))


def log_artifacts(
    local_dir: str | os.PathLike[str], artifact_path: str | None = None, run_id: str | None = None
) -> None:
    """All files below a folder."""
    active, root = _active(run_id), Path(local_dir)
    for path in sorted(each for each in root.rglob("*") if each.is_file()):
        name = path.relative_to(root).as_posix()
        _keep(active, name, artifact_path, lambda place, path=path: shutil.copyfile(path, place))


def log_text(text: str, artifact_file: str, run_id: str | None = None) -> None:
    """A text as a file of the run."""
    _keep(_active(run_id), artifact_file, None, lambda place: place.write_text(text))


def log_dict(dictionary: Any, artifact_file: str, run_id: str | None = None) -> None:
    """A dict as a file of JSON."""
    log_text(json.dumps(to_plain(dictionary), indent=2), artifact_file, run_id)


def log_figure(figure: Any, artifact_file: str, *, save_kwargs: Any = None) -> None:
    """A figure of matplotlib or Plotly, shown under the name of its file."""
    active = need()
    active.native.log({artifact_file: figure}, active.next_step(artifact_file))


def log_image(
    image: Any,
    artifact_file: str | None = None,
    key: str | None = None,
    step: int | None = None,
    timestamp: int | None = None,
    synchronous: bool | None = None,
) -> None:
    """A picture, under its key and step, or under the name of its file.

    Raises:
        MlflowException: neither a file nor a key.
    """
    name = key or artifact_file
    if name is None:
        raise MlflowException("log_image takes artifact_file= or key=. Nothing was recorded.")
    active = need()
    at = active.next_step(name) if step is None else step
    active.native.log({name: media.Image(image)}, at, None, None if timestamp is None else timestamp / 1000)


def log_table(data: Any, artifact_file: str, run_id: str | None = None) -> None:
    """A table: a dict of columns, or a data frame."""
    active = _active(run_id)
    if isinstance(data, Mapping):
        table = media.Table(list(data), [list(row) for row in zip(*data.values(), strict=True)])
    else:
        table = media.Table(dataframe=data)
    active.native.log({artifact_file: table}, active.next_step(artifact_file))


def _keep(active: ActiveRun, name: str, folder: str | None, write: Any) -> None:
    root = Path(active.native.dir)
    place = root / (folder or "") / name
    place.parent.mkdir(parents=True, exist_ok=True)
    write(place)
    active.native.save(place, root, "now", glob=False)


def _active(run_id: str | None) -> ActiveRun:
    active = need()
    if run_id is not None and run_id != active.native.id:
        raise MlflowException(
            f"run_id={run_id!r} is not the active run ({active.native.id}): start_run(run_id=...) goes on with it. Nothing was recorded."
        )
    return active
