"""Product systems that come as plain matrices: which row is the product of which column.

A study declares it. A matrix from elsewhere does not, and its order means nothing (the classic example of Heijungs & Suh
has both pivots off the diagonal), so every process is given the one product that no other process can provide. Where
that leaves a process without a product, or a choice, the matrix is refused with the processes named; least squares
is there for those who ask for it, and shows what it leaves.
"""

import numpy as np

from qiantan.core.engine.errors import EngineError
from qiantan.core.engine.system import Floats, Ints, Technosphere
from qiantan.core.findings import Text
from qiantan.core.study.shape import Named


class UnmatchedError(EngineError):
    """Products and processes that cannot be paired in exactly one way."""

    code = "ENGINE-UNMATCHED"


def technosphere_of(matrix: Floats, processes: tuple[Named, ...], products: tuple[Named, ...]) -> Technosphere:
    """Return a matrix (product × process; outputs positive, inputs negative) with the product of each process found.

    Raises UnmatchedError for a matrix that is not square, a product nobody makes, a process that makes nothing, and
    processes between which the choice is open.
    """
    if matrix.shape != (len(products), len(processes)) or len(products) != len(processes):
        raise UnmatchedError(
            Text(
                f"{len(products)} 种产品、{len(processes)} 个过程，方程组无唯一解；请分配副产品或补充提供过程",
                f"{len(products)} products and {len(processes)} processes have no one solution; allocate co-products "
                "or add the process that provides them",
            )
        )
    pivot_row = _matched(matrix, processes, products)
    row, column = np.nonzero(matrix)
    others = pivot_row[column] != row
    return Technosphere(
        names=processes,
        pivot_row=pivot_row,
        pivot=matrix[pivot_row, np.arange(len(processes))],
        row=row[others],
        column=column[others],
        value=matrix[row[others], column[others]],
    )


def _matched(matrix: Floats, processes: tuple[Named, ...], products: tuple[Named, ...]) -> Ints:
    makers = {row: set(np.flatnonzero(matrix[row] > 0).tolist()) for row in range(len(products))}
    pivot_row = np.zeros(len(processes), dtype=np.intp)
    while makers:
        row = min(makers, key=lambda product: (len(makers[product]), product))
        if not makers[row]:
            name = products[row]
            raise UnmatchedError(
                Text(f"没有过程提供产品“{name.zh}”", f"no process provides product '{name.en or name.zh}'"), [name.zh]
            )
        if len(makers[row]) > 1:
            rivals = [processes[column] for column in sorted(makers[row])]
            raise UnmatchedError(
                Text(
                    f"产品“{products[row].zh}”由多个过程提供：{'、'.join(name.zh for name in rivals)}；请指明基准产出",
                    f"product '{products[row].en or products[row].zh}' is provided by several processes: "
                    f"{', '.join(name.en or name.zh for name in rivals)}; name their reference outputs",
                ),
                [name.zh for name in rivals],
            )
        (column,) = makers.pop(row)
        pivot_row[column] = row
        for rest in makers.values():
            rest.discard(column)
    return pivot_row


def least_squares(matrix: Floats, demand: Floats) -> tuple[Floats, float]:
    """Return the runs of each process (process) that come nearest to the demand, and the length of what is left.

    For matrices that are not square, on request only: the result does not meet the demand.
    """
    runs: Floats = np.asarray(np.linalg.lstsq(matrix, demand)[0], dtype=np.float64)
    return runs, float(np.linalg.norm(matrix @ runs - demand))
