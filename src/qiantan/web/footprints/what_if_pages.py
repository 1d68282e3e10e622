"""The what-if page in words: dials with their sliders, the answer beside what is, and where it can be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10

from django.utils.translation import gettext as _

from qiantan.core.findings import Finding
from qiantan.core.formats.report.figures import places_for, shown
from qiantan.core.results.what_if import Basis, Dial, Forecast, Moved, Swap
from qiantan.core.study.shape import plain
from qiantan.web.ui.parts import FindingView
from qiantan.web.ui.wording import finding_view, significant, words

FIRST = 12
SHOWN_PARTS = 8
STEPS = 200
# Warnings about the figures; what evidence and reasons are missing is asked when they are taken over.
IMPLAUSIBLE = frozenset({"ENTRY-RANGE", "ENTRY-BALANCE", "ENTRY-HEAT", "ENTRY-LIBRARY-EXPIRED"})
MINUS = "\u2212"


@dataclass(frozen=True, slots=True, kw_only=True)
class DialRow:
    """A dial as a slider with a field: `text` is what stands in the field, `value` what counts without a change."""

    id: str
    key: str
    name: str
    owner: str
    unit: str
    text: str
    value: str
    low: str
    high: str
    step: str
    at: str
    span: str
    effect: str
    default: bool
    mix: str
    error: str
    search: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapRow:
    """A row whose factor can be replaced: its name, the factor that counts now, and the id typed."""

    id: str
    key: str
    name: str
    now: str
    text: str
    family: str
    per: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dials:
    """The dials of the page: shares of a mix first, then those that move most, then the rest."""

    mix: Sequence[DialRow]
    more_mix: Sequence[DialRow]
    first: Sequence[DialRow]
    rest: Sequence[DialRow]
    swaps: Sequence[SwapRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the footprint as it is and as it would be; bars are per cent of the longest."""

    name: str
    owner: str
    before: str
    after: str
    change: str
    tone: str
    bar_before: str
    bar_after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What would be: the figure, the change, the parts, and what is doubtful."""

    value: str
    before: str
    change: str
    relative: str
    tone: str
    moved: bool
    stages: Sequence[Part]
    contributions: Sequence[Part]
    processes: Sequence[Part]
    gases: Sequence[Part]
    remarks: Sequence[str]
    shares: Sequence[tuple[str, str]]


def dials_of(basis: Basis, typed: Mapping[str, str], faults: Sequence[Finding]) -> Dials:
    """Return the dials with what was typed in them and what is wrong with it."""
    wrong = {fault.place: words(fault.message) for fault in faults}
    rows = [_row(number, dial, typed, wrong) for number, dial in enumerate(basis.dials, 1)]
    mixed = [row for row in rows if row.mix]
    others = [row for row in rows if not row.mix]
    swaps = [_swap(number, swap, typed, wrong) for number, swap in enumerate(basis.swaps, 1)]
    there = [row for row in mixed if row.value != "0"]
    absent = [row for row in mixed if row.value == "0"]
    return Dials(mix=there, more_mix=absent, first=others[:FIRST], rest=others[FIRST:], swaps=swaps)


def answer_of(basis: Basis, forecast: Forecast) -> Answer:
    """Return the answer in words; what is displayed has the digits of the headline."""
    places = places_for(forecast.before)
    moved = forecast.change != 0
    return Answer(
        value=shown(forecast.total, places),
        before=shown(forecast.before, places),
        change=_signed(forecast.change, places),
        relative="—" if forecast.relative is None else f"{forecast.relative:+.1%}".replace("-", MINUS),
        tone=_tone(forecast.change, forecast.before),
        moved=moved,
        stages=_parts(forecast.by_stage, places),
        contributions=_parts(_largest(forecast.contributions), places),
        processes=_parts(forecast.by_process, places),
        gases=_parts(forecast.by_gas, places),
        remarks=[words(finding.message) for finding in forecast.findings if finding.code in IMPLAUSIBLE],
        shares=[*_shares(basis, forecast)],
    )


def fault_views(basis: Basis, faults: Sequence[Finding]) -> list[FindingView]:
    """Return what is wrong with the changes, each leading to its dial."""
    at = {dial.key: (f"#dial-{number}", words(dial.owner)) for number, dial in enumerate(basis.dials, 1)}
    return [finding_view(fault, *at.get(fault.place, ())) for fault in faults]


def _row(number: int, dial: Dial, typed: Mapping[str, str], wrong: Mapping[str, str]) -> DialRow:
    name, owner = words(dial.name), words(dial.owner)
    step = _step(dial.high - dial.low)
    per = _("每多 1 个百分点") if dial.kind == "share" else _("每增加 1%")
    sign = _signed_significant(dial.effect)
    return DialRow(
        id=f"dial-{number}",
        key=dial.key,
        name=name,
        owner=owner,
        unit=dial.unit.replace("CO2", "CO₂"),
        text=typed.get(dial.key, dial.shown),
        value=dial.shown,
        low=_plain(floor(dial.low / step) * step),
        high=_plain(-floor(-dial.high / step) * step),
        step=_plain(step),
        at=dial.shown,
        span=words(dial.span).replace("CO2", "CO₂"),
        effect=f"{per} {sign} kgCO₂e" if dial.effect else "",
        default=dial.default,
        mix=dial.mix,
        error=wrong.get(dial.key, ""),
        search=f"{name} {owner} {dial.name.zh} {dial.name.en}".lower(),
    )


def _swap(number: int, swap: Swap, typed: Mapping[str, str], wrong: Mapping[str, str]) -> SwapRow:
    faults = [text for place, text in wrong.items() if place == swap.place or place.startswith(f"{swap.place}.")]
    return SwapRow(
        id=f"swap-{number}",
        key=f"swap:{swap.place}",
        name=words(swap.name),
        now=words(swap.now),
        text=typed.get(f"swap:{swap.place}", ""),
        family=swap.family,
        per=swap.per,
        error=faults[0] if faults else "",
    )


def _step(span: float) -> float:
    """Return a round step of which some hundreds make up a span."""
    if span <= 0:
        return 1.0
    rough = span / STEPS
    power = 10.0 ** floor(log10(rough))
    return float(power * next(each for each in (1, 2, 5, 10) if rough <= each * power * (1 + 1e-9)))


def _plain(value: float) -> str:
    text = plain(Decimal(f"{value:.10g}"))
    return text.rstrip("0").rstrip(".") if "." in text else text


def _largest(parts: Sequence[Moved]) -> list[Moved]:
    """Return the parts worth showing: large ones, and those that move."""
    ranked = sorted(parts, key=lambda part: -max(abs(part.before), abs(part.after)))
    return ranked[:SHOWN_PARTS]


def _parts(parts: Sequence[Moved], places: int) -> list[Part]:
    longest = max((max(abs(part.before), abs(part.after)) for part in parts), default=0.0) or 1.0
    return [
        Part(
            name=words(part.name),
            owner=words(part.owner),
            before=shown(part.before, places),
            after=shown(part.after, places),
            change="" if shown(part.before, places) == shown(part.after, places) else _signed(part.change, places),
            tone=_tone(part.change, part.before),
            bar_before=f"{100 * abs(part.before) / longest:.2f}",
            bar_after=f"{100 * abs(part.after) / longest:.2f}",
        )
        for part in parts
    ]


def _shares(basis: Basis, forecast: Forecast) -> list[tuple[str, str]]:
    return [(key, _plain(float(f"{share:.6g}"))) for key, share in forecast.shares.items()] if basis.answered else []


def _signed(value: float, places: int) -> str:
    return _sign(value) + shown(abs(value), places)


def _sign(value: float) -> str:
    return "+" if value > 0 else MINUS if value < 0 else "±"


def _signed_significant(value: float) -> str:
    return _sign(value) + significant(abs(value))


def _tone(change: float, before: float) -> str:
    if abs(change) <= 1e-9 * abs(before):
        return "neutral"
    return "good" if change < 0 else "bad"
