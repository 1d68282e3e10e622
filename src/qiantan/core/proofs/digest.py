"""Digests of bytes: SHA-256 for the world, SM3 (GB/T 32905-2016) for China."""

import hashlib
from typing import NamedTuple


class Digests(NamedTuple):
    """The two digests of the same bytes, in lower-case hexadecimal (64 characters each)."""

    sha256: str
    sm3: str


def sha256(data: bytes) -> str:
    """Return the SHA-256 digest in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def sm3(data: bytes) -> str:
    """Return the SM3 digest in hexadecimal (GB/T 32905-2016)."""
    try:
        return hashlib.new("sm3", data).hexdigest()
    except ValueError:
        return _sm3_from_cryptography(data)


def digests(data: bytes) -> Digests:
    """Return both digests of the same bytes."""
    return Digests(sha256(data), sm3(data))


def _sm3_from_cryptography(data: bytes) -> str:
    # Some builds of Python are linked to an OpenSSL without SM3; the cryptography wheel brings its own.
    from cryptography.hazmat.primitives import hashes

    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()
