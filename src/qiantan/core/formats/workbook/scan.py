"""What the spreadsheet parser does not tell about a sheet: error cells, formulas without a result, hidden rows, percent.

The parser gives an empty cell for ``#REF!`` and for a formula that was never calculated, and 0.965 for a cell that
shows 96.5 %. Each would be a figure lost or misread without a word. So the sheet's XML is searched as bytes: no XML is
parsed, nothing is expanded, and a sheet that holds none of these costs little more than reading it once.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_CELL: Final = re.compile(rb"<(?:\w+:)?c\s[^>]*>")
_REFERENCE: Final = re.compile(rb"\sr=[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
_TEXT_RESULT: Final = re.compile(rb"\st=[\"']str[\"']")
_VALUE: Final = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)<")
_CELL_END: Final = re.compile(rb"</(?:\w+:)?c>")
_ROW: Final = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br=[\"']([0-9]+)[\"']")
_TAG_GOES_ON: Final = frozenset({b">", b" ", b"/", b"\n"})
_PREFIX: Final = re.compile(rb"<(\w+:)?sheetData[\s/>]")
# Beyond column IV or row 100 000 nothing of a template can stand; the parser would fill all the space up to there.
_FAR: Final = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?r=[\"']((?:[A-Z]{3}|[J-Z][A-Z]|I[W-Z])[0-9]+|[A-Z]{1,3}[1-9][0-9]{5,})[\"'][^>/]*>"
)
_CUSTOM_FORMAT: Final = re.compile(rb"<(?:\w+:)?numFmt\s[^>]*>")
_FORMAT_ID: Final = re.compile(rb"\snumFmtId=[\"']([0-9]+)[\"']")
_CELL_FORMATS: Final = re.compile(rb"<(?:\w+:)?cellXfs[\s>].*?</(?:\w+:)?cellXfs>", re.DOTALL)
_CELL_FORMAT: Final = re.compile(rb"<(?:\w+:)?xf\s[^>]*>")
_PERCENT_FORMATS: Final = frozenset({b"9", b"10"})
MOST_LISTED: Final = 10_000


class Oddities(NamedTuple):
    """Cells of one sheet that need a word, by reference (``C7``); `hidden` are row numbers from 1."""

    errors: dict[str, str]
    uncalculated: tuple[str, ...]
    percent: tuple[str, ...]
    hidden: tuple[int, ...]


def percent_styles(styles: bytes) -> frozenset[bytes]:
    """Return the indexes of the cell formats that show a figure as percent, from ``xl/styles.xml``."""
    custom = {
        match[1]
        for tag in _CUSTOM_FORMAT.findall(styles)
        if b"%" in tag and (match := _FORMAT_ID.search(tag)) is not None
    }
    block = _CELL_FORMATS.search(styles)
    formats = _CELL_FORMAT.findall(block[0]) if block else []
    wanted = custom | _PERCENT_FORMATS
    return frozenset(
        b"%d" % index for index, tag in enumerate(formats) if (match := _FORMAT_ID.search(tag)) and match[1] in wanted
    )


def far_cell(sheet: bytes) -> str:
    """Return the first filled cell beyond what a template can hold; empty when there is none."""
    match = _FAR.search(sheet)
    return match[1].decode() if match else ""


def oddities(sheet: bytes, percent: frozenset[bytes]) -> Oddities:
    """Return the cells of a worksheet's XML that the parser would misreport."""
    quotes = (b'"', b"'") if b"='" in sheet else (b'"',)
    errors: dict[str, str] = {}
    for at in _places(sheet, *(b"t=" + quote + b"e" + quote for quote in quotes)):
        tag_end, reference = _cell_at(sheet, at)
        if reference:
            value = _VALUE.search(sheet, tag_end, tag_end + 20_000)
            errors[reference] = value[1].decode("utf-8", "replace") if value else "#ERROR"
    prefix = _PREFIX.search(sheet)
    opening = b"<" + (prefix[1] or b"" if prefix else b"") + b"f"
    behind = len(opening)
    formulas = (at for at in _places(sheet, opening) if sheet[at + behind : at + behind + 1] in _TAG_GOES_ON)
    uncalculated = [reference for at in formulas if (reference := _without_result(sheet, at))]
    shown = [
        reference
        for style in percent
        for at in _places(sheet, *(b"s=" + quote + style + quote for quote in quotes))
        if (reference := _cell_at(sheet, at)[1])
    ]
    hidden = [
        number for at in _places(sheet, *(b"hidden=" + quote for quote in quotes)) if (number := _hidden_row(sheet, at))
    ]
    return Oddities(errors, tuple(uncalculated), tuple(shown), tuple(hidden))


def _places(sheet: bytes, *wanted: bytes) -> Iterator[int]:
    """Yield where any of the byte strings stands, up to what may be listed."""
    count = 0
    for text in wanted:
        at = sheet.find(text)
        while at >= 0 and count < MOST_LISTED:
            yield at
            count += 1
            at = sheet.find(text, at + 1)


def _without_result(sheet: bytes, at: int) -> str:
    """Return the cell of a formula that has no result; a formula whose result is an empty text has one."""
    tag_end, reference = _cell_at(sheet, at - 1)
    if not reference:
        return ""
    end = _CELL_END.search(sheet, at)
    body = sheet[at : end.start() if end else at]
    opening = sheet[sheet.rfind(b"<", 0, tag_end) : tag_end]
    return reference if _VALUE.search(body) is None and _TEXT_RESULT.search(opening) is None else ""


def _cell_at(sheet: bytes, at: int) -> tuple[int, str]:
    """Return where the tag around (or just before) a place ends and its cell's reference; none when it is no cell."""
    match = _CELL.match(sheet, sheet.rfind(b"<", 0, at + 1))
    if match is None:
        return at, ""
    reference = _REFERENCE.search(match[0])
    return match.end(), reference[1].decode() if reference else ""


def _hidden_row(sheet: bytes, at: int) -> int:
    """Return the number of the row whose tag says it is hidden at a place; zero when it is none."""
    match = _ROW.match(sheet, sheet.rfind(b"<", 0, at))
    return int(match[1]) if match and sheet[at + 8 : at + 9] in (b"1", b"t") else 0
