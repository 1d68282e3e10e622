"""What the spreadsheet parser does not tell about a sheet: error cells, formulas without a result, hidden rows, percent.

The parser gives an empty cell for ``#REF!`` and for a formula that was never calculated, and 0.965 for a cell that
shows 96.5 %. Each would be a figure lost or misread without a word. So the sheet's XML is searched as bytes: no XML is
parsed, nothing is expanded, and a sheet that holds none of these costs one pass.
"""

import re
from typing import Final, NamedTuple

_CELL: Final = re.compile(rb"<(?:\w+:)?c\s[^>]*>")
_REFERENCE: Final = re.compile(rb"\sr=[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
_TEXT_RESULT: Final = re.compile(rb"\st=[\"']str[\"']")
_VALUE: Final = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)<")
_ERROR: Final = re.compile(rb"\st=[\"']e[\"']")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_CELL_END: Final = re.compile(rb"</(?:\w+:)?c>")
_HIDDEN: Final = re.compile(rb"<(?:\w+:)?row\s(?=[^>]*\shidden=[\"'](?:1|true)[\"'])[^>]*?\br=[\"']([0-9]+)[\"']")
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
    errors: dict[str, str] = {}
    uncalculated: list[str] = []
    for match in _ERROR.finditer(sheet):
        _note_error(sheet, match.start(), errors)
    if b"<f" in sheet or b":f" in sheet:
        for match in _FORMULA.finditer(sheet):
            _note_formula(sheet, match.start(), uncalculated)
    shown = [reference for style in percent for reference in _styled(sheet, style)]
    hidden = tuple(int(number) for number in _HIDDEN.findall(sheet)[:MOST_LISTED])
    return Oddities(errors, tuple(uncalculated[:MOST_LISTED]), tuple(shown[:MOST_LISTED]), hidden)


def _note_error(sheet: bytes, at: int, errors: dict[str, str]) -> None:
    tag, reference = _cell_at(sheet, at)
    if reference and len(errors) < MOST_LISTED:
        value = _VALUE.match(sheet, _value_start(sheet, tag))
        errors[reference] = value[1].decode("utf-8", "replace") if value else "#ERROR"


def _value_start(sheet: bytes, tag_end: int) -> int:
    match = _VALUE.search(sheet, tag_end, tag_end + 20_000)
    return match.start() if match else tag_end


def _note_formula(sheet: bytes, at: int, uncalculated: list[str]) -> None:
    tag_end, reference = _cell_at(sheet, at, inside=True)
    if not reference:
        return
    end = _CELL_END.search(sheet, at)
    body = sheet[at : end.start() if end else at]
    opening = sheet[sheet.rfind(b"<", 0, tag_end) : tag_end]
    if _VALUE.search(body) is None and _TEXT_RESULT.search(opening) is None:
        uncalculated.append(reference)


def _styled(sheet: bytes, style: bytes) -> list[str]:
    found = []
    for match in re.finditer(rb"\ss=[\"']" + style + rb"[\"']", sheet):
        _, reference = _cell_at(sheet, match.start())
        if reference:
            found.append(reference)
    return found


def _cell_at(sheet: bytes, at: int, *, inside: bool = False) -> tuple[int, str]:
    """Return where the tag of the cell around `at` ends and its reference; with `inside`, the cell before `at`."""
    start = sheet.rfind(b"<", 0, at)
    match = _CELL.match(sheet, start)
    if match is None or (not inside and match.end() < at):
        return at, ""
    reference = _REFERENCE.search(match[0])
    return match.end(), reference[1].decode() if reference else ""
