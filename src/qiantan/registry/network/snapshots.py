"""Snapshots: a network as files that every process of a machine maps into memory and nobody writes to again.

A folder is named by the digest over its files; it is written beside and handed over whole to the store that every host
reads from (see `stores`). What is fetched is checked against its digest before it is mapped.
"""

import json
import shutil
import tempfile
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from qiantan.core.proofs import canonical_bytes
from qiantan.core.province.network import Province, arrays, restored
from qiantan.core.province.rows import Label, PinnedFactor
from qiantan.registry.network.stores import store
from qiantan.registry.network.stores.manifest import FORMAT, format_of, manifest_bytes, sizes
from qiantan.registry.network.stores.shared_folder import DRAFT, MANIFEST

WORDS = "words.json"
NAMES = ("studies", "label", "exchanges", "process", "linked", "start", "supplier", "amount", "burden")
KEPT = 3  # the one in use, and those that processes of other hosts may still have mapped


class DamagedSnapshot(RuntimeError):
    """The files of a snapshot do not have the digest they are named by."""

    def __init__(self, digest: str) -> None:
        super().__init__(digest)
        self.zh = f"网络快照 {digest[:16]} 的文件已损坏或不完整，已停用，将自动重建。"
        self.en = f"The files of the network's snapshot {digest[:16]} are damaged or incomplete; it is made again."


class ForeignSnapshot(RuntimeError):
    """A snapshot that another version of the program wrote."""

    def __init__(self, digest: str, found: int) -> None:
        super().__init__(digest)
        self.zh = f"网络快照 {digest[:16]} 由另一版本写成（格式 {found}，本版本读格式 {FORMAT}），将自动重建。"
        self.en = (
            f"The network's snapshot {digest[:16]} was written by another version (format {found}, this one reads "
            f"{FORMAT}); it is made again."
        )


def save(province: Province) -> str:
    """Keep a network and return its digest."""
    here = Path(settings.QIANTAN_NETWORK)
    here.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=DRAFT, dir=here))
    try:
        draft.chmod(0o755)
        for name, array in arrays(province).items():
            np.save(draft / f"{name}.npy", array)
        (draft / WORDS).write_bytes(canonical_bytes(_words(province)))
        (draft / MANIFEST).write_bytes(manifest_bytes({path.name: path.stat().st_size for path in draft.iterdir()}))
        digest = _digest(draft)
        store().keep(draft, digest)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return digest


def load(digest: str) -> Province | None:
    """Return a kept network, its arrays mapped from the files; none where the store does not have it.

    A damaged copy is put aside and fetched once more. Raises DamagedSnapshot where that does not help, and
    ForeignSnapshot for the files of another version.
    """
    kept, damaged = store(), False
    for _ in range(2):
        folder = kept.fetch(digest)
        if folder is None:
            break
        found = format_of(_bytes(folder / MANIFEST))
        if found not in {0, FORMAT}:
            raise ForeignSnapshot(digest, found)
        if _is_whole(folder, digest):
            return _mapped(folder)
        kept.put_aside(digest)
        damaged = True
    if damaged:
        raise DamagedSnapshot(digest)
    return None


def is_kept(digest: str) -> bool:
    """Whether the store offers a snapshot in the format of this version."""
    content = store().manifest(digest)
    return content is not None and format_of(content) == FORMAT


def size_of(digest: str) -> int | None:
    """Return the bytes of a snapshot as its manifest counts them; none where the store does not have it."""
    content = store().manifest(digest)
    return None if content is None else sum(sizes(content).values())


def prune(wanted: Collection[str]) -> tuple[str, ...]:
    """Drop every snapshot that is not wanted any more, and return their digests."""
    return store().prune(wanted)


def _mapped(folder: Path) -> Province:
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


def _is_whole(folder: Path, digest: str) -> bool:
    try:
        return _digest(folder) == digest
    except FileNotFoundError:
        return False


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _digest(folder: Path) -> str:
    digest = sha256(f"qiantan network snapshot {FORMAT}\n".encode())
    for name in (WORDS, *(f"{name}.npy" for name in NAMES)):
        with (folder / name).open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()
