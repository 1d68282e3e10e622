"""What an elementary flow counts for: which of our greenhouse gases it is, how much of it, or why it is left out.

A factor and a linked database ask the same question of every exchange with nature; both get the answer from here.
"""

import functools
from decimal import Decimal
from typing import Final, NamedTuple

from qiantan.core.datasets.document import Dataset, Flow, Reference
from qiantan.core.datasets.export import GWP
from qiantan.core.datasets.figures import quotient
from qiantan.core.datasets.gases import Ambiguous, is_emission, is_stored, is_suspect, recognised
from qiantan.core.datasets.measures import known_dimension, our_unit

_ONE: Final = Decimal(1)
_GWP_WORDS: Final = ("gwp", "global warming", "climate change", "全球变暖", "气候变化")


class Counted(NamedTuple):
    """One of our greenhouse gases: `kilograms` of it in one unit of the exchange, `sign` +1 where it adds to the air's.

    `gas` is empty for what is left out; `code` then names the reason (a ``DS-GAS`` code), empty for what is no
    greenhouse gas or does not reach the air.
    """

    gas: str = ""
    sign: int = 1
    kilograms: Decimal = _ONE
    code: str = ""


NOTHING: Final = Counted()


@functools.lru_cache(maxsize=65_536)
def counted_as(flow: Flow, direction: str, unit: str) -> Counted:
    """Return what one unit of an elementary flow counts for."""
    try:
        gas = recognised(flow, direction)
    except Ambiguous as ambiguous:
        return Counted(code=ambiguous.code)
    if not gas:
        return Counted(code="DS-GAS-UNKNOWN") if is_suspect(flow) and is_emission(flow) else NOTHING
    stored = is_stored(flow)
    if gas != "co2_biogenic_uptake" and not stored and not is_emission(flow):
        return NOTHING
    dimension = known_dimension(unit)
    if dimension != "mass":
        return Counted(code="DS-GAS-CARBON" if dimension in ("C", "N") else "DS-GAS-UNIT")
    sign = -1 if (direction == "input") != (gas == "co2_biogenic_uptake") or stored else 1
    return Counted(gas, sign, _ONE if our_unit(unit) == "kg" else _kilograms(flow, unit))


def _kilograms(flow: Flow, unit: str) -> Decimal:
    units = dict(flow.measure.group.units)
    return quotient(units.get(unit, _ONE), units.get("kg", _ONE))


def published_equivalent(dataset: Dataset) -> Decimal | None:
    """Return the one published global warming potential of a dataset, kg CO2e for its reference flow; else none."""
    published = [one.amount for one in dataset.impacts if _is_gwp(one.method)]
    return published[0] if len(published) == 1 else None


def _is_gwp(method: Reference) -> bool:
    words = f"{method.name.zh} {method.name.en}".lower()
    return method.uuid == GWP.uuid or any(word in words for word in _GWP_WORDS)
