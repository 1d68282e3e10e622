"""What a typed cell means for a question: a figure, a date, a choice or words, or the reason why it means nothing.

A cell is a number, a text, a truth value, or a list of one ISO text for a moment; what people write in place of a
value is decided here, once:

- an empty cell, or a mark such as ``—`` or ``/``, is *not provided*; a mark is told, because it may have meant zero;
- ``不适用`` or ``N/A`` is *not applicable*; its reason stands in the note, or in the cell (``不适用：无此工序``);
- ``无`` is an answer to a question in words, and a mark where a figure is asked;
- zero is a value.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, NamedTuple

from qiantan.core.formats.workbook.choices import Fault, choice, hint_of
from qiantan.core.formats.workbook.moments import date, month
from qiantan.core.formats.workbook.wire import units_offered
from qiantan.core.quantities.figures import LONGEST_FIGURE, FigureError, split_figure
from qiantan.core.quantities.units import UnitError, normalise_unit
from qiantan.core.templates.activity import State
from qiantan.core.templates.schema import Field

LONGEST_TEXT: Final = {"long_text": 20_000}
LONGEST_LINE: Final = 500
# What stands for nothing in tables; "?" and "*" do not, they ask or point at something.
MARKS: Final = frozenset({"-", "--", "---", "—", "——", "–", "―", "/", "\\", "//", "\u2212"})
_NOTHING: Final = frozenset(
    {"无", "暂无", "没有", "未提供", "未填", "空", "none", "nil", "null", "待填", "待定", "tbd"}
)
_INAPPLICABLE: Final = re.compile(
    r"(?:不适用|不涉及|无此项|n\s*/\s*a|n\.a\.?|na|not\s+applicable)(?:\s*[:;,，：；(（—-]\s*(.*?)\s*[)）]?)?",
    re.IGNORECASE | re.DOTALL,
)
_ABOUT: Final = re.compile(r"^(?:约|大约|大概|近|≈|~|>|<|≥|≤|〉|〈)|(?:左右|上下|多|余)$")
_SPAN: Final = re.compile(r"^[\d.,]+\s*\S{0,6}?\s*(?:-|~|—|–|至|到)\s*[\d.,]+")
_COMMA: Final = re.compile(r"^([-+]?\d+),(\d{1,2}|\d{4,})(?!\d)|^[-+]?\d{1,3}(?:\.\d{3})+,\d+|^([-+]?0),(\d+)")
_TIMES: Final = re.compile(r"^([-+]?[\d.,]+)\s*[×xX*·]\s*10\s*(?:\^|\*\*)?\s*([-+]?\d{1,2})(?!\d)")
_SUPERSCRIPT: Final = re.compile("10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_PLAIN_DIGITS: Final = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_WORDS: Final = {"百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8}
_ERROR: Final = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!)")
_SHORT: Final = 16
_USCC: Final = re.compile(r"[0-9A-HJ-NP-RTUWXY]{18}")


class Answer(NamedTuple):
    """What a cell says: state, cleaned value, a unit typed beside the figure, a reason, and the faults of its form."""

    state: State
    value: str = ""
    unit: str = ""
    reason: str = ""
    faults: tuple[Fault, ...] = ()


EMPTY: Final = Answer(State.NOT_PROVIDED)


def answer(field: Field, raw: Any, *, percent: bool = False) -> Answer:
    """Return what a cell says to a question; `percent` when the spreadsheet shows its number as percent."""
    if isinstance(raw, str):
        text = raw.strip().strip("\u200b\ufeff").removeprefix("'").strip()
        if not text:
            return EMPTY
        if _ERROR.fullmatch(text):
            return _faulty(Fault("WB-ERROR-CELL", text, {"example": example_of(field)}), text)
        stand_in = _stand_in(field, text)
        if stand_in is not None:
            return stand_in
        raw = text
    read = _READERS[field.kind]
    return read(field, raw, percent) if read is _number else read(field, raw)


def unit_of(field: Field, raw: Any) -> tuple[str, tuple[Fault, ...]]:
    """Return the unit a cell of the unit column names, and its faults; empty text for an empty cell or a mark."""
    text = as_text(raw)
    if not text or text in MARKS:
        return "", ()
    try:
        return normalise_unit(text), ()
    except UnitError as error:
        return text, (unit_fault(field, text, error),)


def unit_fault(field: Field, text: str, error: UnitError) -> Fault:
    """Return the fault of a unit nobody knows, with what the register says of it or the nearest unit of the field."""
    offered = units_offered(field)
    told, told_en = (words.split(colon, 1)[-1].strip() for words, colon in ((error.zh, "："), (error.en, ": ")))
    # The register's general advice is longer than the field's own list of units; its special one is worth telling.
    hint, hint_en = hint_of(text, offered) if told.startswith("请用") else (told, f"{told_en} ")
    units = " ".join(offered)
    return Fault("WB-UNIT", text, {"units": units, "example": field.unit, "hint": hint, "hint_en": hint_en})


def as_text(raw: Any) -> str:
    """Return a cell as words: whole numbers without a decimal point, moments as ISO text, blanks at the ends gone."""
    if isinstance(raw, str):
        return raw.strip().strip("\u200b\ufeff").removeprefix("'")
    if isinstance(raw, list):
        return str(raw[0]).removesuffix("T00:00:00")
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    return plain_number(raw) if math.isfinite(raw) else str(raw)


def plain_number(value: float) -> str:
    """Return a spreadsheet's number as plain decimal text with the 15 digits a spreadsheet keeps."""
    text = repr(float(value))
    if len(text) <= _SHORT and "e" not in text:
        return text.removesuffix(".0") if text != "-0.0" else "0"
    text = format(Decimal(f"{value:.15g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def example_of(field: Field) -> str:
    """Return an example of an answer, with its unit."""
    return f"{field.example} {field.unit}".strip() if field.example else "1234.5"


def _stand_in(field: Field, text: str) -> Answer | None:
    folded = unicodedata.normalize("NFKC", text).casefold()
    found = _INAPPLICABLE.fullmatch(folded) if folded[:1] in "不无n" else None
    if found and not (field.kind in ("text", "long_text") and folded == "na"):
        return Answer(State.NOT_APPLICABLE, reason=_tail(text, found))
    wordy = field.kind in ("text", "long_text", "choice")
    if text in MARKS or folded in MARKS or (not wordy and folded in _NOTHING):
        return Answer(State.NOT_PROVIDED, faults=(Fault("WB-MARK", text, {}),))
    return None


def _tail(text: str, found: re.Match[str]) -> str:
    """Return the reason as typed: the same number of characters from the end as the folded text has."""
    reason = found[1] or ""
    if not reason:
        return ""
    cut = re.split(r"[:;,，：；(（—-]", text, maxsplit=1)[-1].strip()
    return cut.removesuffix("）").removesuffix(")").strip() if text.rstrip().endswith((")", "）")) else cut


def _number(field: Field, raw: Any, percent: bool) -> Answer:  # noqa: FBT001 - one of the readers below
    if isinstance(raw, bool | list):
        return _wrong_kind(field, raw)
    if isinstance(raw, str):
        return _typed_number(field, raw)
    if not math.isfinite(raw) or abs(raw) >= 1e30:  # noqa: PLR2004
        return _faulty(Fault("WB-NUMBER-INFINITE", str(raw), {"example": example_of(field)}), str(raw))
    figure = plain_number(float(f"{raw * 100:.15g}") if percent else raw)
    if len(figure) > LONGEST_FIGURE:
        return _faulty(Fault("WB-NUMBER-LONG", figure, {"digits": len(figure), "example": example_of(field)}), figure)
    return Answer(State.PROVIDED, figure, "%" if percent else "")


def _typed_number(field: Field, text: str) -> Answer:
    plain = _SUPERSCRIPT.sub(lambda found: "10^" + found[1].translate(_PLAIN_DIGITS), text)
    plain = unicodedata.normalize("NFKC", plain).replace("\u2212", "-").strip()
    example = {"example": example_of(field)}
    if len(plain) > LONGEST_FIGURE * 2:
        code = "WB-NUMBER-LONG" if plain[:LONGEST_FIGURE].strip("0123456789.,-") == "" else "WB-NUMBER"
        return _faulty(Fault(code, text, {"digits": len(plain), **example}), text[:LONGEST_FIGURE])
    if re.fullmatch(r"[-+]?(?:inf|infinity|nan|∞|[\d.]+e\+?\d{3,})", plain, re.IGNORECASE):
        return _faulty(Fault("WB-NUMBER-INFINITE", text, example), text)
    if _ABOUT.search(plain):
        return _faulty(Fault("WB-NUMBER-ABOUT", text, example), text)
    if _COMMA.match(plain):
        decimal = plain.replace(".", "").replace(",", ".")
        return _faulty(Fault("WB-NUMBER-COMMA", text, {"decimal": decimal, **example}), text)
    if _SPAN.match(plain):
        return _faulty(Fault("WB-NUMBER-SPAN", text, example), text)
    return _split(field, text, plain)


def _split(field: Field, text: str, plain: str) -> Answer:
    times = _TIMES.match(plain)
    shift = int(times[2]) if times else 0
    try:
        figure, rest = split_figure(times[1] + plain[times.end() :] if times else plain)
    except FigureError:
        return _faulty(Fault("WB-NUMBER", text, {"example": example_of(field)}), text)
    if rest in _WORDS:
        shift, rest = shift + _WORDS[rest], ""
    if shift:
        figure = format(Decimal(figure).scaleb(shift), "f")
    if len(figure) > LONGEST_FIGURE:
        return _faulty(Fault("WB-NUMBER-LONG", text, {"digits": len(figure), "example": example_of(field)}), text)
    figure = "0" + figure[2:] if re.fullmatch(r"-0(\.0*)?", figure) else figure
    if not rest:
        return Answer(State.PROVIDED, figure)
    unit, faults = unit_of(field, rest.strip("()[]"))
    return Answer(State.PROVIDED, text, faults=faults) if faults else Answer(State.PROVIDED, figure, unit)


def _text(field: Field, raw: Any) -> Answer:
    text, most = as_text(raw), LONGEST_TEXT.get(field.kind, LONGEST_LINE)
    if len(text) > most:
        return _faulty(Fault("WB-TEXT-LONG", text, {"digits": len(text), "most": most}), text[:most])
    return Answer(State.PROVIDED, text)


def _choice(field: Field, raw: Any) -> Answer:
    text = as_text(raw)
    key, fault = choice(field, text)
    return Answer(State.PROVIDED, key) if fault is None else _faulty(fault, text)


def _date(field: Field, raw: Any) -> Answer:
    value, faults = date(field, raw, as_text(raw))
    return Answer(State.PROVIDED, value, faults=faults)


def _month(field: Field, raw: Any) -> Answer:
    value, faults = month(field, raw, as_text(raw))
    return Answer(State.PROVIDED, value, faults=faults)


def _uscc(field: Field, raw: Any) -> Answer:
    example = {"example": field.example}
    if not isinstance(raw, str):
        return _faulty(Fault("WB-USCC-NUMBER", as_text(raw), example), as_text(raw))
    code = re.sub(r"[\s-]+", "", unicodedata.normalize("NFKC", raw)).upper()
    if not _USCC.fullmatch(code):
        return _faulty(Fault("WB-USCC", raw, example), raw[:LONGEST_LINE])
    return Answer(State.PROVIDED, code)


def _wrong_kind(field: Field, raw: Any) -> Answer:
    text = as_text(raw)
    kind = ("逻辑值", "a truth value") if isinstance(raw, bool) else ("日期", "a date")
    facts = {
        "wanted": "数值",
        "wanted_en": "a figure",
        "kind": kind[0],
        "kind_en": kind[1],
        "example": example_of(field),
    }
    return _faulty(Fault("WB-KIND", text, facts), text)


def _faulty(fault: Fault, kept: str) -> Answer:
    """Keep what was typed, so that it can be corrected where it stands."""
    return Answer(State.PROVIDED, kept, faults=(fault,))


_READERS: Final[dict[str, Callable[..., Answer]]] = {
    "quantity": _number,
    "parameter": _number,
    "text": _text,
    "long_text": _text,
    "date": _date,
    "month": _month,
    "choice": _choice,
    "uscc": _uscc,
    "factor": _text,
}
