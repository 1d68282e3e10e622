"""Networks from matrices: those of an imported database, and the product systems of the small engine."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, issparse

from qiantan.core.engine.matching import UnmatchedError
from qiantan.core.engine.network.network import Network, NetworkError, network_of
from qiantan.core.engine.network.pattern import Index
from qiantan.core.engine.network.pivots import matched_products
from qiantan.core.engine.system import Floats, Technosphere
from qiantan.core.findings import Text


@dataclass(frozen=True, eq=False)
class Database:
    """A network made from a matrix: `product` (process) each process is there for, `pivot` (process) its signed amount.

    Figures per run of a process become figures per unit of its product by `per_unit`.
    """

    network: Network
    product: Index
    pivot: Floats

    def per_unit(self, per_run: Floats) -> Floats:
        """Return per unit of its product (process, …) what is given per run of each process (process, …)."""
        size = np.abs(self.pivot)
        return np.asarray(per_run) / (size if np.ndim(per_run) == 1 else size[:, None])


def from_matrix(
    matrix: "csc_array | np.ndarray[tuple[int, int], np.dtype[np.float64]]",
    processes: Sequence[str],
    products: Sequence[str] = (),
    *,
    reference: Sequence[int] | Index | None = None,
) -> Database:
    """Return the network of a technosphere matrix (product × process; outputs positive, inputs negative).

    `reference` (process) declares the row of the product each process is there for; without it, the only possible
    matching is found. The diagonal means nothing unless it is declared. A treatment process has a negative pivot. Amounts
    may be in any unit per run of a process; `Database.per_unit` brings figures per run to figures per unit of product.
    Raises UnmatchedError where products and processes cannot be paired in one way only, naming those left over, and
    NetworkError for figures that are not finite. Heijungs & Suh, The Computational Structure of LCA (2002), ch. 2:

        >>> database = from_matrix(np.array([[-2.0, 100.0], [10.0, 0.0]]), ["plant", "refinery"], ["fuel", "power"])
        >>> database.product.tolist(), database.pivot.tolist()
        ([1, 0], [10.0, 100.0])
        >>> solve_with(database.network).scores(database.per_unit(np.array([1.0, 10.0]))).value.round(12).tolist()
        [0.12, 0.1]
    """
    columns = matrix if issparse(matrix) and matrix.format == "csc" else csc_array(matrix)
    start, row, value = columns.indptr.astype(np.int64), columns.indices, columns.data.astype(np.float64)
    ids, rows = tuple(processes), tuple(products) or tuple(processes)
    if columns.shape != (len(rows), len(ids)):
        raise NetworkError(Text("矩阵与名称数量不一致", "the matrix does not have as many rows and columns as names"))
    product = (
        matched_products(start, row.astype(np.int32), value, ids, rows)
        if reference is None
        else _declared(reference, ids, rows)
    )
    column = np.repeat(np.arange(len(ids), dtype=np.int32), np.diff(start))
    is_pivot = row == product[column]
    pivot = np.zeros(len(ids))
    np.add.at(pivot, column[is_pivot], value[is_pivot])
    _refuse_pivots(pivot, ids)
    maker = np.empty(len(ids), dtype=np.int32)
    maker[product] = np.arange(len(ids), dtype=np.int32)
    links = ~is_pivot & (value != 0)
    supplier, consumer = maker[row[links]], column[links]
    amount = value[links] * -np.sign(pivot)[supplier] / np.abs(pivot)[consumer]
    return Database(network_of(ids, supplier, consumer, amount), product, pivot)


def _declared(reference: Sequence[int] | Index, ids: tuple[str, ...], rows: tuple[str, ...]) -> Index:
    product = np.asarray(reference, dtype=np.int32)
    if product.shape != (len(ids),) or (product.size and not 0 <= product.min() <= product.max() < len(rows)):
        raise UnmatchedError(Text("基准产出的声明不完整", "not every process declares a product of the matrix"))
    makers = np.bincount(product, minlength=len(rows))
    if len(rows) == len(ids) and (makers == 1).all():
        return product
    lacking = [rows[i] for i in np.flatnonzero(makers == 0)[:12]]
    rivals = [ids[j] for j in np.flatnonzero(makers[product] > 1)[:12]]
    raise UnmatchedError(
        Text(
            f"无过程提供的产品：{'、'.join(lacking) or '无'}；声明了同一产品的过程：{'、'.join(rivals) or '无'}",
            f"products that no process provides: {', '.join(lacking) or 'none'}; processes that declare the same "
            f"product: {', '.join(rivals) or 'none'}",
        ),
        rivals,
    )


def _refuse_pivots(pivot: Floats, ids: tuple[str, ...]) -> None:
    wrong = np.flatnonzero((pivot == 0) | ~np.isfinite(pivot))[:12]
    if wrong.size:
        names = [ids[j] for j in wrong]
        raise UnmatchedError(
            Text(
                f"过程的基准产出为零或不是数：{'、'.join(names)}",
                f"the reference output is zero or not a number: {', '.join(names)}",
            ),
            names,
        )


def from_technosphere(sphere: Technosphere, ids: Sequence[str]) -> Network:
    """Return the network of a product system of the small engine, process for process, with an id for each (process).

    Raises NetworkError as `network_of` does.

        >>> from qiantan.core.engine.assemble import assemble
        >>> system = assemble(steel)
        >>> from_technosphere(system.technosphere, ["furnace"]).size
        1
    """
    maker = np.argsort(sphere.pivot_row)
    supplier = maker[sphere.row]
    sign = np.where(sphere.pivot > 0, -1.0, 1.0)
    amount = sphere.value * sign[supplier] / np.abs(sphere.pivot)[sphere.column]
    return network_of(ids, supplier, sphere.column, amount, [name.zh for name in sphere.names])
