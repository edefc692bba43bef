"""The verbs of a run that are about data. Each is one call to the recorder of data, which is made at the first of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from runstone.model.errors import BadValue
from runstone.sdk.artifacts.verbs import ArtifactVerbs
from runstone.sdk.guard import guarded

if TYPE_CHECKING:
    from runstone.sdk.data.logged import LoggedData
    from runstone.sdk.data.recorder import DataRecorder

MAX_SAVE_BYTES = 5 << 30
MAX_SAVE_FILES = 2_000_000


class DataVerbs(ArtifactVerbs):
    """What a run can say about the data that it works with."""

    @guarded
    def log_dataset(
        self,
        name: str,
        root_or_uri: str | os.PathLike[str] | Mapping[str, str | os.PathLike[str]],
        *,
        context: str = "train",
        save: bool = False,
        description: str | None = None,
        force_save: bool = False,
        max_save_bytes: int = MAX_SAVE_BYTES,
        max_save_files: int = MAX_SAVE_FILES,
    ) -> list[LoggedData]:
        """Record which data the run works with. A thread takes its fingerprint: first sizes and times, then pieces of the files, then all bytes; each is
        recorded when it is known. What was hashed once and did not change is not read again.

        Args:
            name: what the data is called.
            root_or_uri: a folder, a file, an address (`hf://`, `s3://`, `https://`, `file://`), or a dict of them: each is recorded as `name/key`.
            context: what it is for: `train`, `val`, `test`.
            save: keep all bytes in the home, as an artifact of type `dataset`; `finish` waits for that.
            description: Markdown.
            force_save: save however much it is.
            max_save_bytes, max_save_files: beyond this it is not saved, and that is said.

        Returns:
            What is known of each root, to wait for if you like.

        Raises:
            BadValue: no name or no root. Nothing was recorded.
        """
        from runstone.sdk.data.logged import SaveLimits

        limits = SaveLimits(None, None) if force_save else SaveLimits(max_save_bytes, max_save_files)
        recorder = self._data
        if recorder is None:
            return []
        return recorder.log("dataset", name, root_or_uri, context, description or "", "", save, limits)

    @guarded
    def log_pretrained(
        self,
        name: str,
        path_or_uri: str | os.PathLike[str] | None = None,
        *,
        save: bool = False,
        source_type: str = "unknown",
        description: str | None = None,
        force_save: bool = False,
        max_save_bytes: int = MAX_SAVE_BYTES,
        max_save_files: int = MAX_SAVE_FILES,
    ) -> list[LoggedData]:
        """Record which pretrained model the run begins with; as `log_dataset`, and its artifact has the type `model`.

        Args:
            name: what it is called, such as `bert-base-uncased`.
            path_or_uri: a folder, a file or an address; by default the name stands for it.
            save, description, force_save, max_save_bytes, max_save_files: see `log_dataset`.
            source_type: where it comes from: `huggingface`, `local`, `url`.

        Raises:
            BadValue: no name, or nothing to save. Nothing was recorded.
        """
        from runstone.sdk.data.logged import SaveLimits

        if path_or_uri is None and save:
            raise BadValue(f"log_pretrained({name!r}, save=True) needs a path to save. Nothing was recorded.")
        limits = SaveLimits(None, None) if force_save else SaveLimits(max_save_bytes, max_save_files)
        recorder = self._data
        if recorder is None:
            return []
        where = f"name://{name}" if path_or_uri is None else path_or_uri
        return recorder.log("pretrained", name, where, "", description or "", source_type, save, limits)

    @cached_property
    def _data(self) -> DataRecorder | None:
        from runstone.journal.writer import JournalWriter
        from runstone.model.home import Home
        from runstone.sdk.artifacts.log import ArtifactLog
        from runstone.sdk.data.recorder import DataRecorder

        log = self._artifacts
        if not isinstance(self._writer, JournalWriter) or not isinstance(log, ArtifactLog):
            return None
        return DataRecorder(Home(self._identity.home), self._writer, log)

    def _end_artifacts(self) -> None:
        recorder = self.__dict__.get("_data")
        if recorder is not None:
            recorder.end(self._settings["finish_timeout_secs"])
        super()._end_artifacts()

    def _fork_artifacts(self) -> None:
        recorder = self.__dict__.get("_data")
        if recorder is not None:
            recorder.after_fork()
        super()._fork_artifacts()
