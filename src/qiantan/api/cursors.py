"""Cursors: an opaque mark of where a list goes on, bound to the question it was given for."""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from qiantan.api.errors import StaleCursor

LONGEST = 400


def cursor_of(position: str | int, question: Mapping[str, Any]) -> str:
    """Return the cursor of a position in the list of a question."""
    content = json.dumps([position, _mark(question)], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def position_of(cursor: str, question: Mapping[str, Any]) -> str | int:
    """Return the position a cursor stands for; `StaleCursor` when it is of another question or was changed."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        position, mark = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, TypeError):
        raise StaleCursor from None
    if mark != _mark(question) or isinstance(position, bool) or not isinstance(position, str | int):
        raise StaleCursor
    return position


def link_header(request: HttpRequest, question: Mapping[str, Any], cursors: Mapping[str, str]) -> str:
    """Return a Link header (RFC 8288) with the pages named: ``first``, ``next``."""
    given = {name: value for name, value in question.items() if value not in {"", None}}
    links = []
    for relation, cursor in cursors.items():
        query = urlencode({**given, **({"cursor": cursor} if cursor else {})})
        links.append(f'<{request.build_absolute_uri(request.path)}?{query}>; rel="{relation}"')
    return ", ".join(links)


def _mark(question: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(dict(question), sort_keys=True, default=str).encode()).hexdigest()[:12]
