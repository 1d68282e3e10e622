"""Where things stand in a study: ids to positions and JSON pointers, and the uses of factors."""

from collections.abc import Iterator
from typing import NamedTuple

from qiantan.core.study.document import Exchange, Output, Process, Study
from qiantan.core.study.supply import FromFactor, FromMethod, Supply
from qiantan.core.study.words import pointer


class Located(NamedTuple):
    """An exchange with its process and its place."""

    exchange: Exchange
    process: Process
    place: str

    @property
    def stage(self) -> str:
        """The life-cycle stage of the exchange: its own, else that of its process."""
        return self.exchange.stage or self.process.stage


class Use(NamedTuple):
    """One use of a factor: the factor's id, the place that names it, and how it is used."""

    factor: str
    place: str
    how: str


def exchanges(study: Study) -> Iterator[Located]:
    """Yield every exchange in document order."""
    for p, process in enumerate(study.processes):
        for e, exchange in enumerate(process.exchanges):
            yield Located(exchange, process, pointer(("processes", p, "exchanges", e)))


def outputs(study: Study) -> Iterator[tuple[Output, Process, str]]:
    """Yield every output with its process and place, in document order."""
    for p, process in enumerate(study.processes):
        for o, output in enumerate(process.outputs):
            yield output, process, pointer(("processes", p, "outputs", o))


def supplies(study: Study) -> Iterator[tuple[Supply, str]]:
    """Yield every supply with its place: those of exchanges, and what co-products substitute."""
    for located in exchanges(study):
        yield located.exchange.supply, f"{located.place}/supply"
    for output, _, place in outputs(study):
        if output.substitutes is not None:
            yield output.substitutes, f"{place}/substitutes"


def factor_uses(study: Study) -> Iterator[Use]:
    """Yield every use of a factor: as ``supply``, as ``parameter`` of a method, as ``grid`` factor of the comparison."""
    for supply, place in supplies(study):
        if isinstance(supply, FromFactor):
            yield Use(supply.factor, f"{place}/factor", "supply")
        elif isinstance(supply, FromMethod):
            for name, parameter in supply.parameters.items():
                if parameter.factor is not None:
                    yield Use(parameter.factor, f"{place}/parameters/{name}/factor", "parameter")
    if study.grid_factor is not None:
        yield Use(study.grid_factor, "/grid_factor", "grid")


def factor_place(study: Study, factor_id: str) -> str:
    """Return the JSON pointer of a factor of the study."""
    return pointer(("factors", next(n for n, factor in enumerate(study.factors) if factor.id == factor_id)))
