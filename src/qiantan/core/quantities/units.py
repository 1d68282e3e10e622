"""Units: what a spelling means, which dimension it has, and conversion within a dimension.

A unit is a simple unit of `table`, optionally behind a Chinese number word (``万kWh``), or a product or quotient of
such (``kgCO2e/(t·km)``, ``GJ/万Nm3``). Whatever has another dimension is refused, because only a measured property
of the material leads from one to the other: tonnes to GJ by a heating value, carbon to CO2 by 44/12.
"""

import functools
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple, NoReturn, TypeVar

from qiantan.core.quantities.definitions import DIMENSIONS, SUBSTANCES
from qiantan.core.quantities.figures import split_figure
from qiantan.core.quantities.spelling import spelled
from qiantan.core.quantities.table import ROWS, Row

LONGEST: Final = 60
# A float; an array or a complex number is carried through just as well.
_Number = TypeVar("_Number", bound=Any)


class UnitError(ValueError):
    """A unit is not known, or has another dimension than wanted; worded in Chinese (`zh`) and English (`en`)."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.zh = zh
        self.en = en


class Quantity(NamedTuple):
    """A figure with its unit."""

    value: float
    unit: str


class Meaning(NamedTuple):
    """What a unit means: how it is shown, its factor to the base units, the powers of its base dimensions."""

    shown: str
    factor: float
    powers: tuple[tuple[str, int], ...]


_MULTIPLES: Final = {
    "百万": 1e6, "千万": 1e7, "十万": 1e5, "亿": 1e8, "万": 1e4, "千": 1e3, "百": 1e2,
}  # fmt: skip
_BY_SPELLING: Final[Mapping[str, Row]] = {spelling: row for row in ROWS for spelling in row.spellings}
# Capital letters are forgiven where only one reading is left; "MT" could be a tonne or a million, "tCE" coal or carbon.
_AMBIGUOUS: Final = {"mt", "mg", "gg", "ml", "nl"} | {f"mt{name.casefold()}" for name in SUBSTANCES}
_BY_FOLDED: Final[Mapping[str, Row]] = {
    spelling.casefold(): row for spelling, row in _BY_SPELLING.items() if spelling.casefold() not in _AMBIGUOUS
}
_TWO_READINGS: Final = {
    "": ("缺少单位", "the unit is missing"),
    "MT": ("吨请写 t，百万吨请写 Mt", "write t for tonne, Mt for a million tonnes"),
    "mt": ("吨请写 t，百万吨请写 Mt", "write t for tonne, Mt for a million tonnes"),
    "tCE": ("吨标准煤请写 tce，吨碳请写 tC", "write tce for standard coal, tC for carbon"),
    "tCe": ("吨标准煤请写 tce，吨碳请写 tC", "write tce for standard coal, tC for carbon"),
    "TCe": ("吨标准煤请写 tce，吨碳请写 tC", "write tce for standard coal, tC for carbon"),
    "万": ("只有数量级，没有单位", "a number word without a unit"),
    "亿": ("只有数量级，没有单位", "a number word without a unit"),
    "千": ("只有数量级，没有单位", "a number word without a unit"),
}
_KNOWN: Final = ("请用单位表中的写法，例如 t、kWh、GJ、Nm3、t·km", "write for instance t, kWh, GJ, Nm3, t·km")
_TOKENS: Final = re.compile(r"[^/·()^]+|[/·()^]")

NAMED: Final[Mapping[str, tuple[tuple[str, int], ...]]] = {
    "ratio": (),
    "transport": (("length", 1), ("mass", 1)),
    "power": (("energy", 1), ("time", -1)),
} | {name: ((name, 1),) for name in DIMENSIONS}
_NAME_OF: Final = {powers: name for name, powers in NAMED.items()}
_WORDS: Final = DIMENSIONS | {
    "ratio": ("比值", "ratio"),
    "transport": ("运输周转量", "transport"),
    "power": ("功率", "power"),
}

# The units offered for a dimension, the usual one first.
UNIT_CHOICES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "mass": ("t", "kg", "g", "万t"),
    "energy": ("kWh", "万kWh", "MWh", "GWh", "亿kWh", "GJ", "MJ", "TJ", "kcal", "tce", "kgce", "万tce"),
    "volume": ("m3", "万m3", "L"),
    "normal_volume": ("Nm3", "千Nm3", "万Nm3"),
    "length": ("km", "m"),
    "area": ("m2", "hm2", "亩", "km2"),
    "transport": ("t·km", "万t·km"),
    "time": ("h", "d", "min"),
    "count": ("件", "台", "片", "个", "块", "瓶", "辆"),
    "currency": ("元", "万元", "亿元"),
    "ratio": ("%", "ratio", "kg/t", "t/t"),
    "CO2": ("tCO2", "kgCO2"),
    "CO2e": ("tCO2e", "kgCO2e"),
    "C": ("tC", "kgC"),
    "energy/mass": ("GJ/t", "MJ/kg", "kJ/kg", "kcal/kg", "kWh/t", "kgce/t"),
    "energy/normal_volume": ("GJ/万Nm3", "MJ/Nm3", "kcal/Nm3"),
    "energy/volume": ("GJ/m3", "MJ/L"),
    "C/energy": ("tC/GJ", "tC/TJ"),
    "C/mass": ("tC/t", "kgC/kg"),
    "CO2/mass": ("tCO2/t", "kgCO2/t"),
    "CO2e/mass": ("kgCO2e/kg", "kgCO2e/t", "tCO2e/t"),
    "CO2e/energy": ("kgCO2e/kWh", "tCO2e/MWh", "kgCO2e/GJ"),
    "CO2e/transport": ("kgCO2e/(t·km)",),
    "time/cell_day": ("min/槽日",),
})  # fmt: skip


@functools.lru_cache(maxsize=4096)
def meaning(unit: str) -> Meaning:
    """Return what a unit means, however it is spelled. Raises UnitError."""
    text = spelled(unit)
    if not text or len(text) > LONGEST:
        _refuse(unit)
    tokens = _TOKENS.findall(text)
    found, rest = _quotient(unit, tokens, 0)
    if rest != len(tokens):
        _refuse(unit)
    return found


def normalise_unit(text: str) -> str:
    """Return the one way a unit is shown: ``吨`` is "t", ``万千瓦时`` is "万kWh". Raises UnitError."""
    return meaning(text).shown


def is_unit(text: str) -> bool:
    """Say whether the register knows the unit."""
    try:
        meaning(text)
    except UnitError:
        return False
    return True


def same_dimension(first: str, second: str) -> bool:
    """Say whether one unit can be converted into the other. Raises UnitError where one is not known."""
    return meaning(first).powers == meaning(second).powers


@functools.lru_cache(maxsize=4096)
def dimension(unit: str) -> str:
    """Return the dimension of a unit: "mass", "energy/mass" … as in `UNIT_CHOICES`. Raises UnitError."""
    return _written(meaning(unit).powers, 1, lambda name: name)


def dimension_words(unit: str) -> tuple[str, str]:
    """Return the dimension of a unit in Chinese and English words. Raises UnitError."""
    powers = meaning(unit).powers
    return _written(powers, 1, lambda name: _WORDS[name][0]), _written(powers, 1, lambda name: _WORDS[name][1])


def convert(value: _Number, from_unit: str, to_unit: str) -> _Number:
    """Return a value (a number, complex too, or an array) in another unit of the same dimension. Raises UnitError."""
    if from_unit == to_unit:
        return value
    source, target = meaning(from_unit), meaning(to_unit)
    if source.powers != target.powers:
        _refuse_dimension(source, target)
    if source.factor >= target.factor:
        return value * (source.factor / target.factor)  # type: ignore[no-any-return]
    return value / (target.factor / source.factor)  # type: ignore[no-any-return]


def _quotient(unit: str, tokens: list[str], at: int) -> tuple[Meaning, int]:
    """Read ``product (/ product)*`` from a position; return its meaning and the position behind it.

    A product binds closer than a quotient, as people mean it: ``kgCO2e/t·km`` is per tonne-kilometre.
    """
    found, at = _product(unit, tokens, at)
    while at < len(tokens) and tokens[at] == "/":
        divisor, at = _product(unit, tokens, at + 1)
        found = _combined(found, divisor, "/")
    return found, at


def _product(unit: str, tokens: list[str], at: int) -> tuple[Meaning, int]:
    found, at = _term(unit, tokens, at)
    while at < len(tokens) and tokens[at] == "·":
        term, at = _term(unit, tokens, at + 1)
        found = _combined(found, term, "·")
    return found, at


def _term(unit: str, tokens: list[str], at: int) -> tuple[Meaning, int]:
    if at >= len(tokens):
        _refuse(unit)
    if tokens[at] == "(":
        inner, behind = _quotient(unit, tokens, at + 1)
        if behind >= len(tokens) or tokens[behind] != ")":
            _refuse(unit)
        return inner._replace(shown=f"({inner.shown})"), behind + 1
    return _simple(unit, tokens[at]), at + 1


def _simple(unit: str, text: str) -> Meaning:
    if text == "1":
        text = "ratio"
    row = _row(text)
    if row:
        return Meaning(row.symbol, row.factor, row.powers)
    for word, factor in _MULTIPLES.items():
        row = _row(text[len(word) :]) if text.startswith(word) else None
        if row and row.powers:
            return Meaning(word + row.symbol, factor * row.factor, row.powers)
    return _refuse(unit)


def _row(text: str) -> Row | None:
    if text in _TWO_READINGS:
        return None
    return _BY_SPELLING.get(text) or _BY_FOLDED.get(text.casefold())


def _combined(left: Meaning, right: Meaning, sign: str) -> Meaning:
    power = 1 if sign == "·" else -1
    powers = dict(left.powers)
    for name, exponent in right.powers:
        powers[name] = powers.get(name, 0) + power * exponent
    factor = left.factor * right.factor if power == 1 else left.factor / right.factor
    shown = f"({right.shown})" if power == -1 and "·" in right.shown and right.shown[0] != "(" else right.shown
    return Meaning(
        f"{left.shown}{sign}{shown}", factor, tuple(sorted((name, count) for name, count in powers.items() if count))
    )


def _written(powers: tuple[tuple[str, int], ...], sign: int, word: Callable[[str], str]) -> str:
    if powers in _NAME_OF:
        return word(_NAME_OF[powers])
    above = tuple((name, power) for name, power in powers if power * sign > 0)
    below = tuple((name, -power) for name, power in powers if power * sign < 0)
    if not below:
        return "·".join(word(name) if power == 1 else f"{word(name)}^{power}" for name, power in above)
    bottom = _written(below, 1, word)
    return f"{_written(above, 1, word) if above else '1'}/{f'({bottom})' if '·' in bottom else bottom}"


def _refuse(unit: str) -> NoReturn:
    zh, en = _TWO_READINGS.get(spelled(unit), _KNOWN)
    shown = unit[:LONGEST]
    raise UnitError(f"不认识的单位“{shown}”：{zh}。", f"Unknown unit “{shown}”: {en}.")


def _refuse_dimension(source: Meaning, target: Meaning) -> NoReturn:
    (source_zh, source_en), (target_zh, target_en) = dimension_words(source.shown), dimension_words(target.shown)
    raise UnitError(
        f"单位“{source.shown}”是{source_zh}，“{target.shown}”是{target_zh}，两者不能换算。",
        f"“{source.shown}” is {source_en}, “{target.shown}” is {target_en}: one cannot be converted into the other.",
    )


def parse_quantity(text: str) -> Quantity:
    """Return a figure with its unit: ``1.2 万kWh`` is Quantity(1.2, "万kWh"). Raises FigureError, UnitError."""
    figure, unit = split_figure(text)
    return Quantity(float(figure), normalise_unit(unit))
