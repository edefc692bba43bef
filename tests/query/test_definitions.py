"""What scripts said of their metrics, as readers are told it."""

from __future__ import annotations

from collections.abc import Callable

from recorder import Recorder
from runstone.index.index import Index
from runstone.model.records import MetricDefined
from runstone.query import metrics, series
from runstone.query.series import PanelAsk

Record = Callable[..., Recorder]


def test_the_newest_run_that_says_something_of_a_metric_is_heard(index: Index, record: Record) -> None:
    older, newer, silent = record("older"), record("newer"), record("silent")
    older.event(MetricDefined, name="val/*", step_metric="epoch")
    older.event(MetricDefined, name="loss", goal="minimize")
    newer.event(MetricDefined, name="loss", goal="maximize", hidden=True)
    for run in (older, newer, silent):
        run.log({"loss": 1.0, "val/acc": 0.5}, 0)
    index.refresh()
    told = {
        metric.name: (metric.step_metric, metric.hidden, metric.goal)
        for metric in metrics.list_names(index, ["older", "newer", "silent"])
    }
    assert told == {"loss": ("", True, "maximize"), "val/acc": ("epoch", False, "")}
    assert {metric.goal for metric in metrics.list_names(index, ["silent"])} == {""}
    (loss, _) = metrics.stats(index, "older")
    assert (loss.goal, loss.hidden) == ("minimize", False)


def test_points_lie_at_the_last_value_of_their_step_metric_if_the_script_said_so(index: Index, record: Record) -> None:
    synced, exact = record("synced"), record("exact")
    synced.event(MetricDefined, name="acc", step_metric="epoch", step_sync=True)
    exact.event(MetricDefined, name="acc", step_metric="epoch")
    for run in (synced, exact):
        for step, values in enumerate([{"acc": 0.0}, {"epoch": 1.0}, {"acc": 0.2}, {"epoch": 2.0, "acc": 0.3}]):
            run.log(values, step)
    index.refresh()
    ask = PanelAsk("acc", ["synced", "exact"], "metric", x_metric="epoch")
    panel = series.panel(index, ask)
    last = {run.id: dict(zip(panel.grid.tolist(), run.values[0].tolist(), strict=True)) for run in panel.runs}
    assert last["synced"] == {1.0: 0.2, 2.0: 0.3}
    assert last["exact"][2.0] == 0.3
    assert last["exact"][1.0] != last["exact"][1.0]


def test_a_forks_metrics_are_shown_as_its_parents(home: object) -> None:
    import runstone as rs

    with rs.init(id="parent") as run:
        run.define_metric("val/*", step_metric="epoch", summary="max")
        run.log({"val/acc": 1.0})
    with rs.init(id="child", fork_from="parent?_step=0") as run:
        run.log({"val/acc": 0.5})
        assert run.summary["val/acc"].to_dict() == {"max": 0.5}
    (definition,) = [each for each in rs.Api().run("child").detail.definitions if each.name == "val/*"]
    assert (definition.step_metric, definition.step_sync, definition.summary) == ("epoch", True, ("max",))
