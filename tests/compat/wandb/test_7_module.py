"""The names of the module, what it has not, and scripts as they are written."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

import runstone.compat.wandb as wandb
from reading import read_points
from runstone.compat.wandb.install import uninstall
from runstone.model.home import Home
from runstone.sdk.existing import read_run
from wandb_names import name

MODULE = "The module"


@name(MODULE, "wandb.run", "wandb.config", "wandb.summary", better="also those that were imported before `init`")
@name(MODULE, "wandb.log", "wandb.finish", "wandb.define_metric", "wandb.alert", "wandb.save", "wandb.restore")
@name(MODULE, "wandb.watch", "wandb.unwatch", "wandb.mark_preempting", "wandb.pin_config_keys")
def test_living_names(home: Home) -> None:
    from runstone.compat.wandb import config, log, summary

    assert wandb.run is None
    for early in (lambda: log({"a": 1}), lambda: wandb.config.lr, lambda: config["lr"], lambda: wandb.summary["a"]):
        with pytest.raises(wandb.Error, match=r"call wandb\.init\(\) before"):
            early()
    run = wandb.init(config={"lr": 1})
    assert wandb.run is run
    assert (wandb.config, wandb.summary) == (run.config, run.summary)
    log({"a": 1})
    config.epochs = 3
    wandb.config = {"seed": 1}
    assert (summary["a"], dict(wandb.config)) == (1, {"lr": 1, "epochs": 3, "seed": 1})
    for verb in ("define_metric", "alert", "save", "restore", "watch", "unwatch", "mark_preempting", "pin_config_keys"):
        assert callable(getattr(wandb, verb))
    wandb.finish()
    assert wandb.run is None
    wandb.finish()


@name(MODULE, "wandb.login", note="there is nothing to log in to; True")
@name(
    MODULE,
    "wandb.setup",
    "wandb.teardown",
    "wandb.require",
    "wandb.Settings",
    "wandb.AlertLevel",
    "wandb.termlog, termwarn, termerror",
)
@name(MODULE, "wandb.util.generate_id", "wandb.__version__")
def test_what_scripts_call(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert wandb.login(key="x" * 40) is True
    wandb.setup()
    wandb.require("service")
    wandb.termwarn("careful")
    assert "careful" in capsys.readouterr().err
    assert len(wandb.util.generate_id()) == 8
    assert wandb.__version__.split(".")[0].isdigit()
    assert wandb.AlertLevel.WARN.value == "WARN"
    run = wandb.init()
    wandb.teardown()
    assert run.native.closed


@name(
    MODULE,
    "wandb.Error",
    "wandb.errors.CommError, UsageError, AuthenticationError, UnsupportedError",
    "wandb.sdk.lib.config_util.ConfigError",
)
def test_errors() -> None:
    from runstone.compat.wandb.errors import CommError, UsageError
    from runstone.compat.wandb.sdk.lib.config_util import ConfigError

    assert issubclass(CommError, wandb.Error)
    assert issubclass(UsageError, wandb.Error)
    assert issubclass(ConfigError, wandb.Error)
    assert issubclass(wandb.AuthenticationError, CommError)


@name(MODULE, "wandb.attach", refused="`wandb.init(id=…, resume='must')` in the other process")
@name(MODULE, "wandb.join", refused="`wandb.finish()`")
@name(MODULE, "wandb.docker, launch, jupyter, gym, sagemaker_auth", refused="nothing is needed of them")
def test_what_is_not_here() -> None:
    for call in ("attach",):
        with pytest.raises(wandb.UnsupportedError, match=f"wandb.{call} is not translated"):
            getattr(wandb, call)({})
    for attribute in ("join", "docker", "launch", "jupyter", "gym", "sagemaker_auth", "nonsense"):
        with pytest.raises(AttributeError, match=f"'{attribute}'"):
            getattr(wandb, attribute)


def test_every_name_that_dir_tells_is_there() -> None:
    needs_its_library = {"keras", "xgboost"}
    for attribute in set(dir(wandb)) - needs_its_library:
        getattr(wandb, attribute)


@name(
    "Libraries",
    "python -m runstone.compat.wandb script.py",
    "runstone.compat.wandb.install()",
    note="`import wandb` of every library means this package, whether or not wandb is installed",
)
def test_libraries_that_import_wandb_themselves(home: Home) -> None:
    wandb.install()
    wandb.install()
    try:
        import importlib.metadata
        import importlib.util

        import wandb as theirs  # type: ignore[import-not-found]
        from wandb.sdk.lib import RunDisabled
        from wandb.wandb_run import Run

        assert theirs.init is wandb.init
        assert Run is wandb.Run
        assert importlib.metadata.version("wandb") == wandb.__version__
        assert importlib.util.find_spec("wandb") is not None
        assert importlib.util.find_spec("wandb.nonsense") is None
        run = theirs.init()
        assert theirs.run is run
        assert not isinstance(run, RunDisabled)
    finally:
        uninstall()
    assert "wandb" not in sys.modules


SCRIPTS = {
    "a loop by hand": """
