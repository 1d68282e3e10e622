"""One machine, one command: the embedded database, a generated key, plain HTTP on this machine only."""

import os
import secrets
from pathlib import Path

from qiantan.config.database import database_settings
from qiantan.config.settings.base import *  # noqa: F403 - settings are one flat name space
from qiantan.config.settings.base import VAR

DEBUG = os.environ.get("QIANTAN_DEBUG", "") == "1"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *os.environ.get("QIANTAN_HOSTS", "").split()]
DATABASES = {"default": {**database_settings(os.environ, VAR), "CONN_MAX_AGE": 0}}
ACCOUNT_EMAIL_VERIFICATION = "none"
QIANTAN_DEMO = True


def _key(path: Path) -> str:
    """Return the key of this installation, made on first use and readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        draft.replace(path)
    return path.read_text()


SECRET_KEY = _key(VAR / "secret_key")
