"""From bytes to a JSON value, with every fault of the bytes named at its line or place.

Python's own reader keeps the last of two equal keys and accepts NaN; a frozen record may do neither, so both are caught
here before the shape is looked at.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.study.words import Location, place_in_words, pointer

BYTES_LIMIT = 20_000_000
DEPTH_LIMIT = 40
_BYTE_ORDER_MARK = "\ufeff"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

_JSON_FAULTS: tuple[tuple[str, Text], ...] = (
    ("Expecting ',' delimiter", Text("这里缺少逗号，或前面的引号没有成对", "a comma is missing here, or a quote before is unpaired")),
    ("Expecting ':' delimiter", Text("键名后面缺少冒号", "a colon is missing after the key")),
    ("Expecting property name", Text("这里应当是用英文双引号括起来的键名（前面可能多了一个逗号）", "a key in double quotes belongs here (there may be one comma too many before)")),
    ("Illegal trailing comma", Text("末项后面多了一个逗号", "there is a comma after the last item")),
    ("Unterminated string", Text("引号没有闭合", "a quoted text is not closed")),
    ("Invalid control character", Text("引号内有换行或制表符", "there is a line break or a tab inside quotes")),
    ("Invalid \\", Text("反斜杠写法不对", "a backslash is written wrongly")),
    ("Extra data", Text("文档结束后还有内容", "there is more after the end of the document")),
    ("Expecting value", Text("这里应当有一个值", "a value belongs here")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parsed:
    """A JSON value and the text it was read from; `value` is none where the bytes hold no JSON."""

    value: Any
    text: str
    findings: tuple[Finding, ...]


class _Doubled(dict[str, Any]):
    """An object in which a key stood more than once."""

    __slots__ = ("keys_twice",)
    keys_twice: tuple[str, ...]


class _NotFinite(float):
    """A number JSON does not know: NaN or Infinity, as written."""


def parse(content: bytes) -> Parsed:
    """Read bytes as one JSON document (UTF-8, with or without byte-order mark, at most 20 MB, 40 levels deep)."""
    if len(content) > BYTES_LIMIT:
        return _refused(_size_finding(len(content)))
    try:
        text = content.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        return _refused(_encoding_finding(content, error))
    if not text.strip():
        return _refused(_empty_finding())
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_NotFinite, parse_int=_integer)
    except json.JSONDecodeError as error:
        return _refused(_json_finding(text, error))
    except RecursionError:
        return _refused(_depth_finding(()))
    findings = tuple(_walk(value, value, ()))
    return Parsed(value, text, findings)


def _refused(finding: Finding) -> Parsed:
    return Parsed(None, "", (finding,))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    seen: set[str] = set()
    twice = tuple(dict.fromkeys(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    doubled = _Doubled(plain)
    doubled.keys_twice = twice
    return doubled


def _integer(digits: str) -> int | float:
    # No place of the document holds an integer of more than 16 digits; Python refuses to read thousands of them.
    return int(digits) if len(digits) <= 20 else float(digits[:300])  # noqa: PLR2004 - see above


def _walk(document: Any, value: Any, location: tuple[str | int, ...]) -> Iterator[Finding]:
    if len(location) > DEPTH_LIMIT:
        yield _depth_finding(location)
        return
    if isinstance(value, _NotFinite):
        yield _not_finite_finding(document, location, value)
    if isinstance(value, _Doubled):
        for key in value.keys_twice:
            yield _double_finding(document, (*location, key))
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _walk(document, below, (*location, key))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from _walk(document, below, (*location, number))


def _size_finding(size: int) -> Finding:
    return Finding(
        code="STUDY-SIZE",
        severity=Severity.BLOCKING,
        place="",
        message=Text("研究文档太大", "the study document is too large"),
        found=f"{size / 1e6:.1f} MB",
        expected=Text("不超过 20 MB", "at most 20 MB"),
        remedy=Text(
            "凭证文件不要放进研究文档，文档里只写文件名和摘要",
            "keep evidence files out of the document; it names them and their digests",
        ),
    )


def _empty_finding() -> Finding:
    return Finding(
        code="STUDY-EMPTY",
        severity=Severity.BLOCKING,
        place="",
        message=Text("文件是空的", "the file is empty"),
        expected=Text("一份研究文档（study.json）", "a study document (study.json)"),
        remedy=Text("重新导出研究文档", "export the study document again"),
    )


def _encoding_finding(content: bytes, error: UnicodeDecodeError) -> Finding:
    before = content[: error.start]
    line = before.count(b"\n") + 1
    utf16 = content.startswith(_UTF16_MARKS)
    return Finding(
        code="STUDY-ENCODING",
        severity=Severity.BLOCKING,
        place="" if utf16 else f"第 {line} 行",
        message=Text("文件不是 UTF-8 编码", "the file is not UTF-8 text"),
        found="UTF-16" if utf16 else f"0x{content[error.start]:02X}",
        expected=Text("UTF-8 编码的 JSON 文本", "JSON text in UTF-8"),
        remedy=Text(
            "用文本编辑器打开，另存为 UTF-8；压缩包请先解压",
            "open it in a text editor and save it as UTF-8; unpack an archive first",
        ),
    )


def _json_finding(text: str, error: json.JSONDecodeError) -> Finding:
    words = next((words for start, words in _JSON_FAULTS if error.msg.startswith(start)), None)
    reason = words or Text("不是合法的 JSON", "this is not JSON")
    if error.pos >= len(text.rstrip()):
        reason = Text("内容到此中断，文件不完整", "the file breaks off here")
    line = text.splitlines()[error.lineno - 1] if error.lineno <= len(text.splitlines()) else ""
    start = max(0, error.colno - 21)
    return Finding(
        code="STUDY-JSON",
        severity=Severity.BLOCKING,
        place=f"第 {error.lineno} 行第 {error.colno} 列",
        message=Text(f"JSON 写法有误：{reason.zh}", f"the JSON is not well formed: {reason.en}"),
        found=line[start : error.colno + 20].strip(),
        expected=Text("合法的 JSON 文本", "well-formed JSON"),
        example='{"value": "1200.5", "unit": "t"}',
        remedy=Text(
            "改正此处后重试；改正前无法检查后面的内容", "correct this place; what follows cannot be read before"
        ),
    )


def _depth_finding(location: Location) -> Finding:
    return Finding(
        code="STUDY-DEPTH",
        severity=Severity.BLOCKING,
        place=pointer(location[:3]),
        message=Text("文档嵌套太深", "the document is nested too deeply"),
        expected=Text(f"不超过 {DEPTH_LIMIT} 层", f"at most {DEPTH_LIMIT} levels"),
        remedy=Text("这不是研究文档，请检查文件", "this is no study document; please check the file"),
    )


def _double_finding(document: Any, location: Location) -> Finding:
    place = place_in_words(document, location)
    return Finding(
        code="STUDY-DOUBLE-KEY",
        severity=Severity.BLOCKING,
        place=pointer(location),
        message=Text(f"{place.zh}写了两次", f"{place.en} stands twice"),
        expected=Text("每个键只写一次", "each key once"),
        remedy=Text("只保留正确的一个", "keep only the right one"),
    )


def _not_finite_finding(document: Any, location: Location, value: float) -> Finding:
    place = place_in_words(document, location)
    return Finding(
        code="STUDY-NOT-FINITE",
        severity=Severity.BLOCKING,
        place=pointer(location),
        message=Text(f"{place.zh}不是数", f"{place.en} is not a number"),
        found={"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(float(value))],
        expected=Text("有限的十进制数，写成带引号的文本", "a finite decimal figure, written as text in quotes"),
        example='"1200.5"',
        remedy=Text(
            "填写实际数值；没有数据时不要写成 0 或 NaN", "give the figure; where there is none, write neither 0 nor NaN"
        ),
    )
