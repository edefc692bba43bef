"""The metrics of an open run: what `define_metric` says of them, and how the summary shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from runstone.journal.void import VoidWriter
from runstone.journal.writer import JournalWriter
from runstone.model.definitions import FIGURES, Definition, Definitions, Rules
from runstone.model.errors import BadValue
from runstone.model.records import MetricDefined
from runstone.sdk.metrics.figures import JournalFigures

_GOALS = ("minimize", "maximize")


class Metrics:
    """Definitions of a run's metrics, while it is recorded."""

    def __init__(
        self, writer: JournalWriter | VoidWriter, definitions: Definitions, figures: JournalFigures | None
    ) -> None:
        """
        Args:
            writer: takes new definitions.
            definitions: what was said so far.
            figures: reads what was logged; None for a disabled run, whose summary has last values only.
        """
        self._writer = writer
        self._definitions = definitions
        self._figures = figures

    @property
    def rules(self) -> Rules:
        """The definitions as they stand."""
        return self._definitions.rules

    def define(
        self,
        name: str,
        step_metric: str | None,
        step_sync: bool | None,
        hidden: bool | None,
        summary: str | Iterable[str] | None,
        goal: str | None,
        overwrite: bool,
        reconsider: Callable[[Callable[[str], bool]], None],
    ) -> Definition:
        """See `Run.define_metric`.

        Args:
            reconsider: is called with a test of names: these are shown in another way in the summary from now on.
        """
        check_name(name, glob=True)
        if step_metric is not None and step_metric != "":
            check_name(step_metric, glob=False)
            step_sync = True if step_sync is None else step_sync
        if goal is not None and goal not in ("", *_GOALS):
            raise BadValue(f"goal={goal!r} is none: minimize or maximize. Nothing was defined.")
        before = self.rules
        if step_metric and step_metric not in {known.name for known in before.all}:
            self._say(MetricDefined(time=self._writer.now(), name=step_metric))
        self._say(
            MetricDefined(
                time=self._writer.now(),
                name=name,
                step_metric=step_metric,
                step_sync=None if step_sync is None else bool(step_sync),
                hidden=None if hidden is None else bool(hidden),
                summary=None if summary is None else check_figures(summary),
                goal=goal,  # type: ignore[arg-type]  # looked at above
                overwrite=overwrite,
            )
        )
        after = self.rules
        reconsider(lambda metric: before.of(metric).summary != after.of(metric).summary)
        return after.of(name)

    def _say(self, record: MetricDefined) -> None:
        self._writer.event(record)
        self._definitions.apply(self._writer.writer, record)

    def shown(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Last values as the summary shows them: figures instead where these were asked for, and nothing where nothing was."""
        rules = self.rules
        if not rules.has_summaries or self._figures is None:
            return dict(values)
        asked = {name: rules.of(name).summary for name in values}
        wanted = {name: figures for name, figures in asked.items() if figures and "none" not in figures}
        found = self._figures.of(wanted) if wanted else {}
        shown: dict[str, Any] = {}
        for name, value in values.items():
            if not asked[name]:
                shown[name] = value
            elif found.get(name):
                shown[name] = found[name]
        return shown


def check_name(name: str, *, glob: bool) -> str:
    """The name of a metric to define.

    Raises:
        BadValue: it is empty, no text, or has a `*` where none may be.
    """
    if not isinstance(name, str) or not name:
        raise BadValue(f"{name!r} is no name of a metric: a name is a text that is not empty. Nothing was defined.")
    if "*" in (name[:-1] if glob else name):
        where = "only at the end of a name" if glob else "in the name of a step_metric"
        raise BadValue(
            f"{name!r} has a `*`, which may not stand {'elsewhere' if glob else ''} ({where}). Nothing was defined."
        )
    return name


def check_figures(summary: str | Iterable[str]) -> list[str]:
    """The figures that a summary is to have.

    Raises:
        BadValue: one is none, or `none` stands among others.
    """
    parts = summary.split(",") if isinstance(summary, str) else [str(part) for part in summary]
    wanted = list(dict.fromkeys(part.strip() for part in parts if part.strip()))
    for figure in wanted:
        if figure not in FIGURES:
            raise BadValue(
                f"summary={summary!r}: there is no figure {figure!r}. There are {', '.join(FIGURES)}; several are joined by commas. "
                "Nothing was defined."
            )
    if "none" in wanted and len(wanted) > 1:
        raise BadValue(f"summary={summary!r}: `none` stands alone. Nothing was defined.")
    return wanted
