"""A network in the order of its plan, and the passes over it in both directions.

Towards the users (`Direction` of scores) a process adds what its suppliers carry; towards the suppliers (of amounts) a
product adds what its users take. Both solve the same equations, one transposed, by the same three steps: the processes
before the core in one pass, the core given its torn processes, and the rest in one pass.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from qiantan.core.engine.network import kernels
from qiantan.core.engine.network.network import Network
from qiantan.core.engine.network.pattern import Index, Offsets
from qiantan.core.engine.network.plan import Flags, Plan, plan_of
from qiantan.core.engine.system import Floats


@dataclass(frozen=True, eq=False)
class Direction:
    """One of the two directions: `start`, `index`, `amount` list what each position adds up, ``begin:end`` the part of
    it inside the core; `keep` and `own` are one less the own use, and the own use.
    """

    plan: Plan
    start: Offsets
    index: Index
    amount: Floats
    begin: Offsets
    end: Offsets
    keep: Floats
    own: Floats
    towards_users: bool

    def lead(self, rhs: Floats, x: Floats) -> None:
        """Solve what comes before the core."""
        self._pass(rhs, x, 0, self.plan.core) if self.towards_users else self._pass(
            rhs, x, self.plan.after, self.plan.size
        )

    def core(self, rhs: Floats, x: Floats) -> None:
        """Solve the core for its torn processes as given."""
        self._pass(rhs, x, self.plan.core, self.plan.after)

    def trail(self, rhs: Floats, x: Floats) -> None:
        """Solve what comes after the core."""
        self._pass(rhs, x, self.plan.after, self.plan.size) if self.towards_users else self._pass(
            rhs, x, 0, self.plan.core
        )

    def implied(self, rhs: Floats, x: Floats) -> Floats:
        """Return what the equations of the torn processes imply for them (torn)."""
        out = np.empty(self.plan.torn.size)
        start = self.start
        kernels.gather(start[:-1], start[1:], self.index, self.amount, self.keep, rhs, x, self.plan.torn, out)
        return out

    def residual(self, rhs: Floats, x: Floats, low: int = 0, high: int | None = None) -> tuple[Floats, Floats, float]:
        """Return residual and size of every equation from `low` to `high`, all by default (position, zero elsewhere), and
        the largest ratio of the two.
        """
        left, size = np.zeros_like(x), np.zeros_like(x)
        bounds = low, self.plan.size if high is None else high
        worst = kernels.residual(self.start, self.index, self.amount, self.own, rhs, x, left, size, *bounds)
        return left, size, worst

    def _pass(self, rhs: Floats, x: Floats, low: int, high: int) -> None:
        self._run(self.start[:-1], self.start[1:], rhs, x, low, high)

    def _run(self, begin: Offsets, end: Offsets, rhs: Floats, x: Floats, low: int, high: int) -> None:
        kernel = kernels.adjoint_pass if self.towards_users else kernels.forward_pass
        kernel(begin, end, self.index, self.amount, self.keep, self.plan.is_torn, rhs, x, low, high)


@dataclass(frozen=True, eq=False)
class Ordered:
    """A network with its amounts in the order of its plan."""

    network: Network
    plan: Plan
    amount: Floats
    keep: Floats
    own: Floats

    @cached_property
    def scores(self) -> Direction:
        """Return the direction in which scores are computed: suppliers of every process."""
        plan = self.plan
        starts = plan.start
        return Direction(
            plan,
            starts,
            plan.supplier,
            self.amount,
            plan.core_from,
            starts[1:],
            self.keep,
            self.own,
            towards_users=True,
        )

    @cached_property
    def amounts(self) -> Direction:
        """Return the direction in which amounts are computed: users of every product."""
        plan = self.plan
        starts, user, place = plan.rows
        inside = np.concatenate(([0], np.cumsum(user < plan.after)))
        end = starts[:-1] + (inside[starts[1:]] - inside[starts[:-1]])
        return Direction(
            plan, starts, user, self.amount[place], starts[:-1], end, self.keep, self.own, towards_users=False
        )

    @property
    def flags(self) -> Flags:
        """Return the flags of torn processes (position)."""
        return self.plan.is_torn

    def to_order(self, by_process: Floats) -> Floats:
        """Return figures of processes (process, …) by position."""
        return np.ascontiguousarray(np.asarray(by_process, dtype=np.float64)[self.plan.order])

    def to_network(self, by_position: Floats) -> Floats:
        """Return figures by position (position, …) in the order of the network."""
        return by_position[self.plan.position]


def ordered(network: Network) -> Ordered:
    """Return a network in the order of its plan."""
    plan = plan_of(network.pattern)
    own = np.zeros(plan.size)
    uses_itself = np.flatnonzero(plan.own >= 0)
    own[uses_itself] = network.amount[plan.own[uses_itself]]
    return Ordered(network, plan, network.amount[plan.entry], 1.0 - own, own)


def magnitudes(system: Ordered) -> Ordered:
    """Return the same network with the magnitude of every amount."""
    own = np.abs(system.own)
    return Ordered(system.network, system.plan, np.abs(system.amount), 1.0 - own, own)
