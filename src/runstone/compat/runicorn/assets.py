"""What a run says of what it works with and of what it writes: config, data, models, outputs, in Runicorn's words."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from runstone.sdk import guard
from runstone.sdk.data.logged import LoggedData
from runstone.sdk.data.verbs import MAX_SAVE_BYTES, MAX_SAVE_FILES
from runstone.sdk.run import Run as NativeRun

_CONFIG_FILES = "config_files"

PathLike = str | os.PathLike[str]


class Assets:
    """The verbs of a run that are no `log`. After its end they say so, and do nothing."""

    def __init__(self, run: NativeRun) -> None:
        self._run = run

    def _is_over(self, verb: str) -> bool:
        if self._run.closed:
            guard.say_once(
                f"{verb}() after finish(): this was not recorded, and what was before is safe. rn.init(run_id={self._run.id!r}) goes on with the run."
            )
        return self._run.closed

    def log_config(
        self,
        *,
        args: Any = None,
        extra: Mapping[str, Any] | None = None,
        config_files: PathLike | Sequence[PathLike] | None = None,
    ) -> None:
        """Merge values into the config, key by key, and keep files with the run.

        Args:
            args: a namespace or a dict.
            extra: a dict.
            config_files: their bytes are stored; their paths in the run are listed in the config under `config_files`. What is not there is said.
        """
        if self._is_over("log_config"):
            return
        for values in (args, extra):
            if values is not None:
                self._run.update_config(values)
        if config_files is not None:
            given = [config_files] if isinstance(config_files, str | os.PathLike) else config_files
            kept = [name for path in given for name in self._keep(Path(path).expanduser().absolute())]
            if kept:
                before = self._run.config.get(_CONFIG_FILES) or []
                self._run.update_config({_CONFIG_FILES: list(dict.fromkeys([*before, *kept]))})

    def _keep(self, path: Path) -> list[str]:
        if not path.exists():
            guard.say_once(f"the config file {path} is not there, so it was not kept. Training goes on.")
            return []
        here = Path.cwd()
        return self._run.save(path, here if path.is_relative_to(here) else path.parent, "now", False)

    def log_dataset(
        self,
        name: str,
        root_or_uri: PathLike | Mapping[str, PathLike],
        *,
        context: str = "train",
        save: bool = False,
        description: str | None = None,
        force_save: bool = False,
        max_archive_bytes: int = MAX_SAVE_BYTES,
        max_archive_files: int = MAX_SAVE_FILES,
    ) -> list[LoggedData]:
        """Record which data the run works with: see `runstone.Run.log_dataset`. Beyond the limits it is not saved, which is said.

        Raises:
            BadValue: no name or no root. Nothing was recorded.
        """
        if self._is_over("log_dataset"):
            return []
        return self._run.log_dataset(
            name,
            root_or_uri,
            context=context,
            save=save,
            description=description,
            force_save=force_save,
            max_save_bytes=max_archive_bytes,
            max_save_files=max_archive_files,
        )

    def log_pretrained(
        self,
        name: str,
        *,
        path_or_uri: PathLike | None = None,
        save: bool = False,
        source_type: str = "unknown",
        description: str | None = None,
        force_save: bool = False,
        max_archive_bytes: int = MAX_SAVE_BYTES,
        max_archive_files: int = MAX_SAVE_FILES,
    ) -> list[LoggedData]:
        """Record which pretrained model the run begins with: see `runstone.Run.log_pretrained`.

        Raises:
            BadValue: no name, or nothing to save. A ValueError, too. Nothing was recorded.
        """
        if self._is_over("log_pretrained"):
            return []
        return self._run.log_pretrained(
            name,
            path_or_uri,
            save=save,
            source_type=source_type,
            description=description,
            force_save=force_save,
            max_save_bytes=max_archive_bytes,
            max_save_files=max_archive_files,
        )

    def scan_outputs_once(
        self,
        *,
        output_dirs: PathLike | Sequence[PathLike],
        patterns: Sequence[str] | None = None,
        stable_required: int = 1,
        min_age_sec: float = 0.0,
        mode: str = "rolling",
        log_snapshot_interval_sec: float = 60.0,
        state_gc_after_sec: float = 604800,
    ) -> dict[str, Any]:
        """Keep what the training has written by now. One look is enough: a file that changes while it is read is not kept, so the arguments about
        waiting mean nothing here.

        Args:
            output_dirs, patterns: see `runstone.Run.watch_outputs`.
            mode: `rolling` keeps the last state of a file, anything else each of them.

        Returns:
            `run_id`, `scanned`, `changed`, `archived`, `unstable`, `archived_entries`.

        Raises:
            BadValue: no folder, or no pattern.
        """
        if self._is_over("scan_outputs_once"):
            nothing = dict.fromkeys(("scanned", "changed", "archived"), 0)
            return {"run_id": self._run.id, **nothing, "unstable": [], "archived_entries": []}
        return self._run.scan_outputs_once(output_dirs, patterns, mode=_mode(mode))

    def watch_outputs(
        self,
        *,
        output_dirs: PathLike | Sequence[PathLike],
        interval_sec: float = 10.0,
        patterns: Sequence[str] | None = None,
        stable_required: int = 2,
        min_age_sec: float = 1.0,
        mode: str = "rolling",
        log_snapshot_interval_sec: float = 60.0,
        state_gc_after_sec: float = 604800,
    ) -> None:
        """Keep what the training writes, while it goes on and when it ends: see `runstone.Run.watch_outputs`.

        Args:
            output_dirs, patterns: folders, and which files in them.
            interval_sec: between two looks.
            stable_required, min_age_sec: when a file counts as whole.
            mode: `rolling` keeps the last state of a file, anything else each of them.
            log_snapshot_interval_sec: the least time between two states of a log.
            state_gc_after_sec: means nothing here.

        Raises:
            BadValue: one of these cannot be; nothing is watched by the call.
        """
        if not self._is_over("watch_outputs"):
            self._run.watch_outputs(
                output_dirs,
                patterns,
                interval_secs=interval_sec,
                mode=_mode(mode),
                stable_looks=stable_required,
                min_age_secs=min_age_sec,
                growing_secs=log_snapshot_interval_sec,
            )

    def stop_outputs_watch(self) -> None:
        """Take a last look at what is watched, and look no more."""
        if not self._run.closed:
            self._run.stop_outputs_watch()


def _mode(mode: str) -> str:
    return "rolling" if mode == "rolling" else "versions"