import argparse, random, wandb
parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=3)
wandb.init(id="script", project="loop", config=parser.parse_args())
wandb.config.lr = 0.1
best = 0
for epoch in range(wandb.config.epochs):
    for batch in range(2):
        wandb.log({"batch/loss": random.random()}, commit=False)
    acc = epoch / 10
    wandb.log({"epoch": epoch, "val": {"acc": acc}})
    if acc > best:
        best = wandb.run.summary["best_acc"] = acc
wandb.finish()
""",
    "a callback as that of HF's Trainer": """
import importlib.util, wandb
assert importlib.util.find_spec("wandb")
class Callback:
    def setup(self, args):
        self._wandb = wandb
        if self._wandb.run is None:
            self._wandb.init(project="huggingface", id="script", name="out", **{"tags": ["hf"]})
        self._wandb.config.update({"lr": 1e-3, "epochs": 3}, allow_val_change=True)
        if getattr(self._wandb, "define_metric", None):
            self._wandb.define_metric("train/global_step")
            self._wandb.define_metric("*", step_metric="train/global_step", step_sync=True)
        self._wandb.run._label(code="transformers_trainer")
        self._wandb.config["model/num_parameters"] = 10
    def on_log(self, logs, step):
        self._wandb.log({**{f"train/{k}": v for k, v in logs.items()}, "train/global_step": step})
callback = Callback()
callback.setup({})
for step in range(3):
    callback.on_log({"loss": 1 / (step + 1)}, step)
""",
    "a logger as that of Lightning": """
import wandb
from wandb.sdk.lib import RunDisabled
from wandb.wandb_run import Run
experiment = wandb.init(project="lightning_logs", id="script", resume="allow", dir=".")
assert isinstance(experiment, (Run, RunDisabled)) and getattr(experiment, "define_metric", None)
experiment.define_metric("trainer/global_step")
experiment.define_metric("*", step_metric="trainer/global_step", step_sync=True)
experiment.config.update({"batch": 4, "optim/lr": 0.1}, allow_val_change=True)
for step in range(3):
    experiment.log({"loss": 1.0, "trainer/global_step": step})
experiment.log({"samples": [wandb.Html("<p>a"), wandb.Html("<p>b")], "trainer/global_step": 3})
""",
    "scikit-learn": """
import wandb
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
run = wandb.init(project="iris", id="script")
x, y = load_iris(return_X_y=True)
model = LogisticRegression(max_iter=500).fit(x, y)
run.config.update(model.get_params())
wandb.sklearn.plot_roc(y, model.predict_proba(x), ["a", "b", "c"])
wandb.sklearn.plot_precision_recall(y, model.predict_proba(x))
wandb.sklearn.plot_confusion_matrix(y, model.predict(x), ["a", "b", "c"])
wandb.log({"accuracy": model.score(x, y)})
""",
}


@name(
    "Libraries",
    "a loop by hand",
    "HF's Trainer",
    "Lightning's WandbLogger",
    "scikit-learn, wandb.sklearn.plot_roc, plot_precision_recall, plot_confusion_matrix",
    note="scripts as they call `wandb.*`",
)
@pytest.mark.parametrize("kind", SCRIPTS)
def test_scripts_run_as_they_are(home: Home, tmp_path: Path, kind: str) -> None:
    if kind == "scikit-learn":
        pytest.importorskip("sklearn")
    Path("script.py").write_text(SCRIPTS[kind])
    done = subprocess.run(
        [sys.executable, "-m", "runstone.compat.wandb", "script.py"],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert read_run(home, "script").state == "finished"
    assert read_points(home, "script")


def test_modules_run_as_they_are(home: Home, tmp_path: Path) -> None:
    Path("train.py").write_text("import sys, wandb\nwandb.init(id=sys.argv[1]).log({'a': 1})\nsys.exit(3)\n")
    done = subprocess.run(
        [sys.executable, "-m", "runstone.compat.wandb", "-m", "train", "x1"], timeout=100, check=False
    )
    assert done.returncode == 3
    assert read_run(home, "x1").state == "failed"


@name("Libraries", "wandb.integration.lightgbm.wandb_callback")
def test_integrations(run: wandb.Run, home: Home) -> None:
    from runstone.compat.wandb.integration.lightgbm import wandb_callback

    callback = wandb_callback()
    for iteration, loss in enumerate((3.0, 1.0, 2.0)):
        # What LightGBM gives its callbacks.
        callback(
            SimpleNamespace(
                params={"leaves": 31}, iteration=iteration, evaluation_result_list=[("valid", "l2", loss, False)]
            )
        )
    assert run.config.leaves == 31
    assert dict(run.summary["valid_l2"].items()) == {"min": 1.0}
    assert [value for _, value in read_points(home, "a1")["valid_l2"]] == [3.0, 1.0, 2.0]


def test_importing_it_costs_no_numpy(python: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = python(
        "import runstone.compat.wandb as wandb, sys; run = wandb.init(); run.log({'a': 1}); run.config.b = 2\n"
        "print([name for name in ('numpy', 'torch', 'pandas', 'runstone.index') if name in sys.modules])"
    )
    assert done.stdout.strip() == "[]", done.stderr
