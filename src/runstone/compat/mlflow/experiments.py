"""Experiments: a project each."""

from __future__ import annotations

import os
from typing import NamedTuple

from runstone.model.home import Home
from runstone.model.ids import check_project
from runstone.sdk.settings import Settings


class Experiment(NamedTuple):
    """A project, as theirs is called."""

    experiment_id: str
    name: str
    artifact_location: str
    lifecycle_stage: str = "active"


_chosen: list[str] = []
_uri: list[str] = []


def project() -> str | None:
    """The project of new runs; None if nobody said."""
    return _chosen[-1] if _chosen else os.environ.get("MLFLOW_EXPERIMENT_NAME")


def set_experiment(experiment_name: str | None = None, experiment_id: str | None = None) -> Experiment:
    """New runs belong to this experiment.

    Raises:
        BadProject: a project cannot be called so.
    """
    _chosen[:] = [check_project(experiment_name or experiment_id)]
    return _experiment(_chosen[-1])


def create_experiment(name: str, artifact_location: str | None = None, tags: object = None) -> str:
    """The id of an experiment: its name. A project is there as soon as a run is; where files lie is the home's to say."""
    return check_project(name)


def get_experiment_by_name(name: str) -> Experiment:
    """The experiment of this name."""
    return _experiment(check_project(name))


def get_experiment(experiment_id: str) -> Experiment:
    """The experiment of this id, which is its name."""
    return _experiment(check_project(experiment_id))


def set_tracking_uri(uri: object) -> None:
    """Accepted: runs lie in the home (`RUNSTONE_DIR`), where the UI finds them."""
    _uri[:] = [str(uri)]


def get_tracking_uri() -> str:
    """What `set_tracking_uri` was given, else the home."""
    return _uri[-1] if _uri else f"file://{Settings()['dir']}"


def _experiment(name: str) -> Experiment:
    return Experiment(name, name, str(Home(Settings()["dir"]).path))
