"""Snapshots: a network as files that every process of a machine maps into memory and nobody writes to again.

A folder is named by the digest over its files; it is written beside and moved into place, so it is whole or not there.
"""

import json
import os
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from qiantan.core.proofs import canonical_bytes
from qiantan.core.province.network import Province, arrays, restored
from qiantan.core.province.rows import Label, PinnedFactor

WORDS = "words.json"
NAMES = ("studies", "label", "exchanges", "process", "linked", "start", "supplier", "amount", "burden")
KEPT = 2  # the one in use, and the one processes may still have mapped


class DamagedSnapshot(RuntimeError):
    """The files of a snapshot do not have the digest they are named by."""


def save(province: Province) -> str:
    """Keep a network and return its digest."""
    root = Path(settings.QIANTAN_NETWORK)
    draft = root / f"draft-{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for name, array in arrays(province).items():
        np.save(draft / f"{name}.npy", array)
    (draft / WORDS).write_bytes(canonical_bytes(_words(province)))
    digest = _digest(draft)
    if (root / digest).exists():
        shutil.rmtree(draft)
    else:
        draft.rename(root / digest)
    _drop_older(root, digest)
    return digest


def load(digest: str) -> Province | None:
    """Return a kept network, its arrays mapped from the files; none where this machine does not have it.

    Raises DamagedSnapshot where the files are not what was kept.
    """
    folder = Path(settings.QIANTAN_NETWORK) / digest
    if not folder.is_dir():
        return None
    if _digest(folder) != digest:
        raise DamagedSnapshot(digest)
    words = json.loads((folder / WORDS).read_bytes())
    kept = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in NAMES}
    return restored(
        kept,
        factors={int(key): PinnedFactor(*values) for key, values in words["factors"].items()},
        labels={int(key): Label(*values) for key, values in words["labels"].items()},
        unforeseen={int(key): tuple(values) for key, values in words["unforeseen"].items()},
    )


def _words(province: Province) -> dict[str, Any]:
    return {
        "factors": {str(key): list(factor) for key, factor in province.factors.items()},
        "labels": {str(key): list(label) for key, label in province.labels.items()},
        "unforeseen": {str(key): list(ids) for key, ids in province.unforeseen.items()},
    }


def _digest(folder: Path) -> str:
    digest = sha256(b"qiantan network snapshot 2\n")
    for name in (WORDS, *(f"{name}.npy" for name in NAMES)):
        with (folder / name).open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def _drop_older(root: Path, newest: str) -> None:
    others = [path for path in root.iterdir() if path.is_dir() and path.name != newest]
    for path in sorted(others, key=lambda one: one.stat().st_mtime, reverse=True)[KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
