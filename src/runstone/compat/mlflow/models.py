"""`mlflow.models`: what the quickstart asks of it."""

from __future__ import annotations

from typing import Any, NamedTuple


class ModelSignature(NamedTuple):
    """What a model takes and gives, in words."""

    inputs: str
    outputs: str | None


def infer_signature(model_input: Any = None, model_output: Any = None, params: Any = None) -> ModelSignature:
    """The types and shapes of examples; accepted by `log_model`, and not kept."""
    return ModelSignature(_said(model_input), None if model_output is None else _said(model_output))


def _said(example: Any) -> str:
    return f"{type(example).__name__}{getattr(example, 'shape', '')}"
