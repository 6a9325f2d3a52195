"""BERT as an ONNX graph: written node by node, its weights left where they lie on disk.

The graph is made of ONNX Runtime's fused operators (attention, bias with GELU), so no optimiser has
to find them: 2 ms to write, where an export through torch takes 9 s and 570 MB. `FusedMatMul` takes
a linear layer's matrix as torch stores it, [out, in], so the file of weights is used as it is,
without a transposed copy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from qa_bot.embedding.onnx import protobuf as onnx
from qa_bot.embedding.onnx.tensors import Floats, TensorFile
from qa_bot.errors import ModelError

_EMBEDDINGS = ("word_embeddings", "position_embeddings", "token_type_embeddings")


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT: layers, attention heads, width, and the layer norms' epsilon."""

    layers: int
    heads: int
    width: int
    epsilon: float


def read_shape(folder: Path) -> Shape:
    """Read a model folder's config.json; raises ModelError where it is not a plain BERT."""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        plain = (
            config["model_type"] == "bert"
            and config["hidden_act"] == "gelu"
            and config.get("position_embedding_type", "absolute") == "absolute"
        )
        shape = Shape(
            int(config["num_hidden_layers"]),
            int(config["num_attention_heads"]),
            int(config["hidden_size"]),
            float(config["layer_norm_eps"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the model {folder} has no usable config.json ({error})") from None
    if not plain:
        raise ModelError(f"the model {folder} is not a plain BERT; ONNX Runtime cannot run it here")
    return shape


def encoder_graph(shape: Shape, weights: TensorFile) -> bytes:
    """Return a model that embeds texts.

    Inputs, int32 [batch, sequence]: input_ids, attention_mask (1 for a token, 0 for padding).
    Outputs, float32: token_embeddings [batch, sequence, width], the last layer's;
    sentence_embedding [batch, width], their mean over the mask, scaled to length 1.
    Raises ModelError where the weights lack a tensor.
    """
    graph = _Graph(shape, weights, {})
    graph.add("Sub", ["input_ids", "input_ids"], "token_type_ids")  # all of type 0
    hidden = graph.bert()
    graph.add("Identity", [hidden], "token_embeddings")
    # The mean's divisor is left out: scaling to length 1 cancels it.
    graph.add("Cast", ["attention_mask"], "mask", to=onnx.FLOAT)
    graph.add("Unsqueeze", ["mask", graph.constant("axis_1", [1])], "mask_row")
    graph.add("MatMul", ["mask_row", hidden], "sum_row")
    graph.add("Squeeze", ["sum_row", "axis_1"], "sum")
    graph.add("LpNormalization", ["sum"], "sentence_embedding", axis=1, p=2)
    tokens = onnx.value("token_embeddings", onnx.FLOAT, ["batch", "sequence", shape.width])
    sentence = onnx.value("sentence_embedding", onnx.FLOAT, ["batch", shape.width])
    return graph.model(["input_ids", "attention_mask"], [tokens, sentence])


def reader_graph(shape: Shape, weights: TensorFile, trained: Mapping[str, Floats]) -> bytes:
    """Return a model that reads pairs of a question and a window.

    `trained` are the reader's own tensors, named as in `weights`, and its heads `cls` and `span`.
    A trained matrix is declared at the place of the one that it replaces; the session must be
    given its values (see `Engine`).
    Inputs, int32 [batch, sequence]: input_ids, attention_mask, token_type_ids.
    Outputs, float32: cls [batch]; start and end [batch, sequence]; all logits.
    Raises ModelError where a tensor is missing or of another shape than the one it replaces.
    """
    graph = _Graph(shape, weights, trained)
    hidden = graph.bert()
    for head in ("cls", "span"):
        graph.keep(f"{head}.weight")
    graph.add("Gather", [hidden, graph.constant("first", 0)], "cls_hidden", axis=1)
    graph.add("Gemm", ["cls_hidden", "cls.weight", graph.vector("cls.bias")], "cls_row", transB=1)
    graph.add("Squeeze", ["cls_row", graph.constant("axis_1", [1])], "cls")
    graph.linear(hidden, "span.weight", "span_product")
    graph.add("Add", ["span_product", graph.vector("span.bias")], "span")
    for position, name in enumerate(("start", "end")):
        graph.add("Gather", ["span", graph.constant(f"at_{name}", position)], name, axis=2)
    outputs = [
        onnx.value("cls", onnx.FLOAT, ["batch"]),
        onnx.value("start", onnx.FLOAT, ["batch", "sequence"]),
        onnx.value("end", onnx.FLOAT, ["batch", "sequence"]),
    ]
    return graph.model(["input_ids", "attention_mask", "token_type_ids"], outputs)


@dataclass(slots=True)
class _Graph:
    """A graph being written; vectors are held in it, matrices stay in the file of weights."""

    shape: Shape
    weights: TensorFile
    trained: Mapping[str, Floats]
    nodes: list[bytes] = field(default_factory=list)
    tensors: dict[str, bytes] = field(default_factory=dict)

    def add(self, operator: str, inputs: Sequence[str], output: str, **attributes: float) -> str:
        """Append a node with one output and return the output's name."""
        fused = {
            "EmbedLayerNormalization",
            "FusedMatMul",
            "MultiHeadAttention",
            "BiasGelu",
        }
        # EmbedLayerNormalization must have a second output; nothing reads it.
        outputs = [output, f"{output}.counts"] if operator.startswith("Embed") else [output]
        domain = onnx.CONTRIB if operator in fused else ""
        self.nodes.append(onnx.node(operator, inputs, outputs, domain, **attributes))
        return output

    def constant(self, name: str, numbers: int | list[int]) -> str:
        """Hold an int64 constant and return its name."""
        self.tensors[name] = onnx.inline(name, np.array(numbers, np.int64))
        return name

    def vector(self, name: str, parts: Sequence[str] = ()) -> str:
        """Hold a bias or scale (joined from `parts`, if any) in the graph; return its name."""
        values = np.concatenate([self._values(part) for part in parts or [name]])
        self.tensors[name] = onnx.inline(name, values)
        return name

    def keep(self, name: str) -> str:
        """Hold a small matrix of the reader's own in the graph; return its name."""
        self.tensors[name] = onnx.inline(name, self._values(name))
        return name

    def matrix(self, name: str) -> str:
        """Declare a matrix at its place in the file of weights; return its name."""
        tensor = self.weights.tensors.get(name)
        if tensor is None or tensor.dtype != "F32":
            raise ModelError(f"the weights {self.weights.path} have no float32 {name!r}")
        trained = self.trained.get(name)
        if trained is not None and trained.shape != tensor.shape:
            raise ModelError(f"the reader's {name!r} does not fit the model {self.weights.path}")
        location = self.weights.path.name
        self.tensors[name] = onnx.external(
            name, tensor.shape, location, tensor.offset, tensor.length
        )
        return name

    def linear(self, inputs: str, matrix: str, output: str) -> str:
        """Multiply by a matrix [out, in]; the bias is left to the operator that follows."""
        return self.add("FusedMatMul", [inputs, matrix], output, transB=1)

    def norm(self, inputs: str, skipped: str, bias: str, name: str) -> str:
        """Add the bias and the residual, then normalise the layer.

        In three operators; the fused `SkipLayerNormalization` makes the whole 12 % slower.
        """
        scale, shift = self.vector(f"{name}.weight"), self.vector(f"{name}.bias")
        moved = self.add("Add", [inputs, self.vector(bias)], f"{name}.moved")
        total = self.add("Add", [moved, skipped], f"{name}.sum")
        epsilon = self.shape.epsilon
        return self.add("LayerNormalization", [total, scale, shift], name, epsilon=epsilon)

    def bert(self) -> str:
        """Write embeddings and layers; return the name of the last hidden state."""
        tables = [self.matrix(f"embeddings.{name}.weight") for name in _EMBEDDINGS]
        norm = [self.vector(f"embeddings.LayerNorm.{part}") for part in ("weight", "bias")]
        hidden = self.add(
            "EmbedLayerNormalization",
            ["input_ids", "token_type_ids", *tables, *norm],
            "embedded",
            epsilon=self.shape.epsilon,
        )
        for number in range(self.shape.layers):
            hidden = self._layer(f"encoder.layer.{number}", hidden)
        return hidden

    def _layer(self, layer: str, hidden: str) -> str:
        attention = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
        inputs = [self.linear(hidden, self.matrix(f"{part}.weight"), part) for part in attention]
        inputs.append(self.vector(f"{layer}.qkv", [f"{part}.bias" for part in attention]))
        mixed = self.add(
            "MultiHeadAttention",
            [*inputs, "attention_mask"],
            f"{layer}.mixed",
            num_heads=self.shape.heads,
        )
        dense = f"{layer}.attention.output.dense"
        mixed = self.linear(mixed, self.matrix(f"{dense}.weight"), dense)
        mixed = self.norm(mixed, hidden, f"{dense}.bias", f"{layer}.attention.output.LayerNorm")
        dense = f"{layer}.intermediate.dense"
        wide = self.linear(mixed, self.matrix(f"{dense}.weight"), dense)
        wide = self.add("BiasGelu", [wide, self.vector(f"{dense}.bias")], f"{layer}.gelu")
        dense = f"{layer}.output.dense"
        narrow = self.linear(wide, self.matrix(f"{dense}.weight"), dense)
        return self.norm(narrow, mixed, f"{dense}.bias", f"{layer}.output.LayerNorm")

    def _values(self, name: str) -> Floats:
        trained = self.trained.get(name)
        return self.weights.read(name) if trained is None else trained

    def model(self, inputs: Sequence[str], outputs: Sequence[bytes]) -> bytes:
        """Return the whole as the bytes of a model, its inputs int32 [batch, sequence]."""
        described = [onnx.value(name, onnx.INT32, ["batch", "sequence"]) for name in inputs]
        return onnx.model(self.nodes, self.tensors.values(), described, outputs)
