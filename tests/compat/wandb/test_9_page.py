"""docs/wandb.md has the table that these tests are written beside, and no name of the reference is missing."""

from __future__ import annotations

from pathlib import Path

import wandb_names

PAGE = Path(__file__).parents[3] / "docs" / "wandb.md"
PROPERTIES = (
    "name notes tags config config_static dir disabled entity group id job_type offline path project project_url resumed settings start_time "
    "starting_step step sweep_id sweep_url sync_dir url summary"
)
METHODS = (
    "alert define_metric display finish finish_artifact link_artifact link_model log log_artifact log_code log_model mark_preempting "
    "pin_config_keys restore save status to_html unwatch upsert_artifact use_artifact use_model watch write_logs"
)
ARGUMENTS = (
    "entity project dir id name notes tags config config_exclude_keys config_include_keys allow_val_change group job_type mode force reinit resume "
    "resume_from fork_from save_code sync_tensorboard monitor_gym settings"
)


def test_every_name_of_the_reference_has_a_row() -> None:
    found = {(row.section, row.name) for row in wandb_names.collect()}
    for section, names in (
        ("Properties of a run", PROPERTIES),
        ("Methods of a run", METHODS),
        ("wandb.init", ARGUMENTS),
    ):
        assert [each for each in names.split() if (section, each) not in found] == []


def test_the_table_is_the_one_of_the_tests() -> None:
    text = PAGE.read_text()
    assert wandb_names.page(text) == text, "python scripts/wandb_table.py writes it anew"
