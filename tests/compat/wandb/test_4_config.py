"""The rules of `run.config`."""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import runstone.compat.wandb as wandb
from runstone.compat.wandb.config import Config
from runstone.compat.wandb.errors import ConfigError
from runstone.compat.wandb.plain_yaml import read_plain
from runstone.model.home import Home
from runstone.sdk.existing import read_run
from wandb_names import name

SECTION = "Config"


@name(
    SECTION, "by key and by attribute", "keys with dots", "keys with leading `-`", "get, keys, items, values, as_dict"
)
def test_reading_and_setting(run: wandb.Run, home: Home) -> None:
    run.config.epochs = 3
    run.config["b.c"] = 2
    run.config.update({"--x": 3, "_hidden": 1})
    wandb.config["seed"] = 7
    assert run.config.as_dict() == {"lr": 0.1, "epochs": 3, "b.c": 2, "x": 3, "_hidden": 1, "seed": 7}
    assert (run.config.get("none"), run.config.get("none", 4), "lr" in run.config) == (None, 4, True)
    assert list(run.config.keys()) == ["lr", "epochs", "b.c", "x", "seed"]
    assert dict(**run.config)["lr"] == 0.1
    assert json.loads(json.dumps(dict(run.config)))["seed"] == 7
    with pytest.raises(KeyError):
        run.config["never"]
    with pytest.raises(AttributeError, match="never"):
        _ = run.config.never
    assert read_run(home, "a1").facts.config.nested()["b.c"] == 2


@name(SECTION, "update(dict, namespace, flags, path)", "setdefaults", "update(allow_val_change=True)")
def test_updates(run: wandb.Run) -> None:
    run.config.update(argparse.Namespace(a=1, b="x"))
    run.config.setdefaults({"a": 5, "c": 6})
    Path("more.yaml").write_text("d: [1, 2]\n")
    run.config.update("more.yaml")
    run.config.update({"a": 2}, allow_val_change=True)
    assert run.config.as_dict() == {"lr": 0.1, "a": 2, "b": "x", "c": 6, "d": [1, 2]}


@name(SECTION, "a key with another value already", better="ConfigError, and nothing of the update is taken over")
def test_another_value(run: wandb.Run) -> None:
    run.config.lr = 0.1
    for change in (
        lambda: setattr(run.config, "lr", 2),
        lambda: run.config.__setitem__("lr", 2),
        lambda: run.config.update({"new": 1, "lr": 2}),
    ):
        with pytest.raises(ConfigError, match='Attempted to change value of key "lr"'):
            change()
    assert run.config.as_dict() == {"lr": 0.1}


@name(SECTION, "pop, del", refused="an AttributeError, as theirs: a key cannot be taken away")
def test_keys_stay(run: wandb.Run) -> None:
    with pytest.raises(AttributeError):
        run.config.pop("lr")
    with pytest.raises(AttributeError):
        del run.config.lr
    with pytest.raises((AttributeError, TypeError)):
        del run.config["lr"]
    assert "lr" in run.config


@name(SECTION, "NaN", note="null")
@name(SECTION, "NumPy, tuples, paths, enums, dataclasses", note="plain values")
@name(SECTION, "media", note="TypeError")
def test_values(run: wandb.Run) -> None:
    run.config.update({"a": math.nan, "b": np.float32(0.5), "c": (1, 2), "d": Path("x/y"), "e": [math.inf]})
    assert run.config.as_dict() == {"lr": 0.1, "a": None, "b": 0.5, "c": [1, 2], "d": "x/y", "e": [None]}
    with pytest.raises(TypeError, match="media"):
        run.config.x = wandb.Html("<p>")


@name(SECTION, "changes within nested values", better="recorded at the end; theirs keeps them to itself")
def test_changes_within(run: wandb.Run, home: Home) -> None:
    run.config.model = {"depth": 1, "sizes": [1]}
    run.config["model"]["depth"] = 2
    run.config.model["sizes"].append(5)
    run.finish()
    assert read_run(home, "a1").facts.config.nested()["model"] == {"depth": 2, "sizes": [1, 5]}


def test_locked_keys_keep_the_value_of_their_sweep(run: wandb.Run, capsys: pytest.CaptureFixture[str]) -> None:
    run.config.update_locked({"lr": 5}, "sweep", _allow_val_change=True)
    run.config.lr = 6
    run.config.update({"lr": 7, "other": 1})
    assert (run.config.lr, run.config.other) == (5, 1)


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=8),
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), st.lists, max_leaves=4),
        max_size=4,
    )
)
def test_a_config_gives_back_what_it_was_given(values: dict[str, object]) -> None:
    wanted = {key.strip("-"): value for key, value in values.items()}
    config = Config()
    config.update(values, allow_val_change=True)
    assert set(config.as_dict()) == set(wanted)
    again = Config(config.as_dict())
    again.update(config.as_dict())
    assert again.as_dict() == config.as_dict()


# YAML 1.1 reads some bare words as truth values, as keys too, and so does PyYAML, which wandb reads its files with.
TRUTH = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
KEY = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True).filter(lambda key: key not in TRUTH)
SCALAR = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
TREE = st.recursive(
    SCALAR, lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(KEY, inner, min_size=1, max_size=3)
)


def as_yaml(value: object, indent: int = 0) -> str:
    """A value as a block of YAML, below a key or a dash."""
    blank = " " * indent
    if isinstance(value, dict):
        return "\n" + "".join(f"{blank}{key}:{as_yaml(item, indent + 2)}" for key, item in value.items())
    if isinstance(value, list):
        return "\n" + "".join(f"{blank}-{as_yaml(item, indent + 2)}" for item in value)
    return f" {json.dumps(value)}\n"


@given(st.dictionaries(KEY, TREE, min_size=1))
def test_files_of_configs(document: dict[str, object]) -> None:
    assert read_plain(as_yaml(document)) == document


def test_files_as_people_write_them() -> None:
    text = """
# a comment
lr: 1e-3   # the rate
name: 'it''s # fine'
url: http://x.y/z
flags: [a, 2, true]
empty:
list:
- 1
- k: v
  w: .inf
"off": no
"""
    assert read_plain(text) == {
        "lr": 1e-3,
        "name": "it's # fine",
        "url": "http://x.y/z",
        "flags": ["a", 2, True],
        "empty": None,
        "list": [1, {"k": "v", "w": math.inf}],
        "off": False,
    }
    for broken in ("a: &b 1\n", "a: |\n  text\n", "a:\n\t- 1\n", "a: 1\n   b: 2\n", "just a text\nb: 1\n"):
        with pytest.raises(ValueError, match="line"):
            read_plain(broken)


@name(SECTION, "artifacts", note="recorded as used; the value is the artifact")
def test_artifacts_in_a_config(run: wandb.Run) -> None:
    Path("data.txt").write_text("1")
    artifact = wandb.Artifact("digits", "dataset")
    artifact.add_file("data.txt")
    run.config.update({"data": artifact, "lr2": 1})
    assert run.config["data"].version == "v0"
    stored = wandb.Api().run("a1")
    assert stored.config["data"]["_type"] == "artifactVersion"
    assert [used.name for used in stored.used_artifacts()] == ["digits:v0"]
