"""Weights on disk: where each tensor of a safetensors file is, without reading the file."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa_bot.errors import ModelError

Floats = npt.NDArray[np.float32]

_TYPES = {"F32": "<f4", "F16": "<f2"}
_HEADER_LIMIT = 100_000_000  # bytes; the format's own limit


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor's element type ("F32", "F16", …), shape, and byte range in its file."""

    dtype: str
    shape: tuple[int, ...]
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class TensorFile:
    """A safetensors file and the tensors in it, by name."""

    path: Path
    tensors: dict[str, Tensor]

    def read(self, name: str) -> Floats:
        """Return one tensor as float32; half precision is widened exactly.

        Raises ModelError if the file has no such float tensor.
        """
        tensor = self.tensors.get(name)
        if tensor is None or tensor.dtype not in _TYPES:
            raise ModelError(
                f"the weights {self.path} have no float tensor {name!r}; reinstall them"
            )
        values = np.fromfile(
            self.path,
            _TYPES[tensor.dtype],
            count=tensor.length // np.dtype(_TYPES[tensor.dtype]).itemsize,
            offset=tensor.offset,
        )
        return values.astype(np.float32).reshape(tensor.shape)

    def read_all(self) -> dict[str, Floats]:
        """Return every tensor as float32; 8.9 million float16 values take some 15 ms.

        Raises ModelError if a tensor is not of floats.
        """
        return {name: self.read(name) for name in self.tensors}


def open_tensors(path: Path) -> TensorFile:
    """Read the header of a safetensors file: eight bytes of length, JSON, then the raw data.

    Every tensor must be inside the file and as long as its shape says, so that a truncated file is
    an error here, not a crash in mapped memory. Links are resolved: ONNX Runtime refuses one that
    leads out of its folder, as those in the hub's cache do. Raises ModelError. Source:
    https://github.com/huggingface/safetensors#format
    """
    path = path.resolve()
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > _HEADER_LIMIT:
                raise ValueError("its header is too long")
            header = json.loads(file.read(length))
        size = path.stat().st_size
        tensors = {
            name: _tensor(entry, 8 + length, size)
            for name, entry in header.items()
            if name != "__metadata__"
        }
    except OSError as error:
        raise ModelError(f"the weights {path} cannot be read ({error.strerror})") from None
    except (ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise ModelError(f"the weights {path} are damaged ({error}); reinstall them") from None
    except RecursionError:
        raise ModelError(f"the weights {path} are damaged (their header); reinstall them") from None
    return TensorFile(path, tensors)


def _tensor(entry: dict[str, list[int]], base: int, size: int) -> Tensor:
    dtype, shape = str(entry["dtype"]), tuple(entry["shape"])
    start, end = entry["data_offsets"]
    if not 0 <= start <= end <= size - base:
        raise ValueError("it is shorter than its header says")
    width = np.dtype(_TYPES[dtype]).itemsize if dtype in _TYPES else None
    if width is not None and end - start != width * int(np.prod(shape, dtype=np.int64)):
        raise ValueError("a tensor's length and shape disagree")
    return Tensor(dtype, shape, base + start, end - start)
