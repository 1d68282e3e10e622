"""The footprint of every process of a linked database by one solve, with a proven bound on the error of each.

found = footprints(database)            # AR6; footprints(database, "ipcc-ar5") for another GWP set
found.kg[number], found.bound[number]   # kg CO2e per unit of the column's product
found.first_tier(number)                # its own gases and each of its inputs
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from qiantan.core.datasets.linked import Floats, LinkedDatabase
from qiantan.core.rules.load import characterization

if TYPE_CHECKING:
    from qiantan.core.engine.network.explain import Shares
    from qiantan.core.engine.network.solver import Solution

AR6: Final = "ipcc-ar6"


@dataclass(frozen=True, eq=False)
class Footprints:
    """`kg` CO2e per unit of every product (column), all supplies that are linked included.

    `bound` (column) says how far each can be from the exact solution, proven; none where strong credits forbid a proof.
    `gwp_set` is the id of the GWP set, `residual` the largest relative residual of any equation.
    """

    database: LinkedDatabase
    gwp_set: str
    solution: "Solution" = field(repr=False)
    bound: Floats | None = field(repr=False)

    @property
    def kg(self) -> Floats:
        """Return kg CO2e per unit of every product (column)."""
        return self.solution.value

    @property
    def own(self) -> Floats:
        """Return kg CO2e of every column's own gases per unit of its product (column)."""
        return self.solution.rhs

    @property
    def residual(self) -> float:
        """Return the largest relative residual of any equation."""
        return self.solution.residual

    def first_tier(self, column: int, most: int = 20) -> "Shares":
        """Return what one unit of a product carries: its own gases, under its own column, and each supplier's share."""
        from qiantan.core.engine.network.explain import first_tier

        return first_tier(self.database.network, self.solution, self.database.ids[column], most)


def footprints(database: LinkedDatabase, gwp_set: str = AR6) -> Footprints:
    """Return the footprint of every column by one adjoint solve, with error bounds.

    Raises an EngineError that names the processes: LoopGainError for a loop that feeds itself, InaccurateError and
    OutOfRangeError for figures no solution follows from, NetworkError for figures that are not finite. `LookupError`
    for a GWP set the rulebook does not have. Inputs that are not linked carry nothing.
    """
    from qiantan.core.engine.network.certificate import NotCertifiableError, error_bound
    from qiantan.core.engine.network.solver import solve_with

    gwp = characterization(gwp_set).as_gwp_set()
    solver = solve_with(database.network)
    solution = solver.scores(database.burden(gwp))
    try:
        bound = error_bound(solver, solution)
    except NotCertifiableError:
        bound = None
    return Footprints(database, gwp_set, solution, bound)
