"""A linked database as bytes, and the footprints of its columns: what is kept beside the tables and read back as arrays."""

from typing import Any, Final

import numpy as np

from qiantan.core.datasets.document import FlowProperty
from qiantan.core.datasets.footprints import Footprints
from qiantan.core.datasets.linked import Column, Floats, Gases, LinkedDatabase, Links, Nature
from qiantan.core.datasets.part import (
    archived,
    flow_of_values,
    flow_values,
    measure_of_values,
    measure_values,
    unarchived,
)
from qiantan.core.findings import Text

_LINKS: Final = ("process", "exchange", "column", "flow", "supplier", "amount", "code")
_GASES: Final = ("column", "gas", "kg")


def database_bytes(database: LinkedDatabase) -> bytes:
    """Return a linked database as bytes."""
    measures: dict[FlowProperty, int] = {}
    columns = database.columns
    arrays = {f"link_{name}": getattr(database.links, name) for name in _LINKS}
    arrays |= {f"gas_{name}": getattr(database.gases, name) for name in _GASES}
    arrays["columns"] = np.array(
        [(one.process, one.exchange, one.flow, one.is_reference) for one in columns], dtype=np.int32
    ).reshape(-1, 4)
    arrays["made"] = np.array([one.amount for one in columns], dtype=np.float64)
    words: dict[str, Any] = {
        "uuids": database.uuids,
        "names": database.names,
        "places": database.places,
        "units": [one.unit for one in columns],
        "flows": [flow_values(flow, measures) for flow in database.flows],
        "natures": database.natures,
        "gases": database.gases.names,
        "unallocated": database.unallocated,
    }
    words["measures"] = [measure_values(one) for one in measures]
    return archived(arrays, words)


def kept_database(content: bytes) -> LinkedDatabase:
    """Return the linked database that bytes hold."""
    arrays, words = unarchived(content)
    measures = [measure_of_values(values) for values in words["measures"]]
    rows = zip(arrays["columns"].tolist(), words["units"], arrays["made"].tolist(), strict=True)
    return LinkedDatabase(
        uuids=tuple(words["uuids"]),
        names=tuple(Text(*name) for name in words["names"]),
        places=tuple(words["places"]),
        columns=tuple(
            Column(process, exchange, flow, unit, amount, bool(is_reference))
            for (process, exchange, flow, is_reference), unit, amount in rows
        ),
        flows=tuple(flow_of_values(values, measures) for values in words["flows"]),
        natures=tuple(Nature(*one) for one in words["natures"]),
        links=Links(**{name: arrays[f"link_{name}"] for name in _LINKS}),
        gases=Gases(arrays["gas_column"], arrays["gas_gas"], arrays["gas_kg"], tuple(words["gases"])),
        unallocated=tuple((int(process), int(exchange)) for process, exchange in words["unallocated"]),
    )


def scores_bytes(found: Footprints) -> bytes:
    """Return the footprints of every column as bytes: kg CO2e, own part, proven bound (NaN where there is none)."""
    bound = np.full(found.kg.size, np.nan) if found.bound is None else found.bound
    return archived({"kg": found.kg, "own": found.own, "bound": bound}, {"gwp_set": found.gwp_set})


def kept_scores(content: bytes) -> tuple[Floats, Floats, Floats]:
    """Return kg CO2e, own part and proven bound of every column (column); NaN where no bound is proven."""
    arrays, _ = unarchived(content)
    return arrays["kg"], arrays["own"], arrays["bound"]
