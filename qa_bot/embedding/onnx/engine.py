"""Run the packaged graphs in ONNX Runtime, their weights mapped from the model's own file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from qa_bot.embedding.models import WEIGHTS
from qa_bot.embedding.onnx.runtime import import_onnxruntime
from qa_bot.embedding.onnx.tensors import Floats
from qa_bot.errors import ModelError

Ids = npt.NDArray[np.int32]

# Built by qa_bot.development.build_graphs for the packaged model's weights.
GRAPHS = Path(__file__).parents[1] / "graphs"
# The reader's heads on top of the model: a logit for the window and two for each token.
READER_HEADS = {
    "cls.weight": (1, 384),
    "cls.bias": (1,),
    "span.weight": (2, 384),
    "span.bias": (2,),
}

_FOLDER = "session.model_external_initializers_file_folder_path"


class Engine:
    """A graph ready to run, on the CPU."""

    def __init__(
        self,
        graph: Literal["encoder", "reader"],
        folder: Path,
        trained: Mapping[str, Floats],
        threads: int,
        *,
        repack: bool = False,
    ) -> None:
        """Open a session for a packaged graph on the weights in a model folder.

        `trained` replaces tensors of the graph; the arrays are used in place and kept as long as
        the session. `repack` makes runs faster and the start slower. Raises ModelError.
        """
        onnxruntime = import_onnxruntime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Waiting threads sleep: with spinning, two threads read seven windows in 44 ms instead of
        # 47, but in 86 instead of 67 if another process uses one of two cores.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # The graph is already fused, and an optimizer would fold the file's values that `trained`
        # replaces.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        # Repacked weights take 42 MB of private memory and 30 ms at start, and save 1 of 4 ms per
        # question, 5 % of a read and 13 % of indexing: they pay off after some 10 questions.
        options.add_session_config_entry("session.disable_prepacking", "0" if repack else "1")
        # Links are resolved: ONNX Runtime refuses one that leads out of its folder.
        weights = (folder / WEIGHTS).resolve()
        options.add_session_config_entry(_FOLDER, str(weights.parent))
        self._kept = [
            (values, onnxruntime.OrtValue.ortvalue_from_numpy(values))
            for values in trained.values()
        ]
        for name, (_, kept) in zip(trained, self._kept, strict=True):
            options.add_initializer(name, kept)
        try:
            self._session: Any = onnxruntime.InferenceSession(
                (GRAPHS / f"{graph}.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # the only common base of ONNX Runtime's errors
            reason = str(error).strip().splitlines()[0][:200]
            raise ModelError(f"ONNX Runtime cannot run the model in {folder} ({reason})") from None

    def run(self, **inputs: Ids) -> list[Floats]:
        """Return the graph's outputs in its order, float32; inputs are int32 [batch, sequence]."""
        outputs: list[Floats] = self._session.run(None, inputs)
        return outputs


def pad(rows: Sequence[Sequence[int]]) -> Ids:
    """Return the rows as one array [rows, longest row], padded with zeros."""
    filled = np.zeros((len(rows), max(map(len, rows), default=0)), np.int32)
    for filling, row in zip(filled, rows, strict=True):
        filling[: len(row)] = row
    return filled
