"""Where snapshots are kept so that every host has them: a folder that all of them mount, or an object store.

A snapshot is a folder of files named by its digest. It is whole or not there: a folder is moved into place, an object
store gets the manifest last.
"""

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from qiantan.registry.network.stores.shared_folder import FolderStore

OBJECTS = "s3://"


class Store(Protocol):
    """Keeps snapshots for every host."""

    @property
    def place(self) -> str:
        """Where it is, without secrets."""

    def keep(self, draft: Path, digest: str) -> None:
        """Take over a finished folder of this machine under its digest."""

    def fetch(self, digest: str) -> Path | None:
        """Return the folder of a snapshot on this machine; none where the store does not have it."""

    def put_aside(self, digest: str) -> None:
        """Stop offering the copy that this machine found damaged."""

    def manifest(self, digest: str) -> bytes | None:
        """Return the manifest of a snapshot as the store has it; none where it does not have it."""

    def prune(self, wanted: Collection[str]) -> tuple[str, ...]:
        """Drop all other snapshots and return their digests."""


def store() -> Store:
    """Return the store that the setting QIANTAN_STORE names: empty for the folder of this machine, a path, or
    ``s3://bucket/prefix?endpoint=https://…&region=…``.
    """
    return _store(str(settings.QIANTAN_STORE), Path(settings.QIANTAN_NETWORK))


@lru_cache(maxsize=4)
def _store(address: str, here: Path) -> Store:
    if address.startswith(OBJECTS):
        from qiantan.registry.network.stores.object_store import object_store  # its library is optional

        return object_store(address, here)
    if "://" in address:
        raise ImproperlyConfigured(
            f"QIANTAN_STORE is {address!r}. It names a folder that every host mounts, as in /srv/qiantan/network, or an "
            "object store, as in s3://bucket/prefix?endpoint=https://objects.example.com&region=gz."
        )
    return FolderStore(Path(address) if address else here)
