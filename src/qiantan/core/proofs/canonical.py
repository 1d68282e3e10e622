"""The one byte form of a JSON document (RFC 8785, JSON Canonicalization Scheme)."""

from typing import Any

import rfc8785


def canonical_bytes(document: Any) -> bytes:
    """Return the RFC 8785 bytes of a JSON value: sorted keys, no white space, shortest numbers, UTF-8.

    Raises `ValueError` for what JSON cannot carry (not-a-number, infinity, integers beyond 2^53).
    """
    try:
        return rfc8785.dumps(document)
    except rfc8785.CanonicalizationError as error:
        raise ValueError(f"document has no canonical form: {error}") from error
