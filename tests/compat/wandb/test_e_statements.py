"""Statements of the reference that scripts come to rely on at their edges; each was compared with the client itself, 0.31.0."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import runstone.compat.wandb as wandb
from runstone.model.home import Home


@pytest.mark.parametrize("sign", list("/#?:;,'"))
def test_an_id_has_no_sign_that_stands_elsewhere(home: Home, sign: str) -> None:
    with pytest.raises(wandb.UsageError, match="Nothing was created"):
        wandb.init(id=f"a{sign}b")
    assert wandb.run is None
    assert home.run_ids() == []


def test_a_tag_that_is_too_long_changes_nothing(run: wandb.Run, capsys: pytest.CaptureFixture[str]) -> None:
    run.tags = ("x" * 64,)
    run.tags = ("fine", "x" * 65)
    assert wandb.run is not None
    assert wandb.run.tags == ("x" * 64,)
    assert "tags have 1 to 64" in capsys.readouterr().err
    with pytest.raises(ValueError, match="tags have 1 to 64"):
        wandb.init(tags=["x" * 65], reinit="create_new")


AFTER: dict[str, Callable[[wandb.Run], Any]] = {
    "define_metric": lambda run: run.define_metric("x"),
    "name": lambda run: setattr(run, "name", "other"),
    "notes": lambda run: setattr(run, "notes", "other"),
    "tags": lambda run: setattr(run, "tags", ("other",)),
    "config": lambda run: run.config.update({"other": 1}),
    "summary": lambda run: run.summary.update({"other": 1}),
    "mark_preempting": lambda run: run.mark_preempting(),
    "alert": lambda run: run.alert("a", "b"),
    "save": lambda run: run.save("a"),
}


@pytest.mark.parametrize("verb", AFTER)
def test_after_finish_nothing_is_lost_without_a_word(run: wandb.Run, verb: str) -> None:
    run.tags = ("kept",)
    run.finish()
    with pytest.raises(wandb.UsageError, match="is over"):
        AFTER[verb](run)
    assert (run.tags, dict(run.config.items()), "other" in run.summary) == (("kept",), {"lr": 0.1}, False)


@pytest.mark.parametrize("verb", AFTER)
def test_a_disabled_run_takes_everything_also_after_finish(home: Home, verb: str) -> None:
    run = wandb.init(mode="disabled")
    run.finish()
    AFTER[verb](run)


@pytest.mark.parametrize("wrong", [{"hidden": 1}, {"step_sync": "y"}, {"overwrite": 2}, {"summary": 3}])
def test_a_definition_that_cannot_be_is_a_usage_error(run: wandb.Run, wrong: dict[str, Any]) -> None:
    with pytest.raises(wandb.Error, match="Nothing was defined"):
        run.define_metric("x", **wrong)


def test_none_among_other_figures_is_none(run: wandb.Run) -> None:
    run.define_metric("x", summary="mean, none")
    run.log({"x": 1.0})
    assert "x" not in run.summary


def test_of_an_absolute_path_the_last_folder_is_kept(run: wandb.Run, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("a")
    run.save(folder / "*.txt")
    run.save(folder / "a.txt", base_path=tmp_path)
    run.finish()
    assert sorted(file.name for file in wandb.Api().run("cv/a1").files()) == ["deep/er/a.txt", "er/a.txt"]


def test_bytes_and_complex_numbers_are_texts(run: wandb.Run) -> None:
    run.log({"bytes": b"x\xff", "complex": 1j})
    assert (run.summary["bytes"], run.summary["complex"]) == ("x\\xff", "1j")


def test_errors_of_artifacts_have_their_names(run: wandb.Run, tmp_path: Path) -> None:
    for kind in ("job", "wandb-history"):
        with pytest.raises(ValueError, match="keeps for itself"):
            wandb.Artifact("a", type=kind)
    (tmp_path / "a").write_text("a")
    with pytest.raises(TypeError, match="group"):
        run.upsert_artifact(tmp_path / "a", name="a", type="t")
    with pytest.raises(TypeError, match="group"):
        run.finish_artifact(wandb.Artifact("a", type="t"))
    artifact = wandb.Artifact("a", type="t")
    with pytest.raises(wandb.errors.ArtifactNotLoggedError):
        _ = artifact.version
    artifact.finalize()
    with pytest.raises(wandb.errors.ArtifactFinalizedError):
        artifact.add_file(tmp_path / "a")
