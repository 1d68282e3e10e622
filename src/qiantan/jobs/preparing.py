"""Bringing an installation up to date: tables, factors, collected files. Doing it again changes nothing."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.utils import timezone

from qiantan.registry.factors.operations import load_rulebook_factors

STAMP = "collected.sha256"


def prepare() -> None:
    """Migrate the tables, load the rulebook's factors, collect the files pages are served with."""
    call_command("migrate", verbosity=0, interactive=False)
    load_rulebook_factors(at=timezone.now())
    collect_files()


def collect_files() -> None:
    """Collect, hash and compress the static files when one of them changed; this takes seconds, so a stamp is kept."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    digest = _digest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)


def _digest() -> str:
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
