"""Every product of a province at once: networks of unit processes, solved, explained, edited and made uncertain.

The examples of all functions are about three products. Power takes 0.4 kg of coal per kWh; cement takes 0.1 kWh of power
and 0.2 kg of coal per kg; their own exchanges alone are 0.5, 0.3 and 0.6 kg CO2e per unit:

    >>> network = network_of(["coal", "power", "cement"], [0, 1, 0], [1, 2, 2], [0.4, 0.1, 0.2])
    >>> solver = solve_with(network)
    >>> burden = np.array([0.5, 0.3, 0.6])
    >>> scores = solver.scores(burden)
    >>> scores.value.round(12).tolist()
    [0.5, 0.5, 0.75]

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
