"""A sweep in a home: read from its journals, and written to under a lock, so that no trial is given out twice."""

from __future__ import annotations

import random
from collections.abc import Sequence

from runstone.journal.alive import is_alive
from runstone.journal.ledger import Ledger
from runstone.model.errors import RunNotFound, SweepNotFound
from runstone.model.home import Home, Sweeps
from runstone.model.ids import check_project, new_run_id
from runstone.model.records import SweepBegan
from runstone.model.sweep import SweepFacts, TrialFacts
from runstone.sweeps.definition import read_definition
from runstone.sweeps.trial import is_heard


class Sweep(Ledger[SweepFacts]):
    """One sweep: see Ledger for how it is read and written."""

    def __init__(self, home: Home, sweep: str, author: str = "") -> None:
        """
        Args:
            home: where it lies.
            sweep: its id.
            author: who pauses or ends it; empty for an agent.
        """
        super().__init__(Sweeps(home), sweep, SweepFacts(sweep), author)
        self.home = home

    @classmethod
    def begin(
        cls,
        home: Home,
        definition: object,
        project: str | None = None,
        prior_runs: Sequence[str] = (),
        author: str = "",
    ) -> str:
        """Make a sweep.

        Args:
            home: where it is to lie.
            definition: in W&B's schema, see `read_definition`.
            project: of its runs; by default what the definition says.
            prior_runs: ids of runs that it learns from, too.
            author: who makes it.

        Returns:
            Its id.

        Raises:
            BadValue, BadProject: the definition or the project cannot be. Nothing was made.
            RunNotFound: one of `prior_runs` is none. Nothing was made.
            HomeUnusable: the home cannot be written.
        """
        read = read_definition(definition)
        chosen = check_project(project if project is not None else read.project)
        for run in prior_runs:
            if not home.journals(run):
                raise RunNotFound(
                    f"No run {run!r} in {home.path} to learn from. No sweep was made. prior_runs are ids."
                )
        sweep = cls(home, new_run_id(), author)
        with sweep.writing() as writer:
            began = SweepBegan(
                time=writer.now(),
                project=chosen,
                name=read.name,
                definition=read.given,
                seed=read.seed if read.seed is not None else random.SystemRandom().getrandbits(32),
                prior_runs=list(prior_runs),
            )
            sweep.append([began])
        sweep.close()
        return sweep.id

    def known(self) -> SweepFacts:
        """What is known of it now.

        Raises:
            SweepNotFound: there is no such sweep.
            DataFault: a journal cannot be read.
        """
        facts = self.facts()
        if facts.began is None:
            raise SweepNotFound(
                f"There is no sweep {self.id!r} in {self.home.path}. `runstone sweep ls` lists those that there are."
            )
        return facts

    def has_agent(self, trial: TrialFacts) -> bool:
        """Whether the agent of a trial lives and may still begin its run, or goes on to tell of it. Nobody does once the agent said how it ended."""
        if trial.ended is not None:
            return False
        if trial.claimed.reports:
            return is_heard(trial)
        life = self._facts.writers.get(trial.writer)
        path = self._folders.journal_path(self.id, trial.writer)
        return life is not None and is_alive(path, life.opened, life.last_time, life.closed)
