"""Faults of the shape of a study, in words: what pydantic found, told to the person who wrote the document."""

import difflib
import json
from collections.abc import Callable
from typing import Any, NamedTuple

from pydantic_core import ErrorDetails

from qiantan.core.findings import NO_TEXT, Finding, Severity, Text
from qiantan.core.study.shape import FIGURE_LENGTH
from qiantan.core.study.words import KEYS, place_in_words, pointer

_TAGGED = ("supply", "substitutes")
_EXAMPLES = {
    "value": '"1200.5"',
    "kg": '"0.0561"',
    "start": '"2025-01-01"',
    "end": '"2026-01-01"',
    "unit": '"t"',
    "id": '"clinker"',
    "kind": '"factor"',
    "source": '"meter"',
    "sha256": '"3f2a…"（64 位）',
    "name": '{"zh": "烟煤", "en": "bituminous coal"}',
    "amount": '{"value": "1200.5", "unit": "t"}',
    "period": '{"start": "2025-01-01", "end": "2026-01-01"}',
    "supply": '{"kind": "factor", "factor": "coal"}',
}
_FIGURE = Text(
    "写成文本的十进制数：不带千分位、单位和指数", "a decimal figure written as text: no separators, unit or exponent"
)
_FIGURES = ("amount", "value", "kg", "estimate")
_ADD_FIGURE = Text("补上数值；没有数据时不要写成 0", "add the figure; do not write 0 where there are no data")
_FOUND_LENGTH = 80


class _Told(NamedTuple):
    """Code, message in two languages (``{}`` is the place), what is expected, the remedy."""

    code: str
    zh: str
    en: str
    expected: Text
    remedy: Text = NO_TEXT


def shape_finding(document: Any, error: ErrorDetails) -> Finding | None:
    """Return one fault as a finding; nothing where it only follows from another fault."""
    location = _location(error["loc"])
    kind, context = error["type"], error.get("ctx", {})
    if kind == "too_short" and error["input"]:
        return None
    told = _TOLD.get(kind, _other)(location[-1] if location else "", context)
    place = place_in_words(document, location)
    return Finding(
        code=told.code,
        severity=Severity.BLOCKING,
        place=pointer(location),
        message=Text(told.zh.format(place.zh), told.en.format(place.en)),
        found="" if kind == "missing" else _found(location[-1] if kind in _ABOUT_KEYS else error["input"]),
        expected=told.expected,
        example=_EXAMPLES.get(str(location[-1]), "") if location else "",
        remedy=told.remedy,
    )


