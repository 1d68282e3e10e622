"""The shape of the workbook of proposals: its sheet, its headings, its example row, its drop-downs."""

import unicodedata
from typing import Final

from qiantan.core.datasets.proposal.fields import FIELDS, Field

SHEET: Final = "数据集"
LISTS: Final = "可选项"
EXAMPLE: Final = "例："
MOST_ROWS: Final = 500
NEEDED: Final = " *"


def heading_of(field: Field) -> str:
    """Return the heading of a column; an asterisk marks what must always be filled."""
    return f"{field.label.zh}{NEEDED if field.needed else ''}"


def field_of(heading: str) -> Field | None:
    """Return the field a heading means: its key or its label in either language, however wide or spaced; none otherwise."""
    return _BY_HEADING.get(_plain(heading))


def key_of(field: Field, said: str) -> str:
    """Return the key of a choice said by its label in either language; what was said where it is none."""
    return _KEYS.get((field.key, _plain(said)), said)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split()).removesuffix("*")


_BY_HEADING: Final = {
    _plain(name): field for field in FIELDS.values() for name in (field.key, field.label.zh, field.label.en)
}
_KEYS: Final = {
    (field.key, _plain(name)): key
    for field in FIELDS.values()
    for key, label in field.choices
    for name in (key, label.zh, label.en)
}
