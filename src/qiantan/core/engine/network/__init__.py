"""Every product of a province at once: networks of unit processes, solved, explained, edited and made uncertain.

    from qiantan.core.engine.network import from_matrix, solve_with
    database = from_matrix(matrix, processes, products)
    solver = solve_with(database.network)
    scores = solver.scores(database.per_unit(burden_per_run)).value

The small engine of a single study (`qiantan.core.engine.calculate`) never imports this package, nor the compiler.
"""

from qiantan.core.engine.network.build import Database, from_matrix, from_technosphere
from qiantan.core.engine.network.network import Network, NetworkError, network_of
from qiantan.core.engine.network.solver import Solution, Solver, Way, solve_with
from qiantan.core.engine.network.studies import Studies, from_studies

__all__ = [
    "Database",
    "Network",
    "NetworkError",
    "Solution",
    "Solver",
    "Studies",
    "Way",
    "from_matrix",
    "from_studies",
    "from_technosphere",
    "network_of",
    "solve_with",
]
