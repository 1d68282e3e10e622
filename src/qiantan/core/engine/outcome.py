"""What a calculation gives: the footprint of one unit and everything it is made of."""

from dataclasses import dataclass, field
from math import fsum
from typing import NamedTuple

import numpy as np

from qiantan.core.engine.scaling import Scaling
from qiantan.core.engine.system import Entry, Floats, ProductSystem


class Share(NamedTuple):
    """A term of the footprint: the id of a stage, process, gas, category or account, and kg CO2e per unit."""

    id: str
    kg: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Outcome:
    """The footprint of one declared or functional unit and everything it is made of.

    `total` and every share are kg CO2e per unit. `kg_by_exchange_flow` (exchange × flow) is kg CO2e and adds up to the
    total; `amount_by_exchange` the part of each amount, in its own unit, that one unit needs; `estimate_by_exchange`
    what cut-offs leave out; `scale_by_process` the part of each process's period that one unit needs (of an allocated
    process: by the shares of its outputs; of a subdivided one: of the part that makes its reference output).
    `entries` are the exchanges in the order of the study, and after those of each process the credits of its
    co-products under substitution. `with_grid_factor` is the total with all electricity from the grid, claimed by
    contract or not, valued at the grid factor; none without such a factor. `biogenic_carbon` is kg of carbon in one unit.
    """

    total: float
    entries: tuple[Entry, ...]
    exchange_ids: tuple[str, ...]
    process_ids: tuple[str, ...]
    flows: tuple[str, ...]
    kg_by_exchange_flow: Floats
    amount_by_exchange: Floats
    estimate_by_exchange: Floats
    scale_by_process: Floats
    by_stage: tuple[Share, ...]
    by_process: tuple[Share, ...]
    by_gas: tuple[Share, ...]
    by_category: tuple[Share, ...]
    by_account: tuple[Share, ...]
    with_grid_factor: float | None
    biogenic_carbon: float
    residual: float
    system: ProductSystem = field(repr=False)
    scaling: Scaling = field(repr=False)

    @property
    def kg_by_exchange(self) -> Floats:
        """Return kg CO2e per unit of every exchange (exchange)."""
        return np.array([fsum(row) for row in self.kg_by_exchange_flow])
