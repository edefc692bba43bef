"""Predictions of a model, epoch by epoch, beside what is true."""

from __future__ import annotations

import abc
from collections.abc import Mapping, Sequence

from runstone.compat.wandb.artifact import Artifact
from runstone.compat.wandb.data_types.table import Table
from runstone.compat.wandb.integration.keras.library import Callback
from runstone.compat.wandb.of_the_run import need_run


class WandbEvalCallback(Callback, abc.ABC):  # type: ignore[misc]  # whichever Keras there is
    """To be derived from: `add_ground_truth` fills `data_table` once, `add_model_predictions` fills `pred_table` each epoch.

    `data_table_ref` is the table as it was logged, to take rows from. The tables lie in the artifacts `run_<id>_val` and `run_<id>_pred`.
    """

    def __init__(self, data_table_columns: Sequence[str], pred_table_columns: Sequence[str]) -> None:
        """
        Args:
            data_table_columns: of the table of what is true.
            pred_table_columns: of the table of predictions.

        Raises:
            Error: no run is open.
        """
        super().__init__()
        self._run = need_run("WandbEvalCallback()")
        self.data_table_columns = list(data_table_columns)
        self.pred_table_columns = list(pred_table_columns)
        self.data_table_ref: Table | None = None

    @abc.abstractmethod
    def add_ground_truth(self, logs: Mapping[str, float] | None = None) -> None:
        """Fill `data_table`."""

    @abc.abstractmethod
    def add_model_predictions(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
        """Fill `pred_table`."""

    def on_train_begin(self, logs: Mapping[str, float] | None = None) -> None:
        """For Keras."""
        self.init_data_table(self.data_table_columns)
        self.add_ground_truth(logs)
        self.log_data_table()

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
        """For Keras."""
        self.init_pred_table(self.pred_table_columns)
        self.add_model_predictions(epoch, logs)
        self.log_pred_table()

    def init_data_table(self, column_names: Sequence[str]) -> None:
        """Make `data_table`, empty."""
        self.data_table = Table(columns=column_names)

    def init_pred_table(self, column_names: Sequence[str]) -> None:
        """Make `pred_table`, empty."""
        self.pred_table = Table(columns=column_names)

    def log_data_table(self, name: str = "val", type: str = "dataset", table_name: str = "val_data") -> None:  # noqa: A002
        """Log `data_table` as an artifact; from now on it is `data_table_ref`."""
        self._log(self.data_table, name, type, table_name, ["latest"])
        self.data_table_ref = self.data_table

    def get_data_table(self) -> Table | None:
        """The table of what is true, as it was logged."""
        return self.data_table_ref

    def log_pred_table(
        self,
        type: str = "evaluation",  # noqa: A002 - theirs
        table_name: str = "eval_data",
        aliases: Sequence[str] | None = None,
    ) -> None:
        """Log `pred_table` as an artifact."""
        self._log(self.pred_table, "pred", type, table_name, aliases or ["latest"])

    def _log(self, table: Table, name: str, kind: str, table_name: str, aliases: Sequence[str]) -> None:
        artifact = Artifact(f"run_{self._run.id}_{name}", kind)
        artifact.add(table, table_name)
        self._run.log_artifact(artifact, aliases=aliases)
