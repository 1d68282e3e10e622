"""The manifest of a snapshot: which format its files have, and how long each is."""

import json
from collections.abc import Mapping

from qiantan.core.proofs import canonical_bytes

FORMAT = 2


def manifest_bytes(lengths: Mapping[str, int]) -> bytes:
    """Return the manifest of files given by name and length in bytes."""
    return canonical_bytes({"format": FORMAT, "files": dict(lengths)})


def format_of(content: bytes) -> int:
    """Return the format a manifest names, 0 where it cannot be read."""
    return int(_read(content).get("format", 0))


def sizes(content: bytes) -> dict[str, int]:
    """Return the length of every file in bytes; empty where the manifest cannot be read."""
    return dict(_read(content).get("files", {}))


def _read(content: bytes) -> dict[str, object]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
