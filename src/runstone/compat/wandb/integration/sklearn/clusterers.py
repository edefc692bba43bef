"""Charts of clusterers."""

from __future__ import annotations

import importlib
import time
from collections.abc import Sequence
from typing import Any

from runstone.compat.wandb.integration.sklearn.drawing import bars, lines, log_chart, plain
from runstone.compat.wandb.of_the_run import need_run
from runstone.sdk.guard import say_once


def plot_elbow_curve(
    clusterer: Any = None,
    X: Any = None,  # noqa: N803 - as scikit-learn calls it
    cluster_ranges: Sequence[int] | None = None,
    n_jobs: int = 1,
    show_cluster_time: bool = True,
) -> None:
    """Fit a clusterer with ever more clusters, and log how well they fit, as `elbow_curve`.

    Args:
        clusterer: has `n_clusters`, as K-means has; of others that is said once.
        X: samples.
        cluster_ranges: numbers of clusters; by default 1, 3, 5, 7, 9.
        n_jobs: accepted.
        show_cluster_time: show how long each took, too.
    """
    if not hasattr(clusterer, "n_clusters"):
        say_once(f"{type(clusterer).__name__} has no n_clusters: no elbow curve was logged.")
        return
    clone = importlib.import_module("sklearn.base").clone
    rows = []
    for count in sorted(cluster_ranges or range(1, 10, 2)):
        began = time.perf_counter()
        fitted = clone(clusterer).set_params(n_clusters=count).fit(X)
        rows.append((count, float(-fitted.score(X)), time.perf_counter() - began))
    counts, errors, times = zip(*rows, strict=True)
    traces = [lines(counts, errors, "errors"), *([lines(counts, times, "clustering time")] * show_cluster_time)]
    columns = ("cluster_ranges", "errors", "clustering_time")
    log_chart("elbow_curve", columns, rows, traces, "Elbow Plot", "clusters", "sum of squared errors")


def plot_silhouette(
    clusterer: Any = None,
    X: Any = None,  # noqa: N803
    cluster_labels: Any = None,
    labels: Sequence[str] | None = None,
    metric: str = "euclidean",
    kmeans: bool = True,
) -> None:
    """Log how much nearer each sample is to its own cluster than to the next one, as `silhouette_plot`.

    Args:
        clusterer: accepted.
        X: samples.
        cluster_labels: the cluster of each; by default those that `clusterer` finds.
        labels: names of the clusters.
        metric: how near is measured.
        kmeans: accepted.
    """
    found = plain(clusterer.fit_predict(X) if cluster_labels is None else cluster_labels)
    scores = plain(importlib.import_module("sklearn.metrics").silhouette_samples(X, found, metric=metric))
    names = {each: str(labels[each]) if labels is not None and each < len(labels) else str(each) for each in found}
    rows = sorted(zip((names[each] for each in found), scores, strict=True))
    table = [(at, name, score) for at, (name, score) in enumerate(rows)]
    traces = [
        bars([at for at, of, _ in table if of == name], [score for _, of, score in table if of == name], name)
        for name in dict.fromkeys(name for name, _ in rows)
    ]
    log_chart("silhouette_plot", ("y", "cluster", "x"), table, traces, "Silhouette Plot", "sample", "silhouette")


def plot_clusterer(
    model: Any,
    X_train: Any,  # noqa: N803
    cluster_labels: Any,
    labels: Sequence[str] | None = None,
    model_name: str = "Clusterer",
) -> None:
    """Log all charts of a clusterer: elbow and silhouette."""
    need_run("sklearn.plot_clusterer()")
    plot_elbow_curve(model, X_train)
    plot_silhouette(model, X_train, cluster_labels, labels)
