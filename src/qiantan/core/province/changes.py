"""Changed factors: another statement of a factor under the same id, as a release brings it or as an analyst types it.

A typed list has one change per line: id, new value or change in per cent, and the unit where it is not the factor's own,
between blanks, tabs or commas; a factor of several gases is changed in per cent, or gas by gas with the flow as fourth
word. ``#`` begins a remark::

    cn-elec-cf-2024-CN   0.5412   kgCO2e/kWh
    ipcc2006-ncv-coking-coal  -5%
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.methods.gases import gas_unit
from qiantan.core.quantities.units import UnitError, convert, same_dimension
from qiantan.core.study.document import Emission, Factor
from qiantan.core.study.shape import FIGURE_LENGTH, Amount

LARGEST = Decimal(10) ** 12  # no factor is larger in any unit of the library; beyond, somebody slipped on the keyboard
SLIP = 100  # a change by more than this factor is most likely a slip of the comma or the unit
MOST_LINES = 500
LONGEST_LINE = 300
_BREAKS = re.compile(r"[\s,，;；]+")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
FAMILIES = {
    "footprint": Text("产品碳足迹因子", "footprint factor"),
    "electricity_footprint": Text("电力碳足迹因子", "electricity footprint factor"),
    "emission": Text("直接排放因子", "direct emission factor"),
    "electricity_emission": Text("电力二氧化碳排放因子", "electricity CO2 emission factor"),
    "parameter": Text("参数", "parameter"),
}
EXAMPLE = "cn-elec-cf-2024-CN 0.5412 kgCO2e/kWh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """A factor as it is stated (`before`) and as it would be (`after`), under the same id."""

    before: Factor
    after: Factor

    @property
    def id(self) -> str:
        """The id by which studies pin the factor."""
        return self.before.id


def fault_of(before: Factor, after: Factor, place: str = "") -> Finding | None:
    """Return what keeps a factor from standing in for another statement of itself: the families, above all the two of
    electricity, never mix, and units must convert; none where it may.
    """
    if before.kind != after.kind:
        old, new = FAMILIES[before.kind], FAMILIES[after.kind]
        return _fault(
            "CHANGE-KIND",
            place,
            Text(
                f"“{before.name.zh}”是{old.zh}，新的值是{new.zh}：两类因子不能互相替代。",
                f"“{_english(before)}”: a {new.en} never stands in for a {old.en}.",
            ),
            found=after.kind,
            expected=old,
            remedy=Text("请选用同一类的因子。", "Choose a factor of the same family."),
        )
    here, there = (factor.value.unit if factor.value else factor.per for factor in (before, after))
    if (before.value is None) != (after.value is None) or not same_dimension(here, there):
        return _unit_fault(before, there, here, place)
    return None


def ids_in(text: str) -> tuple[str, ...]:
    """Return the ids a typed list names, each once."""
    return tuple(dict.fromkeys(words[0] for _, words in _lines(text)))


def typed(text: str, known: Mapping[str, Factor]) -> tuple[tuple[Replacement, ...], tuple[Finding, ...]]:
    """Return the changes of a typed list and everything that is wrong with it, each at its line; `known` holds the factors
    it may name.
    """
    lines = list(_lines(text))
    found: list[Finding] = []
    if len(lines) > MOST_LINES:
        found.append(
            _fault(
                "CHANGE-MANY",
                "",
                Text(f"一次最多 {MOST_LINES} 行，现有 {len(lines)} 行。", f"At most {MOST_LINES} lines at once."),
                found=str(len(lines)),
                remedy=Text("请分几次预览。", "Please ask in several parts."),
            )
        )
        lines = lines[:MOST_LINES]
    changed: dict[str, Factor] = {}
    said: dict[tuple[str, str], str] = {}
    for place, words in lines:
        key = (words[0], words[3] if words[3:] else "")
        if key in said:
            found.append(_twice(place, words[0], said[key]))
            continue
        said[key] = place
        after = _changed(place, words, changed.get(words[0]) or known.get(words[0]))
        if isinstance(after, Finding):
            found.append(after)
        else:
            changed[words[0]] = after
            found += _doubts(place, known[words[0]], after)
    return tuple(Replacement(before=known[key], after=after) for key, after in changed.items()), tuple(found)


def _lines(text: str) -> Iterator[tuple[str, list[str]]]:
    for number, line in enumerate(text.replace("\0", " ").splitlines(), start=1):
        words = [word for word in _BREAKS.split(line.split("#", 1)[0][:LONGEST_LINE].strip()) if word]
        if words:
            yield f"{number}", words


def _changed(place: str, words: Sequence[str], factor: Factor | None) -> Factor | Finding:
    if factor is None:
        return _unknown(place, words[0])
    if len(words) < 2:  # noqa: PLR2004 - id and value
        return _no_figure(place, factor, "")
    text = words[1].replace("−", "-").replace("％", "%")
    per_cent, figure = text.endswith("%"), _figure(text.rstrip("%"))
    if figure is None or abs(figure) > LARGEST or len(format(figure, "f")) > FIGURE_LENGTH:
        return _no_figure(place, factor, words[1])
    if not per_cent:
        return _stated(place, factor, figure, words[2:]) if figure >= 0 else _negative(place, factor, words[1])
    if text[0] not in "+-":
        return _ambiguous(place, factor, words[1])
    by = 1 + figure / 100
    return _scaled(factor, by) if by >= 0 else _negative(place, factor, words[1])


def _figure(text: str) -> Decimal | None:
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _scaled(factor: Factor, by: Decimal) -> Factor:
    if factor.value is not None:
        value = _short(factor.value.value * by)
        return factor.model_copy(update={"value": Amount(value=value, unit=factor.value.unit)})
    emissions = tuple(Emission(flow=one.flow, kg=_short(one.kg * by)) for one in factor.emissions)
    return factor.model_copy(update={"emissions": emissions})


def _stated(place: str, factor: Factor, figure: Decimal, more: Sequence[str]) -> Factor | Finding:
    """Return the factor with a figure in its own unit, or in one that converts to it; for one of its gases where told."""
    unit, flow = more[0] if more else "", more[1] if more[1:] else ""
    flows = [emission.flow for emission in factor.emissions]
    if factor.value is None and ((not flow and len(flows) != 1) or (flow and flow not in flows)):
        return _several(place, factor, flow)
    own = factor.value.unit if factor.value else unit_of(flow or flows[0], factor.per)
    try:
        in_own = figure if not unit else _short(figure * Decimal(repr(convert(1.0, unit, own))))
    except UnitError:
        return _unit_fault(factor, unit, own, place)
    if factor.value is not None:
        return factor.model_copy(update={"value": Amount(value=in_own, unit=own)})
    emissions = tuple(Emission(flow=e.flow, kg=in_own) if e.flow == (flow or flows[0]) else e for e in factor.emissions)
    return factor.model_copy(update={"emissions": emissions})


def unit_of(flow: str, per: str) -> str:
    """Return the unit of kg of a flow per unit of a factor: ``kgCO2e/(t·km)``."""
    return f"{gas_unit(flow)}/{f'({per})' if set('*·/') & set(per) else per}"


def _short(figure: Decimal) -> Decimal:
    """Return a figure with at most 17 significant digits, as many as a computed one has."""
    return Decimal(format(Decimal(f"{figure:.17g}"), "f"))


# --- what can be wrong -------------------------------------------------------------------------------------------------


def _english(factor: Factor) -> str:
    return factor.name.en or factor.name.zh


def _fault(code: str, place: str, message: Text, **more: object) -> Finding:
    return Finding(code=code, severity=Severity.BLOCKING, place=place, message=message, example=EXAMPLE, **more)  # type: ignore[arg-type]


def _unknown(place: str, key: str) -> Finding:
    return _fault(
        "CHANGE-UNKNOWN",
        place,
        Text("因子库和模板中没有这个编号的因子。", "Neither the library nor a template has a factor of this id."),
        found=key,
        expected=Text("因子详情页上的编号", "the id on the page of a factor"),
        remedy=Text("请从因子库复制编号。", "Copy the id from the library."),
    )


def _no_figure(place: str, factor: Factor, text: str) -> Finding:
    return _fault(
        "CHANGE-FIGURE",
        place,
        Text(f"“{factor.name.zh}”没有可用的数值。", f"“{_english(factor)}” has no usable figure."),
        found=text or "—",
        expected=Text("0 到 10¹² 之间的数，或如 -5% 的变化", "a figure from 0 to 10¹², or a change such as -5%"),
        remedy=Text(
            "请在编号之后写数值，千位不加逗号。", "Write the figure after the id, without thousands separators."
        ),
    )


def _negative(place: str, factor: Factor, text: str) -> Finding:
    return _fault(
        "CHANGE-NEGATIVE",
        place,
        Text(f"“{factor.name.zh}”不能是负数。", f"“{_english(factor)}” cannot be negative."),
        found=text,
        expected=Text("不小于 0 的数；降低请写如 -5%", "a figure of at least 0; write a decrease as -5%"),
        remedy=Text(
            "抵扣写在研究的副产品里，不写进因子。", "Credits belong to the co-products of a study, not to a factor."
        ),
    )


def _ambiguous(place: str, factor: Factor, text: str) -> Finding:
    bare = text.rstrip("%％")
    return _fault(
        "CHANGE-PER-CENT",
        place,
        Text(f"“{factor.name.zh}”：{text} 有两种读法。", f"“{_english(factor)}”: {text} can be read in two ways."),
        found=text,
        expected=Text(f"变化写 +{bare}%，数值写 {bare} %（中间空格）", f"+{bare}% for a change, {bare} % for a value"),
        remedy=Text("请加上正负号，或在百分号前空一格。", "Add a sign, or a blank before the per cent sign."),
    )


def _several(place: str, factor: Factor, flow: str = "") -> Finding:
    flows = "、".join(emission.flow for emission in factor.emissions)
    return _fault(
        "CHANGE-GASES",
        place,
        Text(
            f"“{factor.name.zh}”由几种气体组成，或没有所写的气体。",
            f"“{_english(factor)}” has several gases, or not the one named.",
        ),
        found=flow or "—",
        expected=Text(
            f"如 -5% 的变化，或第四列写 {flows} 之一", f"a change such as -5%, or one of {flows} as fourth word"
        ),
        remedy=Text("请写百分比，或逐种气体各写一行。", "Write per cent, or one line for each gas."),
    )


def _unit_fault(factor: Factor, found: str, own: str, place: str) -> Finding:
    return _fault(
        "CHANGE-UNIT",
        place,
        Text(
            f"“{factor.name.zh}”的单位不能换算为 {own}。",
            f"The unit given for “{_english(factor)}” does not convert to {own}.",
        ),
        found=found or "—",
        expected=Text(f"{own} 或可与之换算的单位", f"{own}, or a unit that converts to it"),
        remedy=Text(
            "请改写单位；不写单位按因子自己的单位。", "Change the unit; without one the factor's own is meant."
        ),
    )


def _twice(place: str, key: str, first: str) -> Finding:
    return _fault(
        "CHANGE-TWICE",
        place,
        Text(f"同一因子已在第 {first} 行改过。", f"The same factor was changed in line {first}."),
        found=key,
        expected=Text("每个因子（每种气体）一行", "one line for each factor, or for each of its gases"),
        remedy=Text("请删去其中一行。", "Remove one of the lines."),
    )


def _doubts(place: str, before: Factor, after: Factor) -> Iterator[Finding]:
    """A change by more than a hundredfold is computed, and doubted."""
    pairs = [(float(e.kg), float(a.kg)) for e, a in zip(before.emissions, after.emissions, strict=True)]
    pairs += [(float(f.value.value), float(g.value.value)) for f, g in ((before, after),) if f.value and g.value]
    for old, new in pairs:
        if old and new and not 1 / SLIP <= abs(new / old) <= SLIP:
            yield Finding(
                code="CHANGE-SLIP",
                severity=Severity.WARNING,
                place=place,
                message=Text(
                    f"“{before.name.zh}”变为原来的 {new / old:.3g} 倍。",
                    f"“{_english(before)}” becomes {new / old:.3g} times what it is.",
                ),
                found=f"{old:g} → {new:g}",
                expected=Text("请确认单位和小数点", "please check unit and decimal point"),
            )
