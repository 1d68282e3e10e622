"""Files of the record, kept under the digest of their bytes: the same bytes are kept once and cannot be swapped.

Bytes are written to the disk before anything in the database names them; a file that nothing names is harmless.
"""

import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from qiantan.core.proofs import digests, sha256


class Kept(NamedTuple):
    """A kept file: both digests and its size in bytes."""

    sha256: str
    sm3: str
    size: int


class Damaged(RuntimeError):
    """A kept file is missing or no longer has the digest it is named by."""


def keep(content: bytes) -> Kept:
    """Keep bytes and return their digests; nothing is written when they are kept already."""
    both = digests(content)
    path = _path(both.sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    return Kept(both.sha256, both.sm3, len(content))


def fetch(digest: str) -> bytes:
    """Return the bytes kept under a SHA-256 digest; `Damaged` when they are gone or changed."""
    try:
        content = _path(digest).read_bytes()
    except FileNotFoundError as error:
        raise Damaged(f"the file {digest} is missing") from error
    if sha256(content) != digest:
        raise Damaged(f"the file {digest} was changed")
    return content


def path_of(digest: str) -> Path:
    """Return where the bytes of a digest are kept, for readers that map a large file instead of loading it."""
    path = _path(digest)
    if not path.is_file():
        raise Damaged(f"the file {digest} is missing")
    return path


def _path(digest: str) -> Path:
    return Path(settings.QIANTAN_FILES) / digest[:2] / digest[2:4] / digest
