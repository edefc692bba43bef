"""Sweeps: what there is, what people do to them, and what agents on other machines ask for."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from runstone.model.errors import RunNotFound
from runstone.model.states import StopReason, SweepState, TrialState
from runstone.query.sweeps import listing
from runstone.query.sweeps.answers import Sweep, SweepDetail
from runstone.server.action import Action, NoBody, post
from runstone.server.endpoint import Endpoint, Int64, get
from runstone.server.service import Service
from runstone.server.shown import check_place, shown, shows_sweep
from runstone.sweeps.controller import Claimed, Controller
from runstone.sweeps.definition import read_definition
from runstone.sweeps.sweep import Sweep as SweepLedger

# Lists that are asked for after a change show it.
_PATIENCE_SECS = 1.0

SweepId = Annotated[str, Meta(description="The sweep's id.")]
TrialNumber = Annotated[int, Meta(ge=0, description="The trial's number in its sweep.")]


class SweepsAsk(msgspec.Struct, frozen=True):
    """Which sweeps."""

    project: Annotated[str, Meta(description="Only of this project.")] | None = None
    recursive: Annotated[bool, Meta(description="And of those under it.")] = True


class SweepsAnswer(msgspec.Struct, frozen=True):
    """Sweeps, the newest first."""

    sweeps: list[Sweep]


class SweepAsk(msgspec.Struct, frozen=True):
    """Which sweep."""

    sweep: SweepId


class TrialAsk(msgspec.Struct, frozen=True):
    """Which trial of which sweep."""

    sweep: SweepId
    number: TrialNumber


class SweepBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sweep to be: its definition in W&B's schema, the project of its runs, and ids of runs that it learns from, too."""

    definition: dict[str, Any]
    project: str | None = None
    prior_runs: list[str] = []


class StateBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`paused`: no further trials for now; `running`: go on; `finished`: no further trials; `cancelled`: end those that run, too."""

    state: SweepState


class ClaimBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who asks for a trial, for people to read."""

    agent: str = ""


class ClaimedTrial(msgspec.Struct, frozen=True):
    """A trial to run: begin a run with this id in this project, with `params` in its config, nested."""

    number: int
    run: str
    project: str
    params: dict[str, Any]


class ClaimAnswer(msgspec.Struct, frozen=True):
    """The next trial; null if there is none: for now while `state` is running or paused, else for good."""

    state: SweepState
    trial: ClaimedTrial | None


class ReportedPoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A point of the sweep's metric; null is NaN."""

    step: Int64
    value: float | None


class ReportBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is new of a trial: points of the sweep's metric, and how it ended, once it has. To be sent every 15 seconds at least."""

    points: list[ReportedPoint] = []
    ended: TrialState | None = None
    exit_code: int | None = None
    value: float | None = None


class Orders(msgspec.Struct, frozen=True):
    """What an agent is to know: how the sweep stands, and why its trial is to end, if it is."""

    state: SweepState
    stop: StopReason | None


@get("/api/sweeps")
def list_sweeps(service: Service, ask: SweepsAsk) -> SweepsAnswer:
    """The sweeps of a project, or of the whole home."""
    return SweepsAnswer(listing.list_sweeps(service.index, ask.project, ask.recursive))


@get("/api/sweeps/{sweep}")
def read_sweep(service: Service, ask: SweepAsk) -> SweepDetail:
    """A sweep with its trials."""
    shows_sweep(service, ask.sweep)
    return listing.get_sweep(service.index, ask.sweep)


@post("/api/sweeps")
def begin_sweep(service: Service, body: SweepBody) -> SweepDetail:
    """Make a sweep."""
    given = body.project if body.project is not None else read_definition(body.definition).project
    check_place(service, given)
    known = shown(service, "runs", body.prior_runs)
    for run in body.prior_runs:
        if run not in known:
            raise RunNotFound(f"No run {run!r} in this home to learn from. No sweep was made. prior_runs are ids.")
    made = SweepLedger.begin(service.home, body.definition, given, body.prior_runs, service.author)
    service.index.refresh(_PATIENCE_SECS)
    return listing.get_sweep(service.index, made)


@post("/api/sweeps/{sweep}/state")
def change_sweep(service: Service, ask: SweepAsk, body: StateBody) -> SweepDetail:
    """Pause a sweep, let it go on, end it, or cancel it with the trials that run."""
    shows_sweep(service, ask.sweep)
    controller = Controller(service.home, ask.sweep, service.author)
    try:
        controller.change(body.state)
    finally:
        controller.close()
    service.index.refresh(_PATIENCE_SECS)
    return listing.get_sweep(service.index, ask.sweep)


@post("/api/sweeps/{sweep}/trials")
def claim_trial(service: Service, ask: SweepAsk, body: ClaimBody) -> ClaimAnswer:
    """Take the next trial, to run it on another machine. Its agent then reports of it."""
    shows_sweep(service, ask.sweep)
    with service.sweeps.open(ask.sweep) as controller:
        claimed = controller.claim(body.agent, reports=True)
    if isinstance(claimed, Claimed):
        trial = ClaimedTrial(claimed.number, claimed.run, claimed.project, claimed.params)
        return ClaimAnswer(SweepState.RUNNING, trial)
    return ClaimAnswer(claimed, None)


@post("/api/sweeps/{sweep}/trials/{number}")
def report_trial(service: Service, ask: TrialAsk, body: ReportBody) -> Orders:
    """Say that a trial lives, what is new of its metric, or that it is over."""
    shows_sweep(service, ask.sweep)
    with service.sweeps.open(ask.sweep) as controller:
        points = [(point.step, float("nan") if point.value is None else point.value) for point in body.points]
        orders = controller.report(ask.number, points)
        if body.ended is not None:
            controller.ended(ask.number, body.ended, body.exit_code, body.value)
    return Orders(orders.state, orders.stop)


@post("/api/sweeps/{sweep}/trials/{number}/stop")
def stop_trial(service: Service, ask: TrialAsk, body: NoBody) -> Orders:
    """Ask a trial to end before it is through."""
    shows_sweep(service, ask.sweep)
    with service.sweeps.open(ask.sweep) as controller:
        controller.stop(ask.number)
        orders = controller.look(ask.number)
    return Orders(orders.state, orders.stop)


ENDPOINTS: list[Endpoint | Action] = [
    list_sweeps,
    read_sweep,
    begin_sweep,
    change_sweep,
    claim_trial,
    report_trial,
    stop_trial,
]
