"""Write the ONNX graphs of the encoder and the reader: `python -m qa_bot.development.build_graphs`.

They use ONNX Runtime's fused operators (attention, bias with GELU), so that no optimizer has to
find them at every start. `FusedMatMul` takes a linear layer's matrix as torch stores it, [out, in],
so the weights are mapped unchanged from the packaged model's own file: the graphs hold each
tensor's offset in it, which is constant because its SHA-256 is checked. Only this module needs the
`onnx` package.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper

from qa_bot.embedding.models import WEIGHTS, find_model
from qa_bot.embedding.onnx.engine import GRAPHS, READER_HEADS
from qa_bot.embedding.onnx.tensors import TensorFile, open_tensors

_LAYERS, _HEADS, _WIDTH, _EPSILON = 6, 12, 384, 1e-12  # all-MiniLM-L6-v2's config.json
_CONTRIB = "com.microsoft"  # ONNX Runtime's own operators
_FUSED = frozenset(("EmbedLayerNormalization", "FusedMatMul", "MultiHeadAttention", "BiasGelu"))
_EMBEDDINGS = ("word_embeddings", "position_embeddings", "token_type_embeddings")


def encoder_graph(weights: TensorFile) -> ModelProto:
    """Return a model that embeds texts.

    Inputs, int32 [batch, sequence]: input_ids, attention_mask (1 for a token, 0 for padding).
    Outputs, float32: token_embeddings [batch, sequence, width], the last layer's;
    sentence_embedding [batch, width], their mean over the mask, scaled to length 1.
    """
    graph = _Graph(weights)
    graph.add("Sub", ["input_ids", "input_ids"], "token_type_ids")  # all of type 0
    hidden = graph.bert()
    graph.add("Identity", [hidden], "token_embeddings")
    # The mean needs no divisor: scaling to length 1 cancels it.
    graph.add("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    graph.add("Unsqueeze", ["mask", graph.constant("axis_1", [1])], "mask_row")
    graph.add("MatMul", ["mask_row", hidden], "sum_row")
    graph.add("Squeeze", ["sum_row", "axis_1"], "sum")
    graph.add("LpNormalization", ["sum"], "sentence_embedding", axis=1, p=2)
    return graph.model(
        ["input_ids", "attention_mask"],
        {
            "token_embeddings": ["batch", "sequence", _WIDTH],
            "sentence_embedding": ["batch", _WIDTH],
        },
    )


def reader_graph(weights: TensorFile) -> ModelProto:
    """Return a model that reads pairs of a question and a window.

    The session must get the heads `READER_HEADS`, and may replace any other tensor of the packaged
    model (see `Engine`), so that one graph serves every reader. Inputs, int32 [batch, sequence]:
    input_ids, attention_mask, token_type_ids. Outputs, float32: cls [batch]; start and end [batch,
    sequence]; all logits.
    """
    graph = _Graph(weights)
    hidden = graph.bert()
    for name, shape in READER_HEADS.items():
        graph.declare(name, shape, 0)  # any offset: the session always replaces these values
    graph.add("Gather", [hidden, graph.constant("first", 0)], "cls_hidden", axis=1)
    graph.add("Gemm", ["cls_hidden", "cls.weight", "cls.bias"], "cls_row", transB=1)
    graph.add("Squeeze", ["cls_row", graph.constant("axis_1", [1])], "cls")
    graph.add("FusedMatMul", [hidden, "span.weight"], "span_product", transB=1)
    graph.add("Add", ["span_product", "span.bias"], "span")
    for position, name in enumerate(("start", "end")):
        graph.add("Gather", ["span", graph.constant(f"at_{name}", position)], name, axis=2)
    return graph.model(
        ["input_ids", "attention_mask", "token_type_ids"],
        {"cls": ["batch"], "start": ["batch", "sequence"], "end": ["batch", "sequence"]},
    )


@dataclass(slots=True)
class _Graph:
    """A graph being built; every trained tensor stays in the file of weights."""

    weights: TensorFile
    nodes: list[NodeProto] = field(default_factory=list)
    tensors: dict[str, TensorProto] = field(default_factory=dict)

    def add(self, operator: str, inputs: Sequence[str], output: str, **attributes: float) -> str:
        """Append a node with one output and return the output's name."""
        # EmbedLayerNormalization must have a second output; nothing reads it.
        outputs = [output, f"{output}.counts"] if operator.startswith("Embed") else [output]
        node = helper.make_node(operator, inputs, outputs, output)
        node.domain = _CONTRIB if operator in _FUSED else ""
        node.attribute.extend(helper.make_attribute(*one) for one in sorted(attributes.items()))
        self.nodes.append(node)
        return output

    def constant(self, name: str, numbers: int | list[int]) -> str:
        """Add an int64 constant and return its name."""
        shape = [] if isinstance(numbers, int) else [len(numbers)]
        values = [numbers] if isinstance(numbers, int) else numbers
        self.tensors[name] = helper.make_tensor(name, TensorProto.INT64, shape, values)
        return name

    def tensor(self, name: str) -> str:
        """Declare a tensor of the file of weights and return its name."""
        found = self.weights.tensors[name]
        return self.declare(name, found.shape, found.offset)

    def declare(self, name: str, shape: Sequence[int], offset: int) -> str:
        """Declare a float tensor at an offset of the file of weights and return its name."""
        length = 4 * math.prod(shape)
        tensor = TensorProto(
            name=name,
            dims=shape,
            data_type=TensorProto.FLOAT,
            data_location=TensorProto.EXTERNAL,
        )
        for key, value in (("location", WEIGHTS), ("offset", offset), ("length", length)):
            tensor.external_data.add(key=key, value=str(value))
        self.tensors[name] = tensor
        return name

    def linear(self, hidden: str, name: str) -> str:
        """Multiply by a linear layer's matrix, without its bias."""
        weight = self.tensor(f"{name}.weight")
        return self.add("FusedMatMul", [hidden, weight], f"{name}.product", transB=1)

    def norm(self, product: str, skipped: str, name: str, norm: str) -> str:
        """Add a linear layer's bias and the layer's own input, and normalize."""
        moved = self.add("Add", [product, self.tensor(f"{name}.bias")], f"{name}.moved")
        total = self.add("Add", [moved, skipped], f"{name}.sum")
        scale, shift = (self.tensor(f"{norm}.{part}") for part in ("weight", "bias"))
        return self.add("LayerNormalization", [total, scale, shift], norm, epsilon=_EPSILON)

    def bert(self) -> str:
        """Add embeddings and layers; return the name of the last hidden state."""
        tables = [self.tensor(f"embeddings.{name}.weight") for name in _EMBEDDINGS]
        norm = [self.tensor(f"embeddings.LayerNorm.{part}") for part in ("weight", "bias")]
        hidden = self.add(
            "EmbedLayerNormalization",
            ["input_ids", "token_type_ids", *tables, *norm],
            "embedded",
            epsilon=_EPSILON,
        )
        for number in range(_LAYERS):
            hidden = self._layer(f"encoder.layer.{number}", hidden)
        return hidden

    def _layer(self, layer: str, hidden: str) -> str:
        parts = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
        inputs = [self.linear(hidden, part) for part in parts]
        biases = [self.tensor(f"{part}.bias") for part in parts]
        inputs.append(self.add("Concat", biases, f"{layer}.qkv", axis=0))
        mixed = self.add(
            "MultiHeadAttention", [*inputs, "attention_mask"], f"{layer}.mixed", num_heads=_HEADS
        )
        dense = f"{layer}.attention.output.dense"
        mixed = self.linear(mixed, dense)
        mixed = self.norm(mixed, hidden, dense, f"{layer}.attention.output.LayerNorm")
        dense = f"{layer}.intermediate.dense"
        wide = self.linear(mixed, dense)
        wide = self.add("BiasGelu", [wide, self.tensor(f"{dense}.bias")], f"{layer}.gelu")
        dense = f"{layer}.output.dense"
        narrow = self.linear(wide, dense)
        return self.norm(narrow, mixed, dense, f"{layer}.output.LayerNorm")

    def model(self, inputs: Sequence[str], outputs: dict[str, list[str | int]]) -> ModelProto:
        """Return the graph as a model, its inputs int32 [batch, sequence]."""
        graph = helper.make_graph(
            self.nodes,
            "graph",
            [_value(name, TensorProto.INT32, ["batch", "sequence"]) for name in inputs],
            [_value(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()],
            list(self.tensors.values()),
        )
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def _value(name: str, dtype: int, shape: list[str | int]) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, dtype, shape)


def build_graphs() -> dict[str, bytes]:
    """Return both graphs' files by name; the bytes are reproducible."""
    weights = open_tensors(find_model().folder / WEIGHTS)
    return {
        name: make(weights).SerializeToString(deterministic=True)
        for name, make in (("encoder.onnx", encoder_graph), ("reader.onnx", reader_graph))
    }


def main() -> None:
    """Write the graphs into a folder, by default that of the package."""
    parser = argparse.ArgumentParser(prog="python -m qa_bot.development.build_graphs")
    parser.add_argument("folder", nargs="?", type=Path, default=GRAPHS)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in build_graphs().items():
        (folder / name).write_bytes(data)
        print(f"{folder / name}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