def _location(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Return a location as it stands in the document: without the tag of a supply and the mark of a key."""
    parts: list[int | str] = []
    skip = False
    for part in loc:
        if skip:
            skip = False
            continue
        if part != "[key]":
            parts.append(part)
        skip = part in _TAGGED
    return tuple(parts)


def _found(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _FOUND_LENGTH else text[:_FOUND_LENGTH] + "…"


def _missing(key: str | int, _: dict[str, Any]) -> _Told:
    return _Told(
        "STUDY-MISSING",
        "缺少{}",
        "{} is missing",
        Text("此项必填", "this is required"),
        _ADD_FIGURE if key in _FIGURES else Text(f"补上 {key}", f"add {key}"),
    )


def _unknown(key: str | int, _: dict[str, Any]) -> _Told:
    near = difflib.get_close_matches(str(key), KEYS, n=1)
    return _Told(
        "STUDY-UNKNOWN-KEY",
        "{}不是研究文档的内容",
        "{} does not belong to a study document",
        Text("只写格式规定的键", "only the keys of the format"),
        Text(f"是不是 {near[0]}？", f"did you mean {near[0]}?") if near else Text("删除这个键", "remove this key"),
    )


def _figure(_: str | int, __: dict[str, Any]) -> _Told:
    return _Told(
        "STUDY-FIGURE",
        "{}不是规范的数值",
        "{} is not a figure",
        _FIGURE,
        Text(
            f'例如把 1,200.5 t 写成 "1200.5"，单位写在 unit 里；不超过 {FIGURE_LENGTH} 个字符',
            f'write 1,200.5 t as "1200.5" with the unit in its own key; at most {FIGURE_LENGTH} characters',
        ),
    )


def _choice(_: str | int, context: dict[str, Any]) -> _Told:
    options = str(context.get("expected") or context.get("expected_tags", ""))
    options = options.replace("'", "").replace(" or ", ", ")
    return _Told(
        "STUDY-CHOICE",
        "{}不在可选范围内",
        "{} is none of the choices",
        Text(f"下列之一：{options.replace(', ', '、')}", f"one of: {options}"),
        Text("从可选值中选一个", "take one of the choices"),
    )


def _no_kind(_: str | int, __: dict[str, Any]) -> _Told:
    options = ("process", "factor", "study", "method", "cut_off")
    return _Told(
        "STUDY-CHOICE",
        "{}没有说明种类（kind）",
        "{} does not say its kind",
        Text(f"下列之一：{'、'.join(options)}", f"one of: {', '.join(options)}"),
        Text(
            "每个交换都要有供给方式；略去的也要写明 cut_off 和理由",
            "every exchange is supplied; what is left out is cut_off with a reason",
        ),
    )


def _code_pattern(_: str | int, context: dict[str, Any]) -> _Told:
    if "0-9a-f" in str(context.get("pattern", "")) and "A-Z" not in str(context.get("pattern", "")):
        return _Told(
            "STUDY-DIGEST",
            "{}不是摘要",
            "{} is not a digest",
            Text("64 位小写十六进制", "64 hexadecimal digits in lower case"),
            Text("重新计算摘要", "compute the digest again"),
        )
    return _Told(
        "STUDY-ID",
        "{}不是规范的编号",
        "{} is not an identifier",
        Text("字母、数字和 _ . : -，以字母或数字开头", "letters, digits and _ . : -, beginning with a letter or digit"),
        Text("编号用英文字母和数字；中文写在 name 里", "use letters and digits; wording goes into the name"),
    )


def _date(_: str | int, __: dict[str, Any]) -> _Told:
    return _Told(
        "STUDY-DATE",
        "{}不是日期",
        "{} is not a date",
        Text("年-月-日", "year-month-day"),
        Text("写成 2025-01-01；结束日期是最后一天的次日", "write 2025-01-01; the end is the day after the last day"),
    )


def _length(_: str | int, context: dict[str, Any]) -> _Told:
    most = context.get("max_length")
    expected = Text(f"不超过 {most} 个字符", f"at most {most} characters") if most else Text("不能为空", "not empty")
    return _Told(
        "STUDY-LENGTH",
        "{}太长" if most else "{}是空的",
        "{} is too long" if most else "{} is empty",
        expected,
        Text("缩短内容，详细说明写在备注里", "shorten it; details go into the note")
        if most
        else Text("填写内容", "fill it in"),
    )


def _range(_: str | int, context: dict[str, Any]) -> _Told:
    if "ge" in context:
        expected = Text(f"不小于 {context['ge']}", f"at least {context['ge']}")
    else:
        expected = Text(f"不大于 {context['le']}", f"at most {context['le']}")
    return _Told(
        "STUDY-RANGE", "{}超出范围", "{} is out of range", expected, Text("改成范围内的值", "give a value inside it")
    )


def _type(zh: str, en: str) -> Callable[[str | int, dict[str, Any]], _Told]:
    def told(_: str | int, __: dict[str, Any]) -> _Told:
        return _Told(
            "STUDY-TYPE",
            "{}的类型不对",
            "{} has the wrong type",
            Text(zh, en),
            Text("按示例的写法改正", "write it as in the format"),
        )

    return told


def _no_text(_: str | int, context: dict[str, Any]) -> _Told:
    return _Told(
        "STUDY-JSON",
        "{}里有半个字符或过长的数字",
        "{} holds half a character or a number without end",
        Text("完整的字符和不超过 16 位的整数", "whole characters, and integers of at most 16 digits"),
        Text(f"检查：{context.get('error', '')}", f"look for: {context.get('error', '')}"),
    )


def _other(_: str | int, __: dict[str, Any]) -> _Told:
    return _Told(
        "STUDY-SHAPE",
        "{}不符合研究文档的格式",
        "{} does not fit the format",
        Text("与公开的 JSON Schema 一致", "as in the published JSON Schema"),
        Text("对照 study.schema.json 改正", "compare with study.schema.json"),
    )


_ABOUT_KEYS = ("extra_forbidden",)
_TOLD: dict[str, Callable[[str | int, dict[str, Any]], _Told]] = {
    "missing": _missing,
    "json_invalid": _no_text,
    "extra_forbidden": _unknown,
    "value_error": _figure,
    "literal_error": _choice,
    "union_tag_invalid": _choice,
    "union_tag_not_found": _no_kind,
    "string_pattern_mismatch": _code_pattern,
    "date_type": _date,
    "date_parsing": _date,
    "date_from_datetime_parsing": _date,
    "string_too_short": _length,
    "string_too_long": _length,
    "too_short": _length,
    "greater_than_equal": _range,
    "less_than_equal": _range,
    "string_type": _type("带引号的文本", "text in quotes"),
    "bool_type": _type("true 或 false", "true or false"),
    "int_type": _type("整数，不带引号", "a whole number without quotes"),
    "int_from_float": _type("整数，不带引号", "a whole number without quotes"),
    "tuple_type": _type("方括号里的列表", "a list in brackets"),
    "dict_type": _type("花括号里的键和值", "keys and values in braces"),
    "model_type": _type("花括号里的键和值", "keys and values in braces"),
    "model_attributes_type": _type("花括号里的键和值", "keys and values in braces"),
}
