"""What one reader of a database has taken in: plain tables that several readers can hand over to be linked together.

Every number counts within its part; `assemble.linked` brings them together. As bytes a part is an uncompressed archive
of arrays (NumPy's npz) with the words as JSON, and nothing in it is ever executed on reading.
"""

import io
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qiantan.core.datasets.document import Flow, FlowProperty, Level, UnitGroup
from qiantan.core.datasets.figures import plain
from qiantan.core.findings import Text

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
_WORDS: Final = "words"


class Use(NamedTuple):
    """An elementary flow (number) as it is used, and what it counts for: our gas, or why it is left out, or neither."""

    flow: int
    direction: str
    unit: str
    gas: str
    code: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Part:
    """Datasets as tables.

    `uuids` are those of processes and of suppliers that are named; `taken` (process) which of them each process has.
    `offers` (offer × 5) process, exchange id, flow, unit group, is reference; `made` (offer × 2) amount in its unit and
    the group's reference units in one of it, `units` (offer) that unit. `demands` (demand × 5) process, exchange id,
    flow, named supplier's UUID or -1, group; `wanted` (demand) the amount taken in the group's reference unit. `gases`
    (entry × 3) process, exchange id, gas; `kilograms` (entry). `shares` (share × 3) process, exchange id, co-product's
    exchange id; `share` (share) the part of one. `uses` of elementary flows, `times` (use) how often.
    """

    uuids: tuple[str, ...]
    taken: Ints
    names: tuple[Text, ...]
    places: tuple[str, ...]
    flows: tuple[Flow, ...]
    groups: tuple[str, ...]
    offers: Ints
    made: Floats
    units: tuple[str, ...]
    demands: Ints
    wanted: Floats
    gases: Ints
    kilograms: Floats
    shares: Ints
    share: Floats
    uses: tuple[Use, ...]
    times: Ints


_ARRAYS: Final = (
    "taken", "offers", "made", "demands", "wanted", "gases", "kilograms", "shares", "share", "times",
)  # fmt: skip


def part_bytes(part: Part) -> bytes:
    """Return a part as bytes."""
    measures: dict[FlowProperty, int] = {}
    words = {
        "uuids": part.uuids,
        "names": part.names,
        "places": part.places,
        "flows": [flow_values(flow, measures) for flow in part.flows],
        "groups": part.groups,
        "units": part.units,
        "uses": part.uses,
    }
    words["measures"] = tuple(measure_values(one) for one in measures)
    return archived({name: getattr(part, name) for name in _ARRAYS}, words)


def part_of(content: bytes) -> Part:
    """Return the part that bytes hold."""
    arrays, words = unarchived(content)
    measures = [measure_of_values(values) for values in words["measures"]]
    return Part(
        **arrays,
        uuids=tuple(words["uuids"]),
        names=tuple(Text(*name) for name in words["names"]),
        places=tuple(words["places"]),
        flows=tuple(flow_of_values(values, measures) for values in words["flows"]),
        groups=tuple(words["groups"]),
        units=tuple(words["units"]),
        uses=tuple(Use(*one) for one in words["uses"]),
    )


def archived(arrays: dict[str, NDArray[Any]], words: Any) -> bytes:
    """Return arrays and words (JSON values) as bytes."""
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    kept: Any = {**arrays, _WORDS: np.frombuffer(text, dtype=np.uint8)}
    out = io.BytesIO()
    np.savez(out, **kept)
    return out.getvalue()


def unarchived(content: bytes) -> tuple[dict[str, NDArray[Any]], Any]:
    """Return the arrays and the words that bytes hold."""
    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        arrays = {name: kept[name] for name in kept.files}
    return arrays, json.loads(arrays.pop(_WORDS).tobytes())


def flow_values(flow: Flow, measures: dict[FlowProperty, int]) -> tuple[Any, ...]:
    """Return a flow as JSON values; its measure by number in `measures`, which grows."""
    measure = measures.setdefault(flow.measure, len(measures))
    return (flow.uuid, flow.name, flow.kind, measure, flow.path, flow.cas)


def flow_of_values(values: Any, measures: list[FlowProperty]) -> Flow:
    """Return the flow of JSON values."""
    uuid, name, kind, measure, path, cas = values
    return Flow(uuid, Text(*name), kind, measures[measure], tuple(Level(*one) for one in path), cas)


def measure_values(measure: FlowProperty) -> tuple[Any, ...]:
    """Return a flow property with its unit group as JSON values."""
    group = measure.group
    units = [(name, plain(factor)) for name, factor in group.units]
    return (measure.uuid, measure.name, (group.uuid, group.name, group.reference, units))


def measure_of_values(values: Any) -> FlowProperty:
    """Return the flow property of JSON values."""
    uuid, name, (group, group_name, reference, units) = values
    known = tuple((unit, Decimal(factor)) for unit, factor in units)
    return FlowProperty(uuid, Text(*name), UnitGroup(group, Text(*group_name), reference, known))
