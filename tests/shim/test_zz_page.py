"""docs/wandb-dual.md has the table that these tests are written beside, and says what is wandb's alone."""

from __future__ import annotations

from pathlib import Path

import shim_names
from runstone.shim import dual
from shim_names import name

PAGE = Path(__file__).parents[2] / "docs" / "wandb-dual.md"

_SERVER = "what it names lies on their server; `runstone.compat.wandb` has it of the home"


@name("wandb's alone", "use_artifact, use_model, link_artifact, link_model, restore", refused=_SERVER)
@name(
    "wandb's alone", "upsert_artifact, finish_artifact", refused="their server joins what several runs bring; said once"
)
@name(
    "wandb's alone",
    "sync_tensorboard",
    refused="wandb's service reads the event files itself; `runstone ui FOLDER` opens them",
)
@name(
    "wandb's alone", "wandb.agent, sweeps", refused="their server says what is tried; each trial is recorded as a run"
)
@name("wandb's alone", "wandb.Api, reports, launch", refused="they ask their server")
@name(
    "wandb's alone",
    "save_code, monitor_gym",
    refused="done within `wandb.init`, before ours begins; `RUNSTONE_SNAPSHOT_CODE=1` keeps the code",
)
@name("wandb's alone", "system metrics", refused="each has its own: ours under `sys/`")
def test_what_is_wandbs_alone() -> None:
    followed = {*dual._NEEDED, *dual._ALSO, *dual._WORDS}
    alone = {
        "use_artifact",
        "use_model",
        "link_artifact",
        "link_model",
        "restore",
        "upsert_artifact",
        "finish_artifact",
    }
    assert not followed & alone


@name("Run", "mark_preempting, pin_config_keys")
def test_the_rest_is_followed() -> None:
    assert {"_partial_history_callback", "mark_preempting", "pin_config_keys"} <= {*dual._NEEDED, *dual._ALSO}


def test_the_page_has_the_table() -> None:
    text = PAGE.read_text()
    assert shim_names.page(text) == text, "python scripts/wandb_table.py writes it anew"
