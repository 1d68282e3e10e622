"""Sealing: plant values and their evidence are encrypted before they reach the database or the disk.

AES-256-GCM under a key derived from the secret of the installation, which stands in no table; each record is bound to its
own id, so that sealed bytes cannot be put in another's place. An older secret is tried after the present one
(`SECRET_KEY_FALLBACKS`), so that it can be changed.
"""

import hmac
import json
import secrets
from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from qiantan.core.proofs import canonical_bytes

_PURPOSE = b"qiantan plant values given in confidence/1"
_NONCE = 12
_KEY = 32


class Unreadable(RuntimeError):
    """Sealed bytes do not open: the secret of the installation was lost, or the bytes were changed."""


def seal(content: bytes, name: UUID | str) -> bytes:
    """Encrypt bytes that belong to a record."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_keys()[0]).encrypt(nonce, content, str(name).encode())


def unseal(sealed: bytes, name: UUID | str) -> bytes:
    """Return the bytes of a record; `Unreadable` when they are not its own."""
    for key in _keys():
        try:
            return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], str(name).encode())
        except InvalidTag:
            continue
    raise Unreadable(str(name))


def seal_statement(statement: Mapping[str, Any], name: UUID | str) -> tuple[bytes, str]:
    """Seal what a plant states with a fresh salt; return the sealed bytes and the commitment for the ledger.

    The commitment is HMAC-SHA-256 of the canonical statement under the salt: with both, anybody can check it; without the
    salt, nobody can try figures until one fits.
    """
    salt = secrets.token_bytes(_KEY)
    sealed = seal(json.dumps({"statement": statement, "salt": salt.hex()}).encode(), name)
    return sealed, commitment(statement, salt)


def open_statement(sealed: bytes, name: UUID | str) -> tuple[dict[str, Any], bytes]:
    """Return what a plant stated, and the salt of its commitment."""
    kept = json.loads(unseal(sealed, name))
    return kept["statement"], bytes.fromhex(kept["salt"])


def commitment(statement: Mapping[str, Any], salt: bytes) -> str:
    """Return the commitment to a statement under a salt."""
    return hmac.digest(salt, canonical_bytes(dict(statement)), "sha256").hex()


def seal_file(content: bytes) -> tuple[bytes, str]:
    """Encrypt a file under a key of its own; without the key, which stands in the sealed statement, it is noise."""
    key, nonce = secrets.token_bytes(_KEY), secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, None), key.hex()


def open_file(sealed: bytes, key: str) -> bytes:
    """Return the bytes of a sealed file."""
    return AESGCM(bytes.fromhex(key)).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)


def _keys() -> tuple[bytes, ...]:
    return tuple(_key_of(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@cache
def _key_of(secret: str) -> bytes:
    return HKDF(SHA256(), _KEY, None, _PURPOSE).derive(secret.encode())
