"""Every product of a province at once: networks of unit processes, solved, explained, edited and made uncertain.

    from qiantan.core.engine.network import from_matrix, solve_with
    database = from_matrix(matrix, processes, products)
    solver = solve_with(database.network)
    scores = solver.scores(database.per_unit(burden_per_run)).value

The small engine of a single study (`qiantan.core.engine.calculate`) never imports this package, nor the compiler.
"""

from qiantan.core.engine.network.analytic import KeyIssues, key_issues, linearised
from qiantan.core.engine.network.build import Database, from_matrix, from_technosphere
from qiantan.core.engine.network.certificate import NotCertifiableError, error_bound
from qiantan.core.engine.network.edits import Change, Edited, edit, editable
from qiantan.core.engine.network.explain import (
    Edges,
    Shares,
    Slopes,
    contributions,
    first_tier,
    hot_spots,
    sankey,
    slopes,
)
from qiantan.core.engine.network.montecarlo import Draws, block, draws_of, replay
from qiantan.core.engine.network.network import Network, NetworkError, network_of
from qiantan.core.engine.network.quasi import Points, quasi_random
from qiantan.core.engine.network.sample import NoDrawError, Sample, sample
from qiantan.core.engine.network.solver import Solution, Solver, Way, solve_with
from qiantan.core.engine.network.spread import Parts, Spread, SpreadError, spread_of
from qiantan.core.engine.network.studies import Studies, from_studies

__all__ = [
    "Change",
    "Database",
    "Draws",
    "Edges",
    "Edited",
    "KeyIssues",
    "Network",
    "NetworkError",
    "NoDrawError",
    "NotCertifiableError",
    "Parts",
    "Points",
    "Sample",
    "Shares",
    "Slopes",
    "Solution",
    "Solver",
    "Spread",
    "SpreadError",
    "Studies",
    "Way",
    "block",
    "contributions",
    "draws_of",
    "edit",
    "editable",
    "error_bound",
    "first_tier",
    "from_matrix",
    "from_studies",
    "from_technosphere",
    "hot_spots",
    "key_issues",
    "linearised",
    "network_of",
    "quasi_random",
    "replay",
    "sample",
    "sankey",
    "slopes",
    "solve_with",
    "spread_of",
]
