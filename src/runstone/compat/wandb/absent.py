"""What the module does not have, and what to use instead."""

from __future__ import annotations

from typing import Any, NoReturn

from runstone.compat.wandb.errors import not_here

CALLS = {
    "attach": "open the run in the other process with wandb.init(id=..., resume='must')",
    "JoinedTable": "log both tables; the UI and `runstone sql` join tables by a column",
    "PartitionedTable": "log one Table with log_mode='INCREMENTAL', whose parts are added up by whoever reads it",
    "EvalTable": "log a Table",
    "WBTraceTree": "log the spans as a Table, or as a Graph",
}


def absent(name: str) -> Any:
    """Something that can be named and passed around, and says what to use when it is called."""

    def call(*args: Any, **kwargs: Any) -> NoReturn:
        not_here(name, CALLS[name])

    call.__name__ = name
    call.__doc__ = f"Not translated: {CALLS[name]}."
    return call


ATTRIBUTES = {
    "join": "Use wandb.finish()",
    "Bokeh": "Use wandb.data_types.Bokeh, or log the figure itself",
    "jupyter": "Runs show themselves in notebooks by run.display()",
    "docker": "There is no container to start",
    "launch": "There is no queue of jobs; start the script where it is to run",
    "automations": "Use `run.alert`, and the settings of alerts",
    "gym": "Log the films of a gym as wandb.Video",
    "sagemaker_auth": "There is nothing to log in to",
    "tensorflow": "Use wandb.init(sync_tensorboard=True), which records what tf.summary writes",
}
