"""A page of a list."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """Some rows of a list: which page it is, of how many, and how many rows there are in all."""

    rows: tuple[Row, ...]
    number: int
    pages: int
    count: int
    size: int = PAGE_SIZE

    @property
    def has_previous(self) -> bool:
        """Whether a page comes before."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether a page follows."""
        return self.number < self.pages


def page_of(found: Any, number: int, shape: Callable[[Any], Row], *, size: int = PAGE_SIZE) -> Page[Row]:
    """Return one page of a QuerySet as rows, in two queries; a number out of range gives the nearest page."""
    count = found.count()
    pages = max(1, ceil(count / size))
    number = min(max(1, number), pages)
    start = (number - 1) * size
    rows = tuple(shape(row) for row in found[start : start + size])
    return Page(rows=rows, number=number, pages=pages, count=count, size=size)
