"""Charts of classifiers: `pr_curve`, `roc_curve`, `confusion_matrix`. They need NumPy alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from runstone.compat.wandb.data_types.table import Table
from runstone.compat.wandb.plot.chart import CustomChart

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_DIGITS = 3


def pr_curve(
    y_true: Any = None,
    y_probas: Any = None,
    labels: Sequence[str] | None = None,
    classes_to_plot: Sequence[Any] | None = None,
    interp_size: int = 21,
    title: str = "Precision-Recall Curve",
    split_table: bool = False,
) -> CustomChart:
    """Precision over recall, a line a class.

    Args:
        y_true: the class of each sample.
        y_probas: what was predicted: samples × classes, in the order of the sorted classes.
        labels: names of classes that are numbers.
        classes_to_plot: only these.
        interp_size: at so many recalls.
        title, split_table: see `CustomChart`.

    Raises:
        ValueError: these do not fit each other.
    """
    import numpy as np

    recalls = np.linspace(0, 1, interp_size)[::-1]
    rows = []
    for label, is_it, scores in _classes(y_true, y_probas, labels, classes_to_plot):
        hits, false_alarms = _counts(is_it, scores)
        precision = np.concatenate([(hits / (hits + false_alarms))[::-1], [1.0]])
        recall = np.concatenate([(hits / max(1, is_it.sum()))[::-1], [0.0]])
        best = np.maximum.accumulate(precision)[::-1]
        at = np.searchsorted(recall[::-1], recalls, side="left")
        rows += [
            [label, round(float(p), _DIGITS), round(float(r), _DIGITS)] for p, r in zip(best[at], recalls, strict=True)
        ]
    table = Table(columns=["class", "precision", "recall"], data=rows)
    return _curves(table, "recall", "precision", title, "Recall", "Precision", split_table)


def roc_curve(
    y_true: Any,
    y_probas: Any = None,
    labels: Sequence[str] | None = None,
    classes_to_plot: Sequence[Any] | None = None,
    title: str = "ROC Curve",
    split_table: bool = False,
) -> CustomChart:
    """The rate of true positives over that of false ones, a line a class. Arguments and errors are those of `pr_curve`."""
    import numpy as np

    rows = []
    for label, is_it, scores in _classes(y_true, y_probas, labels, classes_to_plot):
        hits, false_alarms = _counts(is_it, scores)
        # What lies on a straight line between its neighbours says nothing.
        corner = np.ones(len(hits), np.bool_)
        if len(hits) > 2:
            corner[1:-1] = (np.diff(hits, 2) != 0) | (np.diff(false_alarms, 2) != 0)
        fpr = np.append(0.0, false_alarms[corner] / max(1, (~is_it).sum()))
        tpr = np.append(0.0, hits[corner] / max(1, is_it.sum()))
        rows += [[label, round(float(x), _DIGITS), round(float(y), _DIGITS)] for x, y in zip(fpr, tpr, strict=True)]
    table = Table(columns=["class", "fpr", "tpr"], data=rows)
    return _curves(table, "fpr", "tpr", title, "False positive rate", "True positive rate", split_table)


def confusion_matrix(
    probs: Any = None,
    y_true: Sequence[Any] | None = None,
    preds: Sequence[Any] | None = None,
    class_names: Sequence[str] | None = None,
    title: str = "Confusion Matrix Curve",
    split_table: bool = False,
) -> CustomChart:
    """How often each class was taken for each.

    Args:
        probs: samples × classes: the most probable one is what was predicted.
        y_true: the class of each sample.
        preds: instead of `probs`: the class that was predicted.
        class_names: names of the classes 0, 1, …, or the labels themselves in the order in which they are to stand.
        title, split_table: see `CustomChart`.

    Raises:
        ValueError: both or neither of probs and preds, or these do not fit each other.
    """
    import numpy as np

    if (probs is None) == (preds is None) or y_true is None:
        raise ValueError("Only one of `probs` or `preds` should be provided, and y_true. Nothing was made.")
    guessed = np.argmax(np.asarray(probs), axis=1).tolist() if preds is None else _listed(preds)
    actual = _listed(y_true)
    if len(guessed) != len(actual):
        raise ValueError("The number of predictions and true labels must be equal. Nothing was made.")
    if class_names is None:
        classes = sorted(set(guessed) | set(actual))
        names = [f"Class_{number + 1}" for number in range(len(classes))]
    else:
        names = [str(name) for name in class_names]
        # Labels that are names already stand for themselves.
        classes = names if set(guessed) | set(actual) <= set(names) else list(range(len(names)))
        beyond = (set(guessed) | set(actual)) - set(classes)
        if beyond:
            raise ValueError(f"{len(names)} class names do not cover the classes {sorted(beyond)}. Nothing was made.")
    place = {label: at for at, label in enumerate(classes)}
    counts = np.zeros((len(names), len(names)))
    np.add.at(counts, ([place[label] for label in actual], [place[label] for label in guessed]), 1)
    table = Table(
        columns=["Actual", "Predicted", "nPredictions"],
        data=[[a, p, counts[i, j]] for i, a in enumerate(names) for j, p in enumerate(names)],
    )
    trace = {"type": "heatmap", "x": names, "y": names, "z": counts.tolist()}
    layout = {"yaxis": {"title": {"text": "Actual"}, "autorange": "reversed"}}
    return CustomChart(table, [trace], title=title, x="Predicted", layout=layout, split_table=split_table)


def _listed(values: Any) -> list[Any]:
    return list(values.tolist() if hasattr(values, "tolist") else values)


def _classes(
    y_true: Any, y_probas: Any, labels: Sequence[str] | None, wanted: Sequence[Any] | None
) -> Iterator[tuple[Any, npt.NDArray[np.bool_], Floats]]:
    """Of each class its name, which samples are of it, and how probable each was said to be."""
    import numpy as np

    if y_true is None or y_probas is None:
        raise ValueError("y_true and y_probas must both be given. Nothing was made.")
    truth, probas = np.asarray(y_true), np.asarray(y_probas, np.float64)
    classes = np.unique(truth)
    if truth.ndim != 1 or probas.ndim != 2 or len(truth) != len(probas) or probas.shape[1] < len(classes):
        raise ValueError(
            f"y_probas of shape {probas.shape} does not fit {len(truth)} samples of {len(classes)} classes. Nothing was made."
        )
    for at, kind in enumerate(classes.tolist()):
        if wanted is None or kind in list(wanted):
            label = labels[kind] if labels is not None and isinstance(kind, int) else kind
            yield label, truth == kind, probas[:, at]


def _counts(is_it: npt.NDArray[np.bool_], scores: Floats) -> tuple[Floats, Floats]:
    """True and false positives at each threshold, from the highest down."""
    import numpy as np

    order = np.argsort(-scores, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    hits = np.cumsum(is_it[order])[ends].astype(np.float64)
    return hits, ends + 1.0 - hits


def _curves(table: Table, x: str, y: str, title: str, x_title: str, y_title: str, split_table: bool) -> CustomChart:
    names = table.get_column("class")
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": str(name),
            "x": [value for value, of in zip(table.get_column(x), names, strict=True) if of == name],
            "y": [value for value, of in zip(table.get_column(y), names, strict=True) if of == name],
        }
        for name in dict.fromkeys(names)
    ]
    return CustomChart(table, traces, title=title, x=x_title, y=y_title, split_table=split_table)
