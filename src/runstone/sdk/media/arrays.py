"""Arrays of any library as NumPy's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt


def is_torch(value: Any) -> bool:
    """Whether it is a tensor of PyTorch, which need not be installed."""
    return type(value).__module__.partition(".")[0] == "torch" and hasattr(value, "detach")


def to_array(value: Any) -> npt.NDArray[Any]:
    """An array of NumPy, PyTorch (of any device, with or without gradient), JAX, or nested lists, as an array of NumPy.

    Raises:
        ValueError, TypeError: nested lists that are no array.
    """
    import numpy as np

    if is_torch(value):
        value = value.detach().cpu()
        if str(value.dtype) == "torch.bfloat16":
            value = value.float()
        value = value.numpy()
    array = np.asarray(value)
    # What extension libraries add, bfloat16 for one, calls itself a void.
    if array.dtype.kind == "V" and array.dtype.names is None:
        array = array.astype(np.float32)
    return array
