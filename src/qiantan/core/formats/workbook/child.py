"""The sealed process in which a stranger's workbook is parsed: little memory, little time, no files, no network.

It takes the file on standard input and answers one JSON document on standard output: the sheets, or the rule by
which it refuses. It imports the spreadsheet parser and the two modules beside it, nothing else of the system, so that
it starts fast and has nothing to give away. Started by `parse`.
"""

import json
import re
import resource
import sys
from typing import Any, Final

from qiantan.core.formats.workbook.preflight import Member, Refusal, inflate, members
from qiantan.core.formats.workbook.scan import far_cell, oddities, percent_styles

MEMORY_BYTES: Final = 1024**3
CPU_SECONDS: Final = 20
MOST_SHEETS: Final = 100
LAST_ROW, LAST_COLUMN = 99_999, 255
MOST_ANSWER: Final = 160 * 1024 * 1024
_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE: Final = re.compile(rb"([\w:]+)=[\"']([^\"']*)[\"']")


def main() -> None:
    """Answer for the file on standard input.

    With the argument ``careful`` sheets with a cell far outside are left unparsed: the parser would fill all the space
    up to it. That takes longer, so it is asked for only after a first attempt ran out of memory.
    """
    seal()
    content = sys.stdin.buffer.read()
    try:
        answer = _sheets(content, careful=sys.argv[-1] == "careful")
    except Refusal as refusal:
        answer = {"refused": refusal.code, "found": refusal.found}
    except MemoryError:
        answer = {"refused": "WB-FILE-HEAVY", "found": "memory"}
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"), default=_moment)
    if len(text) > MOST_ANSWER:
        text = json.dumps({"refused": "WB-FILE-HEAVY", "found": f"{len(text) / 1024 / 1024:.0f} MiB"})
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def seal() -> None:
    """Limit this process: memory, CPU seconds, no file may grow."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sheets(content: bytes, *, careful: bool) -> dict[str, Any]:
    found = {member.name.lower(): member for member in members(content)}
    _refuse_by_kind(content, found)
    parts = _sheet_parts(content, found)
    if len(parts) > MOST_SHEETS:
        raise Refusal("WB-FILE-SHEETS", str(len(parts)))
    styles = percent_styles(inflate(content, found["xl/styles.xml"])) if "xl/styles.xml" in found else frozenset()
    notes: list[dict[str, Any]] = []
    seen = {parts_name for parts_name in parts if parts_name in found}
    for name in parts:
        xml = inflate(content, found[name]) if name in found else b""
        far = far_cell(xml) if careful else ""
        notes.append({"far": far} if far else dict(oddities(xml, styles)._asdict()))
    for name, member in found.items():
        if name not in seen:
            inflate(content, member)
    # Nothing may be opened from here on: neither a file nor a connection.
    import datetime as dt  # noqa: F401 - the parser fetches it when it meets the first date

    import python_calamine

    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    return {"sheets": _parsed(python_calamine, content, notes)}


def _refuse_by_kind(content: bytes, found: dict[str, Member]) -> None:
    if "mimetype" in found and inflate(content, found["mimetype"]).startswith(b"application/vnd.oasis.opendocument"):
        raise Refusal("WB-FILE-ODS")
    if any(name.endswith("vbaproject.bin") for name in found):
        raise Refusal("WB-FILE-MACRO")
    if "xl/workbook.bin" in found:
        raise Refusal("WB-FILE-XLSB")
    if "word/document.xml" in found or "ppt/presentation.xml" in found:
        raise Refusal("WB-FILE-KIND", "docx" if "word/document.xml" in found else "pptx")
    if "[content_types].xml" not in found or "xl/workbook.xml" not in found:
        raise Refusal("WB-FILE-KIND", "zip")
    # XML of a workbook never declares a document type; one that does wants to expand entities or open files.
    for name in ("xl/workbook.xml", "xl/sharedstrings.xml", "xl/styles.xml", "[content_types].xml"):
        if name in found and b"<!DOCTYPE" in inflate(content, found[name])[:4096]:
            raise Refusal("WB-FILE-ENTITY", found[name].name)


def _sheet_parts(content: bytes, found: dict[str, Member]) -> list[str]:
    """Return the part names of the sheets in workbook order; empty text for one that is not there."""
    relations = found.get("xl/_rels/workbook.xml.rels")
    targets: dict[bytes, str] = {}
    for tag in _RELATION.findall(inflate(content, relations)) if relations else ():
        given = dict(_ATTRIBUTE.findall(tag))
        target = given.get(b"Target", b"").decode("utf-8", "replace").lower()
        targets[given.get(b"Id", b"")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    tags = _SHEET.findall(inflate(content, found["xl/workbook.xml"]))
    return [
        targets.get(next((value for key, value in _ATTRIBUTE.findall(tag) if key.endswith(b":id")), b""), "")
        for tag in tags
    ]


def _parsed(calamine: Any, content: bytes, notes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    import io

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        described = book.sheets_metadata
        return [
            _sheet(calamine, book, one, notes[index] if index < len(notes) else {})
            for index, one in enumerate(described)
        ]
    except calamine.PasswordError as error:
        raise Refusal("WB-FILE-PASSWORD") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Refusal("WB-FILE-DAMAGED", str(error)[:200]) from error


def _sheet(calamine: Any, book: Any, described: Any, notes: dict[str, Any]) -> dict[str, Any]:
    head = {"name": described.name, "visible": described.visible == calamine.SheetVisibleEnum.Visible, **notes}
    if notes.get("far") or described.typ != calamine.SheetTypeEnum.WorkSheet:
        return {**head, "rows": [], "start": (0, 0), "merged": []}
    sheet = book.get_sheet_by_name(described.name)
    last = sheet.end or (0, 0)
    if last[0] > LAST_ROW or last[1] > LAST_COLUMN:
        return {**head, "last": last, "rows": [], "start": (0, 0), "merged": []}
    merged = sheet.merged_cell_ranges or []
    return {**head, "rows": sheet.to_python(), "start": sheet.start or (0, 0), "merged": merged[:10_000]}


def _moment(value: Any) -> list[str]:
    """Write a date, a time or a duration as a list of one text, which no other cell is."""
    return [value.isoformat() if hasattr(value, "isoformat") else str(value)]
