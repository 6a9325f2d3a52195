"""ONNX models as bytes: the few messages of its protocol buffer that a graph needs.

Written out here because the `onnx` package (80 MB installed, 85 ms to import) would be needed for
nothing else. Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3; encoding:
https://protobuf.dev/programming-guides/encoding/.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

FLOAT, INT32, INT64 = 1, 6, 7  # TensorProto.DataType
CONTRIB = "com.microsoft"  # ONNX Runtime's own operators

_IR_VERSION = 8
_OPSETS = (("", 17), (CONTRIB, 1))
_EXTERNAL = 1  # TensorProto.DataLocation
_ATTRIBUTE_FLOAT, _ATTRIBUTE_INT = 1, 2  # AttributeProto.AttributeType
_TYPES = {np.dtype(np.float32): FLOAT, np.dtype(np.int32): INT32, np.dtype(np.int64): INT64}


def node(
    operator: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    domain: str = "",
    **attributes: float,
) -> bytes:
    """Return a NodeProto; an attribute is written as an int or a float, as it is given."""
    return b"".join(
        [
            *(_bytes(1, name.encode()) for name in inputs),
            *(_bytes(2, name.encode()) for name in outputs),
            _bytes(3, outputs[0].encode()),
            _bytes(4, operator.encode()),
            *(_bytes(5, _attribute(name, value)) for name, value in attributes.items()),
            _bytes(7, domain.encode()),
        ]
    )


def inline(name: str, values: npt.NDArray[np.generic]) -> bytes:
    """Return a TensorProto that holds its values; float32, int32 or int64."""
    little = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
    data = _bytes(9, little.tobytes())
    return _tensor(name, values.shape, _TYPES[np.dtype(values.dtype.name)]) + data


def external(name: str, shape: Sequence[int], location: str, offset: int, length: int) -> bytes:
    """Return a float TensorProto whose values lie in a file of the model's folder."""
    entries = {"location": location, "offset": str(offset), "length": str(length)}
    places = [
        _bytes(13, _bytes(1, key.encode()) + _bytes(2, value.encode()))
        for key, value in entries.items()
    ]
    return b"".join([_tensor(name, shape, FLOAT), *places, _int(14, _EXTERNAL)])


def value(name: str, dtype: int, shape: Sequence[int | str]) -> bytes:
    """Return a ValueInfoProto: an input or output; a word in its shape is a free dimension."""
    sizes = (_int(1, size) if isinstance(size, int) else _bytes(2, size.encode()) for size in shape)
    dimensions = b"".join(_bytes(1, size) for size in sizes)
    tensor_type = _int(1, dtype) + _bytes(2, dimensions)
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, tensor_type))


def model(
    nodes: Iterable[bytes],
    tensors: Iterable[bytes],
    inputs: Iterable[bytes],
    outputs: Iterable[bytes],
) -> bytes:
    """Return a ModelProto of one graph; its nodes stand in the order they run."""
    graph = b"".join(
        [
            *(_bytes(1, part) for part in nodes),
            _bytes(2, b"graph"),
            *(_bytes(5, part) for part in tensors),
            *(_bytes(11, part) for part in inputs),
            *(_bytes(12, part) for part in outputs),
        ]
    )
    opsets = [_bytes(8, _bytes(1, name.encode()) + _int(2, version)) for name, version in _OPSETS]
    return b"".join([_int(1, _IR_VERSION), _bytes(7, graph), *opsets])


def _tensor(name: str, shape: Sequence[int], dtype: int) -> bytes:
    return b"".join(_int(1, size) for size in shape) + _int(2, dtype) + _bytes(8, name.encode())


def _attribute(name: str, number: float) -> bytes:
    start = _bytes(1, name.encode())
    if isinstance(number, int):
        return start + _int(3, number) + _int(20, _ATTRIBUTE_INT)
    return start + _varint(2 << 3 | 5) + struct.pack("<f", number) + _int(20, _ATTRIBUTE_FLOAT)


def _int(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _bytes(field: int, data: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _varint(number: int) -> bytes:
    number &= (1 << 64) - 1  # a negative number is written as its 64-bit complement
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)
