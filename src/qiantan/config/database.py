"""Where the tables are: the cluster named by DATABASE_URL, else the embedded one in the data folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from qiantan.config.embedded.server import DATABASE, PORT, USER, Cluster


def database_settings(environment: Mapping[str, str], var: Path, *, throw_away: bool = False) -> dict[str, Any]:
    """Return Django's entry for the one database."""
    address = environment.get("DATABASE_URL", "")
    return from_url(address) if address else embedded(var, throw_away=throw_away)


def embedded(var: Path, *, throw_away: bool = False) -> dict[str, Any]:
    """Return the entry for the embedded cluster under `var`."""
    folder = var / "postgres"
    return {
        "ENGINE": "qiantan.config.embedded",
        "NAME": DATABASE,
        "USER": USER,
        "HOST": str(Cluster(folder).socket_folder),
        "PORT": PORT,
        "EMBEDDED": {"folder": str(folder), "throw_away": throw_away},
    }


def from_url(address: str) -> dict[str, Any]:
    """Return the entry for ``postgresql://user:password@host:port/name?sslmode=require``."""
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must read postgresql://user:password@host:port/name")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
