"""Snapshots in an object store that speaks S3; each machine keeps a copy of those it uses and maps that.

The address names bucket, prefix, endpoint and region; keys come from the environment (AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY), never from the address.
"""

import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import ImproperlyConfigured

from qiantan.registry.network.stores.manifest import sizes
from qiantan.registry.network.stores.shared_folder import DIGEST, DRAFT, MANIFEST, FolderStore

CONNECT, ANSWER = timedelta(seconds=5), timedelta(minutes=5)
RETRIES = {"max_retries": 3, "retry_timeout": timedelta(seconds=30)}
COPIES = 3  # kept by each machine; older ones are fetched again when asked for
KNOWN = {"endpoint", "region"}
Method = TypeVar("Method", bound=Callable[..., Any])


class MissingLibrary(RuntimeError):
    """The library that speaks with object stores is not installed."""

    zh = "使用对象存储需要安装 obstore：pip install 'qiantan[objects]'，或把 QIANTAN_STORE 设为各主机共用的文件夹。"
    en = (
        "An object store needs the library obstore: pip install 'qiantan[objects]', or let QIANTAN_STORE name a folder "
        "that all hosts share."
    )


class StoreUnreachable(RuntimeError):
    """The object store did not answer, or refused."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.zh = f"对象存储 {place} 无法使用：{reason}。请检查网络、存储桶与密钥。"
        self.en = f"The object store {place} cannot be used: {reason}. Check the network, the bucket and the keys."


def object_store(address: str, here: Path) -> "ObjectStore":
    """Return the store of ``s3://bucket/prefix?endpoint=https://…&region=…``; copies of this machine lie in `here`.

    Raises ImproperlyConfigured for another address, MissingLibrary where obstore is not installed.
    """
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    if not parts.netloc or "@" in parts.netloc or set(options) - KNOWN:
        raise ImproperlyConfigured(
            "QIANTAN_STORE must read s3://bucket/prefix?endpoint=https://objects.example.com&region=gz; keys belong into "
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        )
    try:
        from obstore.store import S3Store
    except ImportError:
        raise MissingLibrary(MissingLibrary.en) from None
    client = S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        config={"region": options.get("region", "us-east-1"), **_endpoint(options.get("endpoint", ""))},
        client_options={
            "allow_http": options.get("endpoint", "").startswith("http://"),
            "connect_timeout": CONNECT,
            "timeout": ANSWER,
        },
        retry_config=RETRIES,
    )
    return ObjectStore(client, f"s3://{parts.netloc}{parts.path}".rstrip("/"), FolderStore(here))


def _endpoint(address: str) -> dict[str, Any]:
    return {"endpoint": address, "virtual_hosted_style_request": False} if address else {}


def _told(method: Method) -> Method:
    """Say in words what the client library raises."""

    @wraps(method)
    def worded(self: "ObjectStore", *args: Any) -> Any:
        from obstore.exceptions import BaseError

        try:
            return method(self, *args)
        except BaseError as error:
            raise StoreUnreachable(self.place, _reason(error)) from error

    return worded  # type: ignore[return-value]


def _reason(error: Exception) -> str:
    return str(error).split("\n", 1)[0].strip()[:300]


@dataclass(frozen=True)
class ObjectStore:
    """Snapshots under a prefix of a bucket (`place`), with copies on this machine."""

    client: Any = field(repr=False)
    place: str
    copies: FolderStore

    @_told
    def keep(self, draft: Path, digest: str) -> None:
        """Upload every file, the manifest last, and keep the folder as this machine's copy."""
        import obstore

        if self.manifest(digest) is None:
            names = sorted((path.name for path in draft.iterdir()), key=lambda name: (name == MANIFEST, name))
            for name in names:
                obstore.put(self.client, f"{digest}/{name}", draft / name)
        self.copies.keep(draft, digest)

    @_told
    def fetch(self, digest: str) -> Path | None:
        """Return this machine's copy; downloaded first where it has none, none where the store has none either."""
        here = self.copies.fetch(digest)
        if here is not None or self.manifest(digest) is None:
            return here
        self.copies.root.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=DRAFT, dir=self.copies.root))
        try:
            self._download(digest, draft)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        self.copies.keep(draft, digest)
        self._drop_older_copies()
        return self.copies.fetch(digest)

    @_told
    def put_aside(self, digest: str) -> None:
        """Drop this machine's damaged copy, so that it is fetched again; where the store's own files are not as long as
        its manifest says, drop them as well, so that the network is rebuilt.
        """
        self.copies.put_aside(digest)
        if not self._whole(digest):
            self._drop(digest)

    @_told
    def manifest(self, digest: str) -> bytes | None:
        """Return the manifest of a snapshot as the store has it; none where it has none."""
        import obstore

        try:
            return bytes(obstore.get(self.client, f"{digest}/{MANIFEST}").bytes())
        except FileNotFoundError:
            return None

    @_told
    def prune(self, wanted: Collection[str]) -> tuple[str, ...]:
        """Drop all other snapshots of the store, and this machine's copies of them."""
        digests = {path.split("/", 1)[0] for path, _ in self._objects("")}
        dropped = tuple(sorted(one for one in digests if DIGEST.fullmatch(one) and one not in wanted))
        for digest in dropped:
            self._drop(digest)
        self.copies.prune(wanted)
        return dropped

    def _download(self, digest: str, draft: Path) -> None:
        import obstore

        for path, _ in self._objects(digest):
            with (draft / path.rsplit("/", 1)[1]).open("wb") as file:
                for part in obstore.get(self.client, path).stream():
                    file.write(bytes(part))
        draft.chmod(0o755)

    def _whole(self, digest: str) -> bool:
        content = self.manifest(digest)
        held = {path.rsplit("/", 1)[1]: size for path, size in self._objects(digest)}
        return content is not None and all(held.get(name) == size for name, size in sizes(content).items())

    def _drop(self, digest: str) -> None:
        import obstore

        # The manifest first: what is half dropped is not there.
        paths = [path for path, _ in self._objects(digest)]
        for path in sorted(paths, key=lambda one: not one.endswith(f"/{MANIFEST}")):
            obstore.delete(self.client, path)

    def _drop_older_copies(self) -> None:
        folders = [path for path in self.copies.root.iterdir() if DIGEST.fullmatch(path.name)]
        for path in sorted(folders, key=lambda one: one.stat().st_mtime, reverse=True)[COPIES:]:
            shutil.rmtree(path, ignore_errors=True)

    def _objects(self, digest: str) -> Iterator[tuple[str, int]]:
        import obstore

        for batch in obstore.list(self.client, prefix=digest or None):
            yield from ((one["path"], one["size"]) for one in batch)
