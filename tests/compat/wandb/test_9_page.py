"""docs/wandb.md has the table that these tests are written beside, and no name of the reference is missing."""

from __future__ import annotations

import re
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
API = (
    "run runs create_run from_path project projects create_project artifact artifacts artifact_type artifact_types artifact_collection "
    "artifact_collections artifact_exists artifact_collection_exists artifact_versions reports user users team create_team create_user viewer "
    "default_entity organization registry registries create_registry automations automation integrations slack_integrations webhook_integrations job "
    "list_jobs run_queue run_queues queued_run create_custom_chart sync_tensorboard flush"
)
STORED_RUN = (
    "history scan_history beta_scan_history download_history_exports console_logs files file upload_file logged_artifacts used_artifacts log_artifact "
    "use_artifact summary config rawconfig metadata system_metrics update save delete stop update_state wait_until_finished load_full_data id url tags state"
)
ARTIFACT = (
    "add add_file add_dir add_reference new_file remove new_draft finalize save wait get get_entry files file download checkout verify link unlink delete "
    "logged_by used_by linked_artifacts collection json_encode aliases tags description metadata ttl distributed_id id name project entity type version digest "
    "digest_algorithm state size file_count manifest commit_hash created_at updated_at url history_step incremental is_link qualified_name source_name "
    "source_project source_entity source_version source_artifact"
)
TYPES = (
    "Image Audio Video Table JoinedTable PartitionedTable Histogram Html Object3D Molecule Plotly Bokeh Graph Classes BoundingBoxes2D ImageMask WBTraceTree "
    "EvalTable"
)
PLOTS = "line line_series bar histogram scatter pr_curve roc_curve confusion_matrix plot_table"


def test_every_name_of_the_reference_is_in_a_row() -> None:
    found: dict[str, set[str]] = {}
    for row in wandb_names.collect():
        found.setdefault(row.section, set()).update(re.findall(r"\w+", row.name))
    for section, names in (
        *(("wandb.Api", API), ("A run of wandb.Api", STORED_RUN), ("wandb.Artifact", ARTIFACT)),
        *(("Data types", TYPES), ("wandb.plot", PLOTS)),
    ):
        assert [each for each in names.split() if each not in found[section]] == []


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
