"""A network of unit processes: every product with what one unit of it takes from others.

With T the units of product i that process j takes for one unit of its own product, the burdens y of all products obey
y = b + Tᵀ y: what a product carries is its own burden and that of its supplies. The network keeps T and nothing else;
how it came about (matrices with pivots, studies, a database) is the business of `build`.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

import numpy as np

from qiantan.core.engine.errors import EngineError
from qiantan.core.engine.network.ordering import transpose
from qiantan.core.engine.network.pattern import Index, Offsets, Pattern, sealed
from qiantan.core.engine.system import Floats
from qiantan.core.findings import Text

MOST_PROCESSES = 2**31 - 2


class NetworkError(EngineError):
    """Arrays that do not describe a network; `processes` names the processes concerned."""

    code = "ENGINE-NETWORK"


@dataclass(frozen=True, eq=False)
class Network:
    """An immutable network of unit processes.

    `ids` (process) are unique and stable: random numbers and digests are keyed by them. `amount` (entry) are units of
    the supplier's product for one unit of the consumer's, in the order of `pattern`; credits are negative. `names`
    (process) are the words for people, the ids where there are none.
    """

    pattern: Pattern
    amount: Floats
    ids: tuple[str, ...]
    names: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Refuse arrays that do not belong together, ids given twice and amounts that are no numbers."""
        if len(self.ids) != self.pattern.size:
            raise NetworkError(Text("网络数组的长度不一致", "the arrays of the network differ in length"))
        if self.names and len(self.names) != len(self.ids):
            raise NetworkError(Text("名称与过程数量不一致", "there are not as many names as processes"))
        self._refuse_repeated_ids()
        self.refuse_amounts()
        sealed(self.pattern.start, self.pattern.supplier)

    def _refuse_repeated_ids(self) -> None:
        if len(self.position) == len(self.ids):
            return
        repeated = [name for at, name in enumerate(self.ids) if self.position[name] != at][:12]
        raise NetworkError(
            Text(f"过程编号重复：{'、'.join(repeated)}", f"process ids are given twice: {', '.join(repeated)}"),
            repeated,
        )

    def refuse_amounts(self) -> None:
        """Raise NetworkError for amounts that do not fit the pattern or are no numbers; seal the others."""
        if self.amount.shape != self.pattern.supplier.shape:
            raise NetworkError(Text("网络数组的长度不一致", "the arrays of the network differ in length"))
        wrong = ~np.isfinite(self.amount)
        if wrong.any():
            entries = np.flatnonzero(wrong)[:12]
            users = [self.name(int(self.pattern.consumer[k])) for k in entries]
            pairs = [(self.name(int(self.pattern.supplier[k])), j) for k, j in zip(entries, users, strict=True)]
            raise NetworkError(
                Text(
                    "用量不是有限数：" + "；".join(f"“{j}”对“{i}”的用量" for i, j in pairs),
                    "an amount that is not a finite number: "
                    + "; ".join(f"what '{j}' takes of '{i}'" for i, j in pairs),
                ),
                users,
            )
        sealed(self.amount)

    @property
    def size(self) -> int:
        """Number of processes."""
        return self.pattern.size

    def name(self, process: int) -> str:
        """Return the word for a process."""
        return (self.names or self.ids)[process]

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Return the process (index) of every id."""
        return {name: at for at, name in enumerate(self.ids)}

    def at(self, *names: str) -> list[int]:
        """Return the processes (index) of some ids; raises NetworkError with all ids that are unknown."""
        unknown = [name for name in names if name not in self.position]
        if unknown:
            raise NetworkError(
                Text(f"网络中没有：{'、'.join(unknown)}", f"not in the network: {', '.join(unknown)}"), unknown
            )
        return [self.position[name] for name in names]

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of ids, pattern and amounts, hexadecimal; equal networks on any machine have the same."""
        digest = sha256(b"qiantan network 1\n")
        digest.update(self.pattern.digest.encode())
        digest.update("\n".join(self.ids).encode())
        digest.update(self.amount.astype("<f8", copy=False).tobytes())
        return digest.hexdigest()

    def with_amounts(self, amount: Floats) -> "Network":
        """Return the network with other amounts (entry) and the same pattern, for which everything ordered is kept.

        Raises NetworkError for amounts that are not finite or not as many.

            >>> drier = network.with_amounts(0.5 * network.amount)
            >>> drier.amount.tolist(), drier.pattern is network.pattern
            ([0.2, 0.1, 0.05], True)
        """
        other = copy(self)
        vars(other).pop("digest", None)
        object.__setattr__(other, "amount", np.array(amount, dtype=np.float64))
        other.refuse_amounts()
        return other


def network_of(
    ids: Sequence[str], supplier: Offsets, consumer: Offsets, amount: Floats, names: Sequence[str] = ()
) -> Network:
    """Return a network from its links (link): units of `supplier`'s product for one unit of `consumer`'s.

    `ids` (process) are unique and stable; `supplier` and `consumer` (link) count from zero among them, `names` (process)
    are words for people. Links between the same two processes are added up; credits are negative. Raises NetworkError for
    indices out of range, figures that are not finite, arrays of different length and ids given twice.

        >>> network_of(["coal", "power"], [0, 0], [1, 1], [0.3, 0.1]).amount.tolist()
        [0.4]
    """
    size = len(ids)
    if size > MOST_PROCESSES or np.size(supplier) > MOST_PROCESSES:
        raise NetworkError(Text("网络过大（超过 21 亿项）", "the network has more than 2^31 processes or links"))
    supplier, consumer = np.asarray(supplier), np.asarray(consumer)
    if not (supplier.shape == consumer.shape == np.shape(amount) and supplier.ndim == 1):
        raise NetworkError(Text("供需关系的数组长度不一致", "the arrays of the links differ in length"))
    for side in (supplier, consumer):
        if side.size and not (int(side.min()) >= 0 and int(side.max()) < size):
            raise NetworkError(Text("供需关系指向不存在的过程", "a link names a process that does not exist"))
    start, index, values = _columns(
        size, supplier.astype(np.int32), consumer.astype(np.int32), np.array(amount, dtype=np.float64)
    )
    return Network(Pattern(start, index), values, tuple(ids), tuple(names))


def _columns(size: int, supplier: Index, consumer: Index, amount: Floats) -> tuple[Offsets, Index, Floats]:
    """Sort links by consumer and supplier by two counting sorts; add up links between the same two."""
    one_each = np.arange(supplier.size + 1, dtype=np.int64)
    _, by_supplier, _ = transpose(one_each, supplier, size)
    row_start = np.concatenate(([0], np.cumsum(np.bincount(supplier, minlength=size))))
    start, index, at = transpose(row_start, consumer[by_supplier], size)
    values = amount[by_supplier][at]
    owner = np.repeat(np.arange(size, dtype=np.int64), np.diff(start))
    repeated = np.flatnonzero((index[1:] == index[:-1]) & (owner[1:] == owner[:-1])) + 1
    if repeated.size == 0:
        return start, index, values
    first = np.delete(np.arange(index.size), repeated)
    summed: Floats = np.add.reduceat(values, first)
    return np.concatenate(([0], np.cumsum(np.bincount(owner[first], minlength=size)))), index[first], summed
