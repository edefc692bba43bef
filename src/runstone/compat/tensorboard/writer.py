"""`SummaryWriter`: that of PyTorch and of tensorboardX, call for call."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from runstone.compat.tensorboard import inputs
from runstone.compat.tensorboard.file_writer import FileWriter
from runstone.compat.tensorboard.target import Target
from runstone.model.errors import BadValue
from runstone.sdk import guard, media
from runstone.sdk.capture.tensorboard import natives
from runstone.sdk.guard import guarded
from runstone.sdk.run import Run


class SummaryWriter:
    """Records into the run that is open, or opens one, which `close` then finishes. Each `add_*` is recorded when it returns.

    `tag` is the name of the series, `global_step` its step (each tag counts from 0 where none is given), `walltime` the time in seconds since 1970.
    """

    def __init__(
        self,
        log_dir: str | os.PathLike[str] | None = None,
        comment: str = "",
        purge_step: int | None = None,
        max_queue: int = 10,
        flush_secs: int = 120,
        filename_suffix: str = "",
        write_to_disk: bool = True,
        *,
        logdir: str | os.PathLike[str] | None = None,
        comet_config: Mapping[str, Any] | None = None,
        run: Run | None = None,
        **_: Any,
    ) -> None:
        """
        Args:
            log_dir: (or `logdir`) names a run that is opened here. In a run that is open, the first folder is its root; series of others begin with
                their way from there. No event files are written.
            comment: the same, where no folder is named.
            purge_step: later steps of the run are replaced as they are logged again.
            max_queue, flush_secs, filename_suffix, comet_config: accepted; nothing waits, and there is no file.
            write_to_disk: False records nothing.
            run: takes the records; by default the current run.
        """
        folder = log_dir if log_dir is not None else logdir
        self.purge_step, self.max_queue, self.flush_secs = purge_step, max_queue, flush_secs
        self.filename_suffix = filename_suffix
        self._target = Target(os.fspath(folder) if folder else None, comment or "", run, write_to_disk)
        self._step: Any = None
        self._walltime: float | None = None
        if purge_step is not None:
            self._target.warn_of_purge(purge_step)

    @property
    def run(self) -> Run:
        """The run that takes the records."""
        return self._target.run

    @property
    def log_dir(self) -> str:
        """A folder for files of one's own, which is made when it is asked for."""
        os.makedirs(self._target.log_dir, exist_ok=True)
        return self._target.log_dir

    logdir = log_dir

    def get_logdir(self) -> str:
        """The same."""
        return self.log_dir

    @property
    def file_writer(self) -> FileWriter:
        """Takes protocol buffers of TensorBoard's."""
        return FileWriter(target=self._target)

    def _get_file_writer(self) -> FileWriter:
        return self.file_writer

    def _log(self, values: Mapping[str, Any], step: Any, walltime: float | None) -> None:
        self._target.log(values, self._step if step is None else step, self._walltime if walltime is None else walltime)

    @guarded
    def add_scalar(
        self,
        tag: str,
        scalar_value: Any,
        global_step: int | None = None,
        walltime: float | None = None,
        new_style: bool = False,
        double_precision: bool = False,
        display_name: str = "",
        summary_description: str = "",
    ) -> None:
        """A point, in float64 always; the other arguments are about the file."""
        self._log({tag: inputs.number_of(scalar_value)}, global_step, walltime)

    @guarded
    def add_scalars(
        self,
        main_tag: str,
        tag_scalar_dict: Mapping[str, Any],
        global_step: int | None = None,
        walltime: float | None = None,
    ) -> None:
        """Points of one step, as `main_tag/tag`."""
        values = {f"{main_tag}/{tag}": inputs.number_of(value) for tag, value in tag_scalar_dict.items()}
        self._log(values, global_step, walltime)

    @guarded
    def add_tensor(self, tag: str, tensor: Any, global_step: int | None = None, walltime: float | None = None) -> None:
        """A tensor: of one value a point, of one or two dimensions a table; others are refused in a sentence."""
        native = natives.numbers_of(inputs.array_of(tensor, "add_tensor"))
        if native is not None:
            self._log({tag: native}, global_step, walltime)

    @guarded
    def add_image(
        self,
        tag: str,
        img_tensor: Any,
        global_step: int | None = None,
        walltime: float | None = None,
        dataformats: str = "CHW",
    ) -> None:
        """An image; floats are full at 1."""
        self._log({tag: inputs.images_of(img_tensor, dataformats)}, global_step, walltime)

    @guarded
    def add_images(
        self,
        tag: str,
        img_tensor: Any,
        global_step: int | None = None,
        walltime: float | None = None,
        dataformats: str = "NCHW",
    ) -> None:
        """Images as samples of one item, not in one grid."""
        self._log({tag: inputs.images_of(img_tensor, dataformats)}, global_step, walltime)

    @guarded
    def add_image_with_boxes(
        self,
        tag: str,
        img_tensor: Any,
        box_tensor: Any,
        global_step: int | None = None,
        walltime: float | None = None,
        rescale: Any = 1,
        dataformats: str = "CHW",
        labels: Any = None,
        **_: Any,
    ) -> None:
        """An image with boxes over it, which can be switched off; it keeps its size, whatever `rescale` says."""
        if isinstance(rescale, str):  # tensorboardX has the formats here
            dataformats, labels = rescale, labels if dataformats == "CHW" else dataformats
        names = [labels] if isinstance(labels, str) else labels
        boxes = inputs.boxes_of(box_tensor, names)
        self._log({tag: inputs.images_of(img_tensor, dataformats, boxes=boxes)}, global_step, walltime)

    @guarded
    def add_figure(
        self,
        tag: str,
        figure: Any,
        global_step: int | None = None,
        close: bool = True,
        walltime: float | None = None,
    ) -> None:
        """A figure of matplotlib as an image, or several; they are closed unless `close` is false. Figures of Plotly, Bokeh and Altair stay figures."""
        figures = list(figure) if isinstance(figure, list | tuple) else [figure]
        self._log({tag: figures if len(figures) > 1 else figures[0]}, global_step, walltime)
        if close and any(type(each).__module__.startswith("matplotlib") for each in figures):
            import matplotlib.pyplot as plt

            for each in figures:
                plt.close(each)

    @guarded
    def add_video(
        self,
        tag: str,
        vid_tensor: Any,
        global_step: int | None = None,
        fps: float = 4,
        walltime: float | None = None,
        dataformats: str = "NTCHW",
    ) -> None:
        """Films as samples of one item; moviepy is not needed."""
        self._log({tag: inputs.film_of(vid_tensor, fps or 4, dataformats)}, global_step, walltime)

    @guarded
    def add_audio(
        self,
        tag: str,
        snd_tensor: Any,
        global_step: int | None = None,
        sample_rate: int = 44100,
        walltime: float | None = None,
    ) -> None:
        """A sound, of several channels, too."""
        samples = inputs.array_of(snd_tensor, "add_audio")
        self._log({tag: media.Audio(samples, sample_rate)}, global_step, walltime)

    @guarded
    def add_text(
        self, tag: str, text_string: str, global_step: int | None = None, walltime: float | None = None
    ) -> None:
        """A text in Markdown."""
        self._log({tag: media.Text(str(text_string), markdown=True)}, global_step, walltime)

    @guarded
    def add_histogram(
        self,
        tag: str,
        values: Any,
        global_step: int | None = None,
        bins: Any = "tensorflow",
        walltime: float | None = None,
        max_bins: int | None = None,
    ) -> None:
        """A histogram with the uneven edges that `bins` gives. NaN and infinities are counted apart, in even bins."""
        self._log({tag: inputs.histogram_by(values, bins, max_bins)}, global_step, walltime)

    @guarded
    def add_histogram_raw(
        self,
        tag: str,
        min: float,  # noqa: A002 - theirs
        max: float,  # noqa: A002 - theirs
        num: int,
        sum: float,  # noqa: A002 - theirs
        sum_squares: float,
        bucket_limits: Any,
        bucket_counts: Any,
        global_step: int | None = None,
        walltime: float | None = None,
    ) -> None:
        """A histogram of counts that somebody has already, with the upper limit of each bucket."""
        self._log({tag: inputs.histogram_of_limits(min, max, bucket_limits, bucket_counts)}, global_step, walltime)

    @guarded
    def add_pr_curve(
        self,
        tag: str,
        labels: Any,
        predictions: Any,
        global_step: int | None = None,
        num_thresholds: int = 127,
        weights: Any = None,
        walltime: float | None = None,
    ) -> None:
        """Precision and recall at thresholds from 0 to 1, as a table; any number of thresholds."""
        rows = inputs.pr_rows(labels, predictions, num_thresholds, weights)
        self._log({tag: natives.pr_table(rows)}, global_step, walltime)

    @guarded
    def add_pr_curve_raw(
        self,
        tag: str,
        true_positive_counts: Any,
        false_positive_counts: Any,
        true_negative_counts: Any,
        false_negative_counts: Any,
        precision: Any,
        recall: Any,
        global_step: int | None = None,
        num_thresholds: int = 127,
        weights: Any = None,
        walltime: float | None = None,
    ) -> None:
        """The same, of what was counted already."""
        rows = inputs.stacked(
            true_positive_counts,
            false_positive_counts,
            true_negative_counts,
            false_negative_counts,
            precision,
            recall,
        )
        self._log({tag: natives.pr_table(rows)}, global_step, walltime)

    @guarded
    def add_embedding(
        self,
        mat: Any,
        metadata: Any = None,
        label_img: Any = None,
        global_step: int | None = None,
        tag: str = "default",
        metadata_header: Any = None,
    ) -> None:
        """A table: labels, pictures, and a column a dimension. `default` becomes `embedding`."""
        table = inputs.embedding_of(mat, metadata, label_img, metadata_header)
        self._log({"embedding" if tag == "default" else tag: table}, global_step, None)

    @guarded
    def add_mesh(
        self,
        tag: str,
        vertices: Any,
        colors: Any = None,
        faces: Any = None,
        config_dict: Any = None,
        global_step: int | None = None,
        walltime: float | None = None,
    ) -> None:
        """Meshes, or points where there are no faces; `config_dict` is about TensorBoard's camera."""
        self._log({tag: inputs.meshes_of(vertices, colors, faces)}, global_step, walltime)

    @guarded
    def add_graph(
        self, model: Any, input_to_model: Any = None, verbose: bool = False, use_strict_trace: bool = True
    ) -> None:
        """The operations of a PyTorch module, as `graph`; without an input as `torch.fx` reads it. One that cannot be traced is said, and no error."""
        from runstone.compat.tensorboard.networks import graph_of_model

        try:
            graph = graph_of_model(model, input_to_model, use_strict_trace)
        except BadValue as error:
            guard.say_once(f"add_graph: {error}")
            return
        self._log({"graph": graph}, 0, None)

    @guarded
    def add_onnx_graph(self, prototxt: Any = None, onnx_model_file: Any = None) -> None:
        """The operations of an ONNX file, as `graph`; the package onnx is not needed."""
        from runstone.compat.tensorboard.networks import graph_of_onnx

        self._log({"graph": graph_of_onnx(prototxt if prototxt is not None else onnx_model_file)}, 0, None)

    def add_openvino_graph(self, xmlname: Any) -> None:
        """Refused in a sentence."""
        guard.say_once("graphs of OpenVINO are not recorded: log a runstone.Graph of its nodes and edges, or the File.")

    @guarded
    def add_hparams(
        self,
        hparam_dict: Mapping[str, Any],
        metric_dict: Mapping[str, Any],
        hparam_domain_discrete: Any = None,
        run_name: Any = None,
        global_step: int | None = None,
        *,
        name: str | None = None,
    ) -> None:
        """Hyperparameters into the config, metrics into the summary of this run; no run is made besides it."""
        if not isinstance(hparam_dict, Mapping) or not isinstance(metric_dict, Mapping):
            raise BadValue("add_hparams takes two dicts. Nothing of this call was recorded.")
        run = self._target.opened()
        run.config.update({key: value for key, value in hparam_dict.items() if value is not None})
        run.summary.update({key: inputs.number_of(value) for key, value in metric_dict.items()})

    def add_custom_scalars(self, layout: Any) -> None:
        """Refused in a sentence."""
        guard.say_once(natives.NO_CUSTOM_SCALARS)

    def add_custom_scalars_multilinechart(self, tags: Any, category: str = "default", title: str = "untitled") -> None:
        """Refused in a sentence."""
        guard.say_once(natives.NO_CUSTOM_SCALARS)

    def add_custom_scalars_marginchart(self, tags: Any, category: str = "default", title: str = "untitled") -> None:
        """Refused in a sentence."""
        guard.say_once(natives.NO_CUSTOM_SCALARS)

    @contextmanager
    def use_metadata(self, *, global_step: int | None = None, walltime: float | None = None) -> Iterator[None]:
        """Within the block, calls without a step or a time have these."""
        before = self._step, self._walltime
        self._step, self._walltime = global_step, walltime
        try:
            yield
        finally:
            self._step, self._walltime = before

    @guarded
    def export_scalars_to_json(self, path: str | os.PathLike[str]) -> None:
        """Write all points of this writer's folder as `{name: [[seconds since 1970, step, value], …]}`."""
        from runstone.compat.tensorboard.scalars import export_scalars

        export_scalars(self.run, self._target.prefix, path)

    def flush(self) -> None:
        """Nothing is left to do: what was added is recorded."""

    @guarded
    def close(self) -> None:
        """Let go of the run, and finish it if a writer opened it and this is the last one. What is added later opens it again."""
        self._target.close()

    def __enter__(self) -> Self:
        return self

    @guarded
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._target.close(kind, error, trace)
