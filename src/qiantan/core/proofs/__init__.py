"""Proof of bytes: one canonical form per document, and its digests."""

from qiantan.core.proofs.canonical import canonical_bytes
from qiantan.core.proofs.digest import Digests, digests, sha256, sm3

__all__ = ["Digests", "canonical_bytes", "digests", "sha256", "sm3"]
