"""Every sentence the reader can say, by code: what was found, what is expected, an example, the remedy.

The tables stand in `messages_file`, `messages_sheet` and `messages_cell`; `fault` fills one in.
"""

from typing import Any

from qiantan.core.findings import Finding, Text
from qiantan.core.formats.workbook.messages_cell import CELL
from qiantan.core.formats.workbook.messages_file import FILE, Wording
from qiantan.core.formats.workbook.messages_sheet import SHEET

WORDINGS = {**FILE, **SHEET, **CELL}


def fault(code: str, place: str, found: Any = "", **facts: Any) -> Finding:
    """Return the finding of a code at a place, its sentences filled with the facts."""
    wording = WORDINGS[code]
    shown = _shown(found)
    values = {"found": shown, **facts}

    def fill(text: Text) -> Text:
        return Text(text.zh.format(**values), text.en.format(**values))

    return Finding(
        code=code,
        severity=wording.severity,
        place=place,
        message=fill(wording.message),
        found=shown,
        expected=fill(wording.expected),
        example=wording.example.format(**values),
        remedy=fill(wording.remedy),
    )


def _shown(found: Any) -> str:
    text = " ".join(found) if isinstance(found, list) else str(found)
    return text if len(text) <= Wording.SHOWN else text[: Wording.SHOWN] + "…"
