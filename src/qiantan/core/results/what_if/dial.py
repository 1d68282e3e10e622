"""A dial: one figure that may be moved, between which bounds, and what a typed text makes of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from qiantan.core.findings import NO_TEXT, Finding, Severity, Text
from qiantan.core.quantities.figures import FigureError, split_figure
from qiantan.core.quantities.units import convert, dimension_words, is_unit, normalise_unit, same_dimension
from qiantan.core.study.shape import Amount, Named, plain

Kind = Literal["amount", "output", "key", "parameter", "factor", "share"]
# Beyond this no plant has a figure, and sums of several would leave the range of floating-point numbers.
LARGEST = Decimal("1e30")
_SHOWN_DIGITS = 9
# What is left of a power of ten too long to be read: "1e300" is "1" and "e300".
_POWER = re.compile(r"[eE][-+]?\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """One figure that may be moved.

    `key` names it in requests; `name` and `owner` in words (the figure, and the process or table it belongs to).
    `value` in `unit` is what counts now; `low` and `high` bound the slider in that unit and `span` says where they come
    from: they are no limits. `default` tells that nobody stated the value. `least` is what the figure may not fall
    below. `effect`: kg CO2e per declared unit for one per cent more of it (a share: for one percentage point more).
    `exchange` is the id of the exchange it belongs to, empty for an output. `mix` names dials that add up to one.
    """

    key: str
    kind: Kind
    name: Named
    owner: Named
    value: Decimal
    unit: str
    low: float
    high: float
    span: Text = NO_TEXT
    default: bool = False
    least: Literal["any", "zero", "above zero"] = "zero"
    effect: float = 0.0
    exchange: str = ""
    mix: str = ""

    @property
    def shown(self) -> str:
        """The value as a field shows it: as stated, a computed one with six significant digits."""
        text = plain(self.value)
        return text if len(text.strip("-0.").replace(".", "")) <= _SHOWN_DIGITS else _rounded(self.value)


class ChangeError(ValueError):
    """Changes that make no study; `findings` holds everything wrong with them, each at the key of its dial."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{each.place}: {each.message.en}" for each in self.findings))


def read_changes(dials: Iterable[Dial], typed: Mapping[str, str]) -> dict[str, Amount]:
    """Return what was typed for each dial in the unit of the dial; untouched dials are left out.

    A figure may have a unit behind it (``43 GJ/t``). Raises ChangeError with every fault: a dial that is unknown, a
    text that is no figure, a unit of another dimension, a figure below what is possible or beyond all reason.
    """
    known = {dial.key: dial for dial in dials}
    changes: dict[str, Amount] = {}
    faults: list[Finding] = []
    for key, text in typed.items():
        dial = known.get(key)
        if dial is None:
            faults.append(unknown(key))
            continue
        if text.strip() == dial.shown:
            continue
        amount = _read(dial, text)
        if isinstance(amount, Finding):
            faults.append(amount)
        elif amount.value != dial.value:
            changes[key] = amount
    if faults:
        raise ChangeError(faults)
    return changes


def fault(key: str, code: str, message: Text, *, found: str = "", expected: Text = NO_TEXT) -> Finding:
    """Return a blocking finding at a dial."""
    return Finding(
        code=f"WHATIF-{code}",
        severity=Severity.BLOCKING,
        place=key,
        message=message,
        found=found,
        expected=expected,
        remedy=Text(
            "请更正该数值，或恢复原值；上一次的结果不变。", "Correct the figure or reset it; the last answer stands."
        ),
    )


def _read(dial: Dial, text: str) -> Amount | Finding:
    name, example = (
        dial.name,
        Text(f"例如 {plain(dial.value)} {dial.unit}", f"such as {plain(dial.value)} {dial.unit}"),
    )
    try:
        figure, unit = split_figure(text)
    except FigureError as error:
        return fault(
            dial.key,
            "FIGURE",
            Text(f"“{name.zh}”：{error.zh}", f"{_en(name)}: {error.en}"),
            found=text[:60],
            expected=example,
        )
    unit = unit or dial.unit
    if _POWER.fullmatch(unit):
        return _large(dial, text, example)
    if not is_unit(unit) or not same_dimension(unit, dial.unit):
        return _unfit(dial, unit, example)
    value = Decimal(figure)
    if normalise_unit(unit) != normalise_unit(dial.unit):
        value *= Decimal(repr(convert(1.0, unit, dial.unit)))
    if abs(value) > LARGEST:
        return _large(dial, text, example)
    if (dial.least == "zero" and value < 0) or (dial.least == "above zero" and value <= 0):
        above = (
            Text("大于零的数值", "a figure above zero")
            if dial.least == "above zero"
            else Text("不小于零的数值", "zero or more")
        )
        message = Text(f"“{name.zh}”须为{above.zh}。", f"{_en(name)} must be {above.en}.")
        return fault(dial.key, "LEAST", message, found=text[:60], expected=above)
    return Amount(value=value, unit=dial.unit)


def _large(dial: Dial, text: str, example: Text) -> Finding:
    message = Text(f"“{dial.name.zh}”超出可以计算的范围。", f"{_en(dial.name)} is beyond what can be computed.")
    return fault(dial.key, "LARGE", message, found=text[:60], expected=example)


def _unfit(dial: Dial, unit: str, example: Text) -> Finding:
    zh, en = dimension_words(dial.unit)
    shown = unit[:60]
    message = Text(
        f"“{dial.name.zh}”的单位“{shown}”不能换算为 {dial.unit}（{zh}）。",
        f"{_en(dial.name)}: the unit '{shown}' cannot be converted to {dial.unit} ({en}).",
    )
    return fault(dial.key, "UNIT", message, found=shown, expected=example)


def unknown(key: str) -> Finding:
    """Return the finding of a key that names no dial."""
    return fault(
        key[:120],
        "UNKNOWN",
        Text(f"这份研究没有可调项“{key[:60]}”。", f"The study has no figure '{key[:60]}' to change."),
        expected=Text("页面上列出的可调项", "one of the figures on the page"),
    )


def _rounded(value: Decimal) -> str:
    text = plain(Decimal(f"{value:.6g}"))
    return text.rstrip("0").rstrip(".") if "." in text else text


def _en(name: Named) -> str:
    return name.en or name.zh
