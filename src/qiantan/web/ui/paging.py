"""Page numbers: read from the address, shown under the list."""

from typing import Protocol

from django.http import HttpRequest

from qiantan.web.ui.parts import Page

LAST = 1_000_000


class Listed(Protocol):
    """A page of rows as queries return it."""

    number: int
    pages: int
    count: int


def page_number(request: HttpRequest) -> int:
    """Return the wanted page, 1 where the address says none or nonsense."""
    text = request.GET.get("page", "1")
    return min(max(1, int(text)), LAST) if text.isascii() and text.isdecimal() and len(text) <= len(str(LAST)) else 1


def page_part(listed: Listed, address: str = "?") -> Page:
    """Return what the pagination component shows."""
    return Page(number=listed.number, pages=listed.pages, total=listed.count, address=address)
