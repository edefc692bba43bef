"""The watcher: hooks on models of PyTorch that log histograms of gradients and parameters every so many batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from runstone.model.errors import BadValue, RunstoneError
from runstone.sdk import guard

WHAT = ("gradients", "parameters", "all", None)
_BINS = 64

Log = Callable[[dict[str, Any]], None]


class Watcher:
    """Watches models for one run. Values ride on the step of the next `log()`."""

    def __init__(self, log: Log) -> None:
        """
        Args:
            log: records values at the present step, and stays on it.
        """
        self._log = log
        self._models: dict[int, _Model] = {}

    def watch(self, models: Any, log: str | None, log_freq: int, idx: int | None, log_graph: bool) -> None:
        """See `Run.watch`."""
        if log not in WHAT:
            raise BadValue(
                f"log={log!r}: expected gradients, parameters, all or None. Nothing is watched by this call."
            )
        if isinstance(log_freq, bool) or not isinstance(log_freq, int) or log_freq < 1:
            raise BadValue(
                f"log_freq={log_freq!r}: expected a number of batches, 1 or more. Nothing is watched by this call."
            )
        given = list(models) if isinstance(models, Sequence | set | frozenset) else [models]
        for model in given:
            if not callable(getattr(model, "named_parameters", None)) or not callable(
                getattr(model, "register_forward_hook", None)
            ):
                kind = f"{type(model).__module__}.{type(model).__qualname__}"
                raise BadValue(f"watch() takes modules of PyTorch, not {kind}. Nothing is watched by this call.")
            if any(known.module is model for known in self._models.values()):
                raise BadValue("This model is watched already; unwatch() it first. Nothing is watched by this call.")
        first = max(self._models, default=-1) + 1 if idx is None else idx
        if any(number in self._models for number in range(first, first + len(given))):
            raise BadValue(f"idx={idx!r} is a model's that is watched already. Nothing is watched by this call.")
        for number, model in enumerate(given, first):
            watched = _Model(model, f"graph_{number}." if number else "", self._log, log_freq)
            self._models[number] = watched
            if log in ("gradients", "all"):
                watched.hook_gradients()
            if log in ("parameters", "all"):
                watched.hook_parameters()
            if log_graph:
                watched.log_graph(f"graph_{number}")

    def unwatch(self, models: Any) -> None:
        """See `Run.unwatch`."""
        given = None if models is None else list(models) if isinstance(models, Sequence) else [models]
        for number, watched in list(self._models.items()):
            if given is None or any(watched.module is model for model in given):
                watched.remove()
                del self._models[number]


class _Model:
    """One watched model, and the hooks that it has for us."""

    def __init__(self, module: Any, prefix: str, log: Log, log_freq: int) -> None:
        self.module = module
        self._prefix = prefix
        self._log = log
        self._log_freq = log_freq
        self._hooks: list[Any] = []

    def hook_gradients(self) -> None:
        for name, parameter in self.module.named_parameters():
            if parameter.requires_grad:
                self._hooks.append(parameter.register_hook(self._gradient_hook(f"gradients/{self._prefix}{name}")))

    def _gradient_hook(self, key: str) -> Callable[[Any], None]:
        turn = 0

        def hook(gradient: Any) -> None:
            nonlocal turn
            if turn % self._log_freq == 0:
                self._histograms({key: gradient})
            turn += 1

        return hook

    def hook_parameters(self) -> None:
        """Counts the batches by the model's own forward pass; where a trainer never calls that, only the parts (Lightning), by the part called first."""
        turn = 0
        clock: Any = None
        parts: list[Any] = []

        def hook(module: Any, *_: Any) -> None:
            nonlocal turn, clock
            if not module.training:
                return
            if clock is None:
                clock = module
            elif module is not clock:
                if module is not self.module:
                    return
                # The first batch was counted by a part: from now on the whole is called, and counts.
                clock = module
                for part in parts:
                    part.remove()
                return
            if turn % self._log_freq == 0:
                named = self.module.named_parameters()
                self._histograms({f"parameters/{self._prefix}{name}": parameter for name, parameter in named})
            turn += 1

        parts += [
            module.register_forward_hook(hook)
            for module in self.module.modules()
            if module is not self.module and any(True for _ in module.parameters(recurse=False))
        ]
        self._hooks += [self.module.register_forward_hook(hook), *parts]

    def log_graph(self, key: str) -> None:
        """The modules as a graph: each below the one that holds it."""
        from runstone.sdk.media.graph import Graph

        graph = Graph()
        for name, module in self.module.named_modules():
            own = sum(parameter.numel() for parameter in module.parameters(recurse=False))
            graph.add_node(
                name or "model", f"{name.rpartition('.')[2] or 'model'}: {type(module).__name__}", parameters=own
            )
            if name:
                graph.add_edge(name.rpartition(".")[0] or "model", name)
        self._log({key: graph})

    def _histograms(self, tensors: dict[str, Any]) -> None:
        """Backpropagation goes on whatever happens here."""
        from runstone.sdk.media.histogram import Histogram

        try:
            found = {key: Histogram(_dense(tensor), bins=_BINS) for key, tensor in tensors.items() if tensor.numel()}
            self._log(found)
        except RunstoneError as error:
            guard.say_once(f"watch() could not record {', '.join(tensors)}: {error} Training goes on.")
        except (RuntimeError, TypeError, ValueError, OSError) as error:
            guard.report("watch", error)

    def remove(self) -> None:
        for hook in self._hooks:
            hook.remove()
        self._hooks.clear()


def _dense(tensor: Any) -> Any:
    """Gradients of embeddings may be sparse: the values that there are."""
    tensor = tensor.detach()
    return tensor.coalesce().values() if tensor.is_sparse else tensor
