"""The five ways an exchange can be supplied. There is no sixth: nothing is dropped silently."""

from typing import Annotated, Literal

from pydantic import Field

from qiantan.core.study.shape import Amount, Figure, Hex64, Id, Line, Record, Words


class FromProcess(Record):
    """Delivered by a process of this study: `flow` is one of that process's outputs."""

    kind: Literal["process"] = "process"
    process: Id
    flow: Id


class FromFactor(Record):
    """Covered by a pinned footprint factor, emission per unit of the exchange."""

    kind: Literal["factor"] = "factor"
    factor: Id


class FromStudy(Record):
    """Covered by another frozen study: its digest, its declared unit, and kg CO2e of that unit by elementary flow."""

    kind: Literal["study"] = "study"
    sha256: Hex64
    title: Line
    unit: Amount
    emissions: dict[Id, Figure]


class Parameter(Record):
    """A parameter of a method: a measured figure with its unit, or a pinned factor. Exactly one of the two."""

    measured: Amount | None = None
    factor: Id | None = None


class FromMethod(Record):
    """Computed by an emission method from the amount of the exchange and parameters."""

    kind: Literal["method"] = "method"
    method: Id
    parameters: dict[Id, Parameter] = {}


class CutOff(Record):
    """Left out under the cut-off rule: the reason, and the estimated effect in kg CO2e of the whole amount."""

    kind: Literal["cut_off"] = "cut_off"
    reason: Words
    estimate: Figure
    basis: Line = ""


Supply = Annotated[FromProcess | FromFactor | FromStudy | FromMethod | CutOff, Field(discriminator="kind")]
