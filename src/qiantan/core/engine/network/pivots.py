"""Which product each process is there for, where a matrix comes without saying so.

The order of a matrix means nothing. A process is matched to one of the products it gives out (or, where it gives out
none, to one of the wastes it takes in) so that every product has exactly one process: a maximum matching. Where a
product is left over, or another matching would do as well, the matrix is refused and the processes are named.
"""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from qiantan.core.engine.matching import UnmatchedError
from qiantan.core.engine.network.ordering import components
from qiantan.core.engine.network.pattern import Index, Offsets
from qiantan.core.engine.system import Floats
from qiantan.core.findings import Text

SHOWN = 12


def matched_products(
    start: Offsets, product: Index, value: Floats, processes: tuple[str, ...], products: tuple[str, ...]
) -> Index:
    """Return the product (process) that each process is there for.

    `start`, `product`, `value` are the columns of a matrix product × process, outputs positive, inputs negative.
    Raises UnmatchedError for a matrix that is not square, for products without a process and for open choices.
    """
    if len(processes) != len(products):
        raise UnmatchedError(
            Text(
                f"{len(products)} 种产品、{len(processes)} 个过程，方程组无唯一解；请分配副产品或补充提供过程",
                f"{len(products)} products and {len(processes)} processes have no one solution; allocate co-products "
                "or add the process that provides them",
            )
        )
    first, candidate = _candidates(start, product, value)
    graph = csr_array((np.ones(candidate.size, dtype=np.int8), candidate, first), shape=(len(processes), len(products)))
    matched = maximum_bipartite_matching(graph, perm_type="column").astype(np.int32)
    _refuse_unmatched(matched, processes, products)
    _refuse_choices(first, candidate, matched, processes, products)
    return matched


def _candidates(start: Offsets, product: Index, value: Floats) -> tuple[Offsets, Index]:
    """Products that each process may be there for: what it gives out; what it takes in, if it gives out nothing."""
    owner = np.repeat(np.arange(start.size - 1), np.diff(start))
    gives = np.zeros(start.size - 1, dtype=bool)
    gives[owner[value > 0]] = True
    keep = (value > 0) | ((value < 0) & ~gives[owner])
    count = np.bincount(owner[keep], minlength=start.size - 1)
    return np.concatenate(([0], np.cumsum(count))), product[keep]


def _refuse_unmatched(matched: Index, processes: tuple[str, ...], products: tuple[str, ...]) -> None:
    idle = [processes[j] for j in np.flatnonzero(matched < 0)[:SHOWN]]
    if not idle:
        return
    made = np.zeros(len(products), dtype=bool)
    made[matched[matched >= 0]] = True
    lacking = [products[i] for i in np.flatnonzero(~made)[:SHOWN]]
    raise UnmatchedError(
        Text(
            f"下列过程没有可作为基准产出的产品：{'、'.join(idle)}；下列产品无过程提供：{'、'.join(lacking)}",
            f"processes without a product of their own: {', '.join(idle)}; products that no process provides: "
            f"{', '.join(lacking)}",
        ),
        idle,
    )


def _refuse_choices(
    first: Offsets, candidate: Index, matched: Index, processes: tuple[str, ...], products: tuple[str, ...]
) -> None:
    """Refuse a matching with an alternative: processes that could pass their products on in a ring."""
    maker = np.empty(matched.size, dtype=np.int32)
    maker[matched] = np.arange(matched.size, dtype=np.int32)
    ring = np.empty(matched.size, dtype=np.int32)
    count = components(first, maker[candidate], ring)
    open_choice = np.bincount(ring, minlength=count)[ring] > 1
    if not open_choice.any():
        return
    group = ring == ring[np.flatnonzero(open_choice)[0]]
    names = [processes[j] for j in np.flatnonzero(group)[:SHOWN]]
    things = [products[matched[j]] for j in np.flatnonzero(group)[:SHOWN]]
    raise UnmatchedError(
        Text(
            f"产品 {'、'.join(things)} 可由过程 {'、'.join(names)} 中不止一种搭配提供；请指明各过程的基准产出",
            f"products {', '.join(things)} can be given to processes {', '.join(names)} in more than one way; name "
            "their reference outputs",
        ),
        names,
    )
