"""Identifiers: what a UUID looks like, and the UUID that belongs to a name of ours for good."""

import re
import uuid
from typing import Final

_SHAPE: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_OURS: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:qiantan:datasets")


def is_uuid(text: str) -> bool:
    """Say whether a text is a UUID as the formats write it: lower case, with hyphens."""
    return _SHAPE.fullmatch(text) is not None


def uuid_of(kind: str, name: str) -> str:
    """Return the UUID of a thing of ours: the same kind and name always give the same one."""
    return str(uuid.uuid5(_OURS, f"{kind}:{name}"))
