"""Who supplies whom: the part of a network that stays the same when amounts change."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from qiantan.core.engine.network.ordering import transpose
from qiantan.core.engine.system import Floats

Index = NDArray[np.int32]
Offsets = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Pattern:
    """Suppliers of every process: those of process j are ``supplier[start[j]:start[j + 1]]``, ascending, each once.

    `start` (process + 1) int64, `supplier` (entry) int32. A process that uses its own product is its own supplier.
    """

    start: Offsets
    supplier: Index

    @property
    def size(self) -> int:
        """Number of processes."""
        return self.start.size - 1

    @cached_property
    def consumer(self) -> Index:
        """Return the process that takes each entry (entry)."""
        return np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.start))

    @cached_property
    def rows(self) -> tuple[Offsets, Index, Offsets]:
        """Return start, users and entries of every product, the pattern seen from the suppliers."""
        start, user, entry = transpose(self.start, self.supplier, self.size)
        return start, user, entry

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of the pattern, hexadecimal; the same on every machine."""
        digest = sha256(b"qiantan network pattern 1\n")
        digest.update(self.start.astype("<i8", copy=False).tobytes())
        digest.update(self.supplier.astype("<i4", copy=False).tobytes())
        return digest.hexdigest()

    def entries(self, supplier: Offsets, consumer: Offsets) -> Offsets:
        """Return the entry of each pair of supplier and consumer (pair), -1 where the network has no such link."""
        found = np.full(len(supplier), -1, dtype=np.int64)
        for at, (i, j) in enumerate(zip(supplier.tolist(), consumer.tolist(), strict=True)):
            low, high = int(self.start[j]), int(self.start[j + 1])
            entry = low + int(np.searchsorted(self.supplier[low:high], i))
            if entry < high and self.supplier[entry] == i:
                found[at] = entry
        return found


def sealed(*arrays: NDArray[np.generic]) -> None:
    """Refuse later changes to arrays that an immutable record holds."""
    for array in arrays:
        array.flags.writeable = False


def summed(at: NDArray[np.integer], figures: Floats, size: int) -> Floats:
    """Return the sum of the figures at each index below `size`; float64 also where there are none."""
    return np.bincount(at, weights=figures, minlength=size).astype(np.float64, copy=False)
