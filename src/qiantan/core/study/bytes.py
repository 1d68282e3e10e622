"""From a study to its canonical bytes and digests."""

from typing import Any

from qiantan.core.proofs import Digests, canonical_bytes, digests
from qiantan.core.study.document import Study


def as_json(study: Study) -> dict[str, Any]:
    """Return the study as JSON values; empty optional parts are left out, so that they do not change the digest."""
    return study.model_dump(mode="json", by_alias=True, exclude_none=True)


def study_bytes(study: Study) -> bytes:
    """Return the canonical bytes (RFC 8785) that a freeze stores and a digest covers."""
    return canonical_bytes(as_json(study))


def study_digests(study: Study) -> Digests:
    """Return the SHA-256 and SM3 digests of the canonical bytes."""
    return digests(study_bytes(study))
