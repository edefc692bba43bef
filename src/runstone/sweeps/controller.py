"""The controller of a sweep: gives out trials, ends those that are not worth going on, and says when all is done.

There is no process for that. Whoever asks for a trial thinks for all, with the sweep's lock held, from what the journals of the sweep and of its runs say.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from runstone.model.errors import Conflict, SweepNotFound
from runstone.model.home import Home
from runstone.model.ids import new_run_id
from runstone.model.records import SweepStateChanged, TrialClaimed, TrialEnded, TrialReported, TrialStopAsked
from runstone.model.silence import Silence
from runstone.model.states import State, StopReason, SweepState, TrialState
from runstone.model.sweep import SweepFacts, TrialFacts
from runstone.model.values import nest
from runstone.sweeps.choosing import Chooser, chooser_of, why_none
from runstone.sweeps.definition import Definition, read_definition
from runstone.sweeps.outcome import Outcome
from runstone.sweeps.sampling import Tried
from runstone.sweeps.sweep import Sweep
from runstone.sweeps.trial import Trial, reported_value, trial_state

_OVER = frozenset({SweepState.FINISHED, SweepState.CANCELLED})


class Claimed(NamedTuple):
    """A trial to run: a run with this id in this project, with these parameters."""

    number: int
    run: str
    params: dict[str, Any]
    project: str


class Orders(NamedTuple):
    """What an agent is to know: what the sweep does, and why its trial is to end, if it is."""

    state: SweepState
    stop: StopReason | None = None


class Controller:
    """Reads and writes one sweep. Not for threads to share; kept open, it only reads what is new."""

    def __init__(self, home: Home, sweep: str, author: str = "") -> None:
        """
        Args:
            home: where the sweep lies.
            sweep: its id.
            author: who pauses or ends it; empty for an agent.

        Raises:
            SweepNotFound: there is none.
        """
        self._home = home
        self._sweep = Sweep(home, sweep, author)
        self._silence = Silence(home)
        self._outcomes: dict[str, Outcome] = {}
        # How many iterations a trial had when it was judged last.
        self._judged: dict[int, int] = {}
        # Trials that their agents saw end, and whose runs are over: nothing more is heard of them.
        self._settled: dict[int, Trial] = {}
        # Of all others; and how many trials were looked at to find them.
        self._unsettled: set[int] = set()
        self._seen = 0
        self._chooser: Chooser | None = None
        self.id = sweep
        self.definition: Definition = read_definition(self._sweep.known().definition)

    @property
    def facts(self) -> SweepFacts:
        """What the journals of the sweep say now."""
        return self._sweep.known()

    def trials(self) -> list[Trial]:
        """All trials as they stand, by number."""
        facts = self.facts
        return [self._settled.get(number) or self._trial(facts.trial(number)) for number in sorted(facts.numbers)]

    def best(self, trials: Sequence[Trial] | None = None) -> Trial | None:
        """The trial with the best value of those that are through or still run; of equal ones the first."""
        metric, found = self.definition.metric, None
        for trial in self.trials() if trials is None else trials:
            if metric is None or trial.value is None:
                continue
            if found is None or found.value is None or metric.is_better(trial.value, found.value):
                found = trial
        return found

    def claim(self, agent: str = "", reports: bool = False) -> Claimed | SweepState:
        """Take the next trial.

        Args:
            agent: who asks, for people to read.
            reports: the run will lie in another home, and `report` tells of it.

        Returns:
            The trial; or how the sweep stands, if there is none: paused, running if there may be one once others are through, or over.

        Raises:
            HomeUnusable: it could not be recorded; nobody has the trial.
            MissingDependency: Optuna is needed to choose one, and not installed.
        """
        with self._sweep.writing() as writer:
            facts = self.facts
            began = facts.began
            if facts.state is not SweepState.RUNNING or began is None:
                return facts.state
            if self._chooser is None:
                self._chooser = chooser_of(self.definition, began.seed, lambda: self._prior(began.prior_runs))
            unsettled = self._unsettled_trials(facts, self._chooser)
            cap = self.definition.run_cap
            is_full = cap is not None and facts.trial_count >= cap
            chosen = None if is_full else self._chooser.choose(facts.next_number, unsettled)
            if chosen is None:
                if any(trial.is_running for trial in unsettled):
                    return SweepState.RUNNING
                reason = why_none(self.definition, facts.trial_count)
                self._sweep.append([SweepStateChanged(time=writer.now(), state=SweepState.FINISHED, reason=reason)])
                return SweepState.FINISHED
            claimed = Claimed(facts.next_number, new_run_id(), nest(chosen), facts.project)
            self._sweep.append(
                [
                    TrialClaimed(
                        time=writer.now(),
                        number=claimed.number,
                        run=claimed.run,
                        params=claimed.params,
                        agent=agent,
                        reports=reports,
                    )
                ]
            )
            return claimed

    def look(self, number: int) -> Orders:
        """What an agent is to know of its trial; early termination is decided here."""
        facts = self.facts
        trial = self._known(facts, number)
        if trial.stop is not None:
            return Orders(facts.state, trial.stop)
        if facts.state is SweepState.CANCELLED:
            self._ask_to_stop(number, StopReason.STOPPED)
            return Orders(facts.state, StopReason.STOPPED)
        if self._is_hopeless(trial):
            self._ask_to_stop(number, StopReason.PRUNED)
            return Orders(facts.state, StopReason.PRUNED)
        return Orders(facts.state)

    def judge(self) -> list[int]:
        """Ask all trials that run and are not worth going on to stop.

        Returns:
            Their numbers.
        """
        running = [trial for trial in self.trials() if trial.state is TrialState.RUNNING and trial.facts.stop is None]
        return [trial.number for trial in running if self.look(trial.number).stop is not None]

    def report(self, number: int, points: Sequence[tuple[int, float]] = ()) -> Orders:
        """A trial whose run lies in another home lives, and its metric has new points (step, value)."""
        self._known(self.facts, number)
        writer = self._sweep.writer()
        self._sweep.append([TrialReported(time=writer.now(), number=number, points=list(points))])
        return self.look(number)

    def beat(self) -> None:
        """Show agents on other hosts that this one lives."""
        self._sweep.beat()

    def ended(self, number: int, state: TrialState, exit_code: int | None = None, value: float | None = None) -> None:
        """A trial is over, as far as its agent saw. What its run says stands above that; `value` is for runs in another home."""
        self._known(self.facts, number)
        writer = self._sweep.writer()
        self._sweep.append(
            [TrialEnded(time=writer.now(), number=number, state=state, exit_code=exit_code, value=value)]
        )
        self._reach_target()

    def stop(self, number: int) -> None:
        """Ask a trial to end before it is through.

        Raises:
            SweepNotFound: there is no such trial.
        """
        self._known(self.facts, number)
        self._ask_to_stop(number, StopReason.STOPPED)

    def change(self, state: SweepState, reason: str = "") -> SweepState:
        """Pause the sweep, let it go on, end it once its trials are through, or cancel it with them.

        Returns:
            How it stands then.

        Raises:
            Conflict: it was cancelled, which is for good.
        """
        with self._sweep.writing() as writer:
            before = self.facts.state
            if before is SweepState.CANCELLED and state is not before:
                raise Conflict(
                    f"Sweep {self.id} was cancelled, and that is for good. Make another one; prior_runs learns from its runs."
                )
            if before is not state:
                self._sweep.append([SweepStateChanged(time=writer.now(), state=state, reason=reason)])
        return state

    def close(self) -> None:
        """Let go of the journal. Idempotent."""
        self._sweep.close()

    def _known(self, facts: SweepFacts, number: int) -> TrialFacts:
        try:
            return facts.trial(number)
        except KeyError:
            raise SweepNotFound(f"Sweep {self.id} has no trial {number}. Nothing was changed.") from None

    def _ask_to_stop(self, number: int, reason: StopReason) -> None:
        writer = self._sweep.writer()
        self._sweep.append([TrialStopAsked(time=writer.now(), number=number, reason=reason)])

    def _unsettled_trials(self, facts: SweepFacts, chooser: Chooser) -> list[Trial]:
        """The trials of which something may still be heard, by number; the chooser is told of those that were settled since the last look."""
        self._unsettled.update(islice(facts.numbers, self._seen, None))
        self._seen = facts.trial_count
        found = []
        for number in sorted(self._unsettled):
            trial = self._trial(facts.trial(number))
            if number in self._settled:
                self._unsettled.remove(number)
                chooser.settle(trial)
            else:
                found.append(trial)
        return found

    def _trial(self, facts: TrialFacts, *, again: bool = True) -> Trial:
        known = self._settled.get(facts.number)
        if known is not None:
            return known
        outcome = self._outcome(facts.claimed.run)
        state: State | None = None
        if outcome.exists():
            state = outcome.state()
            curve = outcome.points().values
            value = outcome.value()
        else:
            curve = np.array([value for _, (_, value) in sorted(facts.points.items())], np.float64)
            value = reported_value(facts)
        lives = state is None and self._sweep.has_agent(facts)
        if state is None and not lives and facts.ended is None and again:
            # Its agent may have begun the run, or said how it ended, between the last look and its own end.
            return self._trial(self.facts.trial(facts.number), again=False)
        trial = Trial(facts, trial_state(facts, state, lives), value, curve)
        if facts.ended is not None and trial.state is not TrialState.RUNNING:
            self._settled[facts.number] = trial
            self._outcomes.pop(facts.claimed.run, None)
        return trial

    def _outcome(self, run: str) -> Outcome:
        outcome = self._outcomes.get(run)
        if outcome is None:
            outcome = self._outcomes[run] = Outcome(self._home, run, self.definition.metric, self._silence)
        outcome.read()
        return outcome

    def _is_hopeless(self, facts: TrialFacts) -> bool:
        rule, metric = self.definition.early_termination, self.definition.metric
        if rule is None or metric is None:
            return False
        own = self._trial(facts)
        if len(own.curve) < rule.first_iteration or own.state is not TrialState.RUNNING:
            return False
        sign = 1.0 if metric.goal == "minimize" else -1.0
        others = [sign * trial.curve for trial in self.trials() if trial.number != facts.number]
        judged = self._judged.get(facts.number, 0)
        self._judged[facts.number] = len(own.curve)
        return rule.is_hopeless(sign * own.curve, others, judged)

    def _prior(self, runs: Sequence[str]) -> list[Tried]:
        found = []
        for run in runs:
            outcome = self._outcome(run)
            places = self.definition.places(outcome.facts.config.nested())
            if places is not None:
                found.append(Tried(places, TrialState.FINISHED, outcome.value(), len(outcome.points().steps)))
        return found

    def _reach_target(self) -> None:
        metric = self.definition.metric
        if metric is None or metric.target is None or self.facts.state in _OVER:
            return
        best = self.best()
        if best is None or best.value is None or metric.is_better(metric.target, best.value):
            return
        self.change(SweepState.FINISHED, f"trial {best.number} reached the target {metric.target:g}")
