"""Drop-downs: the key behind what was typed, or the nearest choice when it is none of them."""

import difflib
import functools
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from qiantan.core.formats.workbook.wire import SOURCE_SYNONYMS, SOURCES, fold
from qiantan.core.templates.schema import Field

_NEAR: Final = 0.5
_NO_SOURCE: Final = frozenset({"", "-", "—", "–", "/", "\\", "无"})


class Fault(NamedTuple):
    """A fault of a cell's form before its place is known: code, what was found, the facts of its sentences."""

    code: str
    found: str
    facts: dict[str, Any]


def choice(field: Field, text: str) -> tuple[str, Fault | None]:
    """Return the key of a choice named by its key, its Chinese or its English wording; the fault when it is none."""
    table = _spellings(field)
    key = table.get(fold(text))
    if key is not None:
        return key, None
    # "外购石灰石" for "外购石灰石（石灰石矿）": a wording is enough when only one choice begins with it.
    beginning = {known for spelling, known in table.items() if fold(text) and spelling.startswith(fold(text))}
    if len(beginning) == 1 and len(fold(text)) > 1:
        return beginning.pop(), None
    labels = tuple(one.label.zh for one in field.choices)
    hint, hint_en = hint_of(text, labels)
    facts = {
        "choices": "、".join(labels),
        "choices_en": ", ".join(one.label.en or one.label.zh for one in field.choices),
        "example": field.example or labels[0] if labels else "",
        "hint": hint,
        "hint_en": hint_en,
    }
    return text, Fault("WB-CHOICE", text, facts)


def source(text: str) -> tuple[str, Fault | None]:
    """Return the key of a kind of source; the fault when it is none."""
    if text in _NO_SOURCE:
        return "", None
    key = _SOURCES.get(fold(text))
    if key is not None:
        return key, None
    labels = tuple(label.zh for label in SOURCES.values())
    hint, hint_en = hint_of(text, labels)
    facts = {
        "choices": "、".join(labels),
        "choices_en": ", ".join(label.en for label in SOURCES.values()),
        "example": labels[0],
        "hint": hint,
        "hint_en": hint_en,
    }
    return text, Fault("WB-SOURCE", text, facts)


def hint_of(text: str, known: Iterable[str]) -> tuple[str, str]:
    """Return "did you mean" in Chinese and English; empty when nothing is near."""
    by_folded = {fold(one): one for one in known}
    near = difflib.get_close_matches(fold(text), by_folded, n=1, cutoff=_NEAR)
    if not near:
        return "", ""
    return f"是否为“{by_folded[near[0]]}”？", f"Did you mean “{by_folded[near[0]]}”? "


def _spellings(field: Field) -> dict[str, str]:
    """Return the folded spellings of a field's choices; kept per field, as a template's fields never change."""
    return _table(tuple((one.key, one.label.zh, one.label.en) for one in field.choices))


@functools.lru_cache(maxsize=1000)
def _table(choices: tuple[tuple[str, str, str], ...]) -> dict[str, str]:
    table: dict[str, str] = {}
    for key, zh, en in choices:
        for spelling in (key, zh, en, zh + en, f"{key}{zh}"):
            if spelling:
                table.setdefault(fold(spelling), key)
    return table


_SOURCES: Final = {
    fold(spelling): key
    for key, text in SOURCES.items()
    for spelling in (key, text.zh, text.en, *SOURCE_SYNONYMS.get(key, ()))
}
