"""What an emission method is: its amount, its parameters with bounds, its source and its function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from qiantan.core.findings.finding import Text
from qiantan.core.methods.worksheet import Number, Step, Worksheet
from qiantan.core.quantities.units import dimension

NO_LIMITS: Mapping[str, tuple[float, float]] = MappingProxyType({})


class ParameterSpec(NamedTuple):
    """A parameter of a method.

    `unit` is the unit the formula uses; ``{amount}`` in it stands for the unit of the amount. `also` lists units of
    other dimensions whose figure means the same here (``kg/t`` where the gas is named by the parameter). `low` and
    `high` bound the plausible figure in `unit`; `limits` replaces them by unit of the amount. `default` is used, and
    reported as assumed, when the parameter is not given.
    """

    name: str
    title: Text
    unit: str
    required: bool = False
    low: float = 0.0
    high: float = float("inf")
    also: tuple[str, ...] = ()
    default: float | None = None
    limits: Mapping[str, tuple[float, float]] = NO_LIMITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """An emission method.

    `units` are the units the formula uses for the amount, one per dimension it takes; none means any. `function`
    turns a filled worksheet into kilograms by elementary flow; it is plain arithmetic and takes complex numbers.
    `missing` says in words which combination of parameters is incomplete.
    """

    name: str
    title: Text
    source: str
    clause: str
    amount: Text
    units: tuple[str, ...]
    parameters: tuple[ParameterSpec, ...]
    function: Callable[[Worksheet], dict[str, Number]]
    missing: Callable[[str, frozenset[str]], tuple[Text, ...]] = field(default=lambda _unit, _given: ())

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions an amount may have; none means any."""
        return tuple(dimension(unit) for unit in self.units)

    @property
    def titles(self) -> Mapping[str, Text]:
        """What the amount and each parameter are called, by name."""
        return {"amount": self.amount} | {spec.name: spec.title for spec in self.parameters}

    def parameter(self, name: str) -> ParameterSpec | None:
        """Return a parameter by its name."""
        return next((spec for spec in self.parameters if spec.name == name), None)


class MethodResult(NamedTuple):
    """Kilograms by elementary flow, the arithmetic step by step, and the parameters whose built-in default was used."""

    emissions: Mapping[str, float]
    steps: tuple[Step, ...]
    assumed: tuple[str, ...] = ()


class MethodError(ValueError):
    """An amount or parameters a method cannot use; `faults` holds everything that is wrong, together."""

    def __init__(self, faults: tuple[Text, ...]) -> None:
        super().__init__(" ".join(f"{fault.zh} {fault.en}" for fault in faults))
        self.faults = faults
        self.zh = " ".join(fault.zh for fault in faults)
        self.en = " ".join(fault.en for fault in faults)
