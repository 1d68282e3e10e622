"""Compile the loops of the network ahead, so that the first calculation does not wait for the compiler.

Walks once through everything a network can be asked; the machine code stays beside the sources, or in the cache folder
of the user where those cannot be written. A second run finds it all and takes about a second. Machine code older than
any source is thrown away first: the compiler itself only looks at the file of the loop, not at what the loop is made of.

    python tools/compile_kernels.py
"""

import sys
import time
from pathlib import Path

import numpy as np

from qiantan.core.engine.network import (
    Change,
    NotCertifiableError,
    draws_of,
    edit,
    editable,
    error_bound,
    from_matrix,
    linearised,
    replay,
    sample,
    solve_with,
    spread_of,
)
from qiantan.core.engine.network import solver as solving

SIZE = 600
SOURCES = Path(solving.__file__).parent


def main() -> int:
    """Compile every loop; return the exit code."""
    start = time.perf_counter()
    newest = max(source.stat().st_mtime for source in SOURCES.glob("*.py"))
    for stored in (SOURCES / "__pycache__").glob("*.nb[ci]"):
        if stored.stat().st_mtime < newest:
            stored.unlink()
    random = np.random.default_rng(1)
    matrix = np.eye(SIZE)
    for process in range(SIZE):
        suppliers = random.integers(0, min(SIZE, process + 40), 4)
        matrix[suppliers[suppliers != process], process] = -0.2
    matrix[SIZE - 2, SIZE - 1], matrix[SIZE - 1, SIZE - 1] = -0.5, 0.9
    database = from_matrix(matrix, [f"p{process}" for process in range(SIZE)])
    network, burden = database.network, np.ones(SIZE)
    for dense_at_once in (0, solving.DENSE_AT_ONCE):
        solving.DENSE_AT_ONCE = dense_at_once
        solver = solve_with(network)
        solution = solver.scores(burden)
        solver.amounts({"p1": 1.0})
    factored = solver.factored()
    factored.scores_of(np.ones((SIZE, 3)))
    try:
        error_bound(factored, solution)
    except NotCertifiableError:
        return 1
    state = editable(factored, burden)
    for process in ("p0", f"p{SIZE - 1}"):
        edit(state, Change(process=process, burden=2.0))
    spread = spread_of(network, np.full(network.amount.size, 0.1), burden, np.full(SIZE, 0.1))
    draws = draws_of(factored, spread, seed=1)
    sample(draws, 16)
    replay(draws, 1)
    linearised(factored, spread, seed=1, draws=16)
    sys.stdout.write(f"loops of the network ready in {time.perf_counter() - start:.1f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
