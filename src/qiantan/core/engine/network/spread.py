"""How uncertain the figures of a network are, and the keys by which their random numbers are found.

Every amount and every part of a burden may have a log-normal spread around its nominal figure as median. Keys come from
the ids of the processes, never from positions, so that a process added elsewhere changes no draw of any other.
"""

from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from qiantan.core.engine.errors import EngineError
from qiantan.core.engine.network.network import Network
from qiantan.core.engine.network.pattern import Offsets, summed
from qiantan.core.engine.system import Floats
from qiantan.core.findings import Text

Words = NDArray[np.uint32]
MOST_SIGMA = 5.0  # a factor of 150; beyond, the spread is a mistake


class SpreadError(EngineError):
    """Spreads that no figure can have."""

    code = "ENGINE-SPREAD"


@dataclass(frozen=True, eq=False)
class Parts:
    """Own burdens part by part: those of process j are ``kg[start[j]:start[j + 1]]``, kg CO2e per unit of product.

    `sigma` (part) is the standard deviation of the logarithm, 0 where certain.
    """

    start: Offsets
    kg: Floats
    sigma: Floats

    @property
    def burden(self) -> Floats:
        """Return the own burden of every process (process)."""
        owner = np.repeat(np.arange(self.start.size - 1), np.diff(self.start))
        return summed(owner, self.kg, self.start.size - 1)


@dataclass(frozen=True, eq=False)
class Spread:
    """The uncertainty of a network: `sigma` (entry) standard deviation of the logarithm of each amount, 0 where certain;
    `shared` (entry) marks market shares, brought back to their sum in every draw; `parts` the own burdens.

    What a process takes of its own product is certain.
    """

    network: Network = field(repr=False)
    sigma: Floats = field(repr=False)
    shared: NDArray[np.bool_] = field(repr=False)
    parts: Parts = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse spreads that do not fit the network or that no figure can have."""
        entries, parts = self.network.amount.shape, self.parts
        if not (self.sigma.shape == self.shared.shape == entries and parts.start.size == self.network.size + 1):
            raise SpreadError(Text("不确定度数组与网络不一致", "the spreads do not fit the network"))
        wrong = ~((self.sigma >= 0) & (self.sigma <= MOST_SIGMA))
        wrong_parts = ~((parts.sigma >= 0) & (parts.sigma <= MOST_SIGMA))
        owner = np.repeat(np.arange(self.network.size), np.diff(parts.start))
        concerned = [*self.network.pattern.consumer[wrong][:12].tolist(), *owner[wrong_parts][:12].tolist()]
        if concerned:
            names = [self.network.name(j) for j in concerned]
            raise SpreadError(
                Text(
                    f"对数标准差应在 0 与 {MOST_SIGMA:g} 之间：{'、'.join(names)}",
                    f"the standard deviation of a logarithm must be between 0 and {MOST_SIGMA:g}: {', '.join(names)}",
                ),
                names,
            )


def spread_of(
    network: Network, sigma: Floats, burden: Floats, burden_sigma: Floats, shared: NDArray[np.bool_] | None = None
) -> Spread:
    """Return the uncertainty of a network whose own burdens (process) are one figure each.

    `sigma` (entry) and `burden_sigma` (process) are standard deviations of the logarithm, 0 where certain; `shared`
    (entry) marks market shares, none by default. Raises SpreadError, with the processes named, for spreads outside 0 to 5.

        >>> spread_of(network, np.full(3, 0.1), burden, np.zeros(3)).parts.burden.tolist()
        [0.5, 0.3, 0.6]
    """
    start = np.arange(network.size + 1, dtype=np.int64)
    parts = Parts(start, np.array(burden, dtype=np.float64), np.array(burden_sigma, dtype=np.float64))
    marks = np.zeros(network.amount.size, dtype=bool) if shared is None else np.array(shared, dtype=bool)
    return Spread(network, np.array(sigma, dtype=np.float64), marks, parts)


def entry_keys(network: Network) -> Words:
    """Return the key of every amount (entry × 2) by the ids of supplier and consumer."""
    ids = _id_keys(network)
    supplier, consumer = ids[network.pattern.supplier], ids[network.pattern.consumer]
    return _words(scattered(supplier ^ scattered(consumer)))


def part_keys(network: Network, parts: Parts) -> Words:
    """Return the key of every part of a burden (part × 2) by the id of its process and its number among the parts."""
    owner = np.repeat(np.arange(network.size), np.diff(parts.start))
    number = (np.arange(parts.kg.size) - parts.start[:-1][owner] + 1).astype(np.uint64)
    return _words(scattered(_id_keys(network)[owner] + scattered(number)))


def draw_keys(seed: int, draws: NDArray[np.int64]) -> Words:
    """Return the key of each draw (draw) under a seed."""
    start = np.uint64(int.from_bytes(blake2b(str(seed).encode(), digest_size=8).digest(), "little"))
    return (scattered(draws.astype(np.uint64) ^ start) >> np.uint64(32)).astype(np.uint32)


def _id_keys(network: Network) -> NDArray[np.uint64]:
    digests = b"".join(blake2b(name.encode(), digest_size=8).digest() for name in network.ids)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def scattered(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Scatter 64-bit numbers (the finaliser of SplitMix64, Steele, Lea & Flood 2014)."""
    with np.errstate(over="ignore"):
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _words(keys: NDArray[np.uint64]) -> Words:
    halves = np.stack([keys >> np.uint64(32), keys & np.uint64(0xFFFFFFFF)], axis=1)
    return np.ascontiguousarray(halves.astype(np.uint32))
