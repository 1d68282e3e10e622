"""Snapshots in a folder that every host mounts; each process maps the files where they lie."""

import re
import shutil
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "manifest.json"
DIGEST = re.compile(r"[0-9a-f]{64}")
ASIDE = "damaged-"
DRAFT = "draft-"
DAY_SECONDS = 24 * 3600


@dataclass(frozen=True)
class FolderStore:
    """Snapshots under one folder."""

    root: Path

    @property
    def place(self) -> str:
        """The path."""
        return str(self.root)

    def keep(self, draft: Path, digest: str) -> None:
        """Move a finished folder into place; one that is there already stays."""
        target = self.root / digest
        if draft.parent != self.root:
            beside = self.root / f"{DRAFT}{draft.name}"
            shutil.copytree(draft, beside)
            shutil.rmtree(draft)
            draft = beside
        if target.exists():
            shutil.rmtree(draft)
        else:
            draft.rename(target)

    def fetch(self, digest: str) -> Path | None:
        """Return the folder of a snapshot; none where it is not there."""
        folder = self.root / digest
        return folder if folder.is_dir() else None

    def put_aside(self, digest: str) -> None:
        """Rename a damaged snapshot, so that it is made again and the operator can look at it for a day."""
        aside = self.root / f"{ASIDE}{digest}"
        shutil.rmtree(aside, ignore_errors=True)
        if (self.root / digest).exists():
            (self.root / digest).rename(aside)

    def manifest(self, digest: str) -> bytes | None:
        """Return the manifest of a snapshot; none where there is none."""
        path = self.root / digest / MANIFEST
        return path.read_bytes() if path.is_file() else None

    def prune(self, wanted: Collection[str]) -> tuple[str, ...]:
        """Drop all other snapshots, and what was broken off or put aside more than a day ago."""
        dropped = tuple(path.name for path in self._snapshots() if path.name not in wanted)
        for name in dropped:
            shutil.rmtree(self.root / name, ignore_errors=True)
        for path in self.root.glob("*-*"):
            if path.name.startswith((ASIDE, DRAFT)) and time.time() - path.stat().st_mtime > DAY_SECONDS:
                shutil.rmtree(path, ignore_errors=True)
        return dropped

    def _snapshots(self) -> Iterator[Path]:
        if self.root.is_dir():
            yield from (path for path in self.root.iterdir() if DIGEST.fullmatch(path.name))
