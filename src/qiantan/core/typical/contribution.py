"""What plants gave, as the numbers disclosure control works on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Indices = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One figure of one plant, as given once: a corrected figure is another fact of the same group.

    `volume` is the plant's output (its weight; attackers are assumed to know it), `group` who controls the plant.
    """

    id: str
    group: str
    volume: float
    value: float


class Cohort:
    """The facts a release is made of, each once, in a fixed order. ValueError for none, or for one that is not positive."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = tuple(sorted(facts, key=lambda fact: fact.id))
        if not self.facts or len({fact.id for fact in self.facts}) < len(self.facts):
            raise ValueError("a cohort has at least one fact and every fact once")
        if any(not (fact.volume > 0 and fact.value > 0) for fact in self.facts):
            raise ValueError("volumes and values are positive")

    @cached_property
    def ids(self) -> frozenset[str]:
        """The facts by id."""
        return frozenset(fact.id for fact in self.facts)

    @cached_property
    def volume(self) -> Numbers:
        """Output of each plant."""
        return np.array([fact.volume for fact in self.facts])

    @cached_property
    def value(self) -> Numbers:
        """Value of each plant, per unit of output."""
        return np.array([fact.value for fact in self.facts])

    @cached_property
    def weight(self) -> Numbers:
        """Share of each plant in the output of the cohort; sums to 1."""
        return np.asarray(self.volume / self.volume.sum())

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The independent contributors, in order."""
        return tuple(sorted({fact.group for fact in self.facts}))

    @cached_property
    def group(self) -> Indices:
        """For each fact the place of its group in `groups`."""
        places = {name: place for place, name in enumerate(self.groups)}
        return np.array([places[fact.group] for fact in self.facts], dtype=np.intp)

    @cached_property
    def share(self) -> Numbers:
        """Share of each group in the output of the cohort, in the order of `groups`."""
        return np.asarray(np.bincount(self.group, self.weight, minlength=len(self.groups)), dtype=np.float64)

    @cached_property
    def mean(self) -> float:
        """The production-weighted mean, exact."""
        return float(self.weight @ self.value)
