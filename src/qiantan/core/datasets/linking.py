"""Which process supplies which: a report of what is linked, what nothing supplies, and what several could supply.

Nothing is linked by taking the first that fits. The linker sees one dataset at a time and keeps four numbers for each
product input, so that a database of any size passes through in little memory.
"""

from array import array
from collections.abc import Iterator
from typing import Final, NamedTuple

from qiantan.core.datasets.document import Dataset
from qiantan.core.datasets.faults import fault
from qiantan.core.findings import Finding

MOST_EXAMPLES: Final = 5
_NOBODY: Final = -1


class Open(NamedTuple):
    """A product that is demanded and not linked: `suppliers` that could, `times` they are demanded, the first of them."""

    code: str
    flow: str
    name: str
    suppliers: tuple[str, ...]
    times: int
    examples: tuple[tuple[str, int], ...]


class LinkReport(NamedTuple):
    """What became of every product input: `linked` ones, and the open ones with the reason (a ``DS-LINK`` code)."""

    processes: int
    demands: int
    linked: int
    open: tuple[Open, ...]

    def findings(self) -> tuple[Finding, ...]:
        """Return the open demands as findings, the most frequent first."""
        return tuple(
            fault(
                one.code,
                ", ".join(f"{process}/exchanges/{exchange}" for process, exchange in one.examples),
                one.name if one.code != "DS-LINK-GONE" else one.suppliers[0],
                count=one.times,
                suppliers=len(one.suppliers),
                supplier=", ".join(one.suppliers[:1]),
            )
            for one in self.open
        )


class Linker:
    """Collect who offers and who demands what, dataset by dataset."""

    def __init__(self) -> None:
        """Begin empty."""
        self._processes: dict[str, int] = {}
        self._flows: dict[str, int] = {}
        self._names: list[str] = []
        self._offers: dict[int, list[int]] = {}
        self._demands = array("q")
        self._seen: set[int] = set()

    def add(self, dataset: Dataset) -> None:
        """Note what a dataset offers and demands. A waste it takes in is offered, a waste it gives off is demanded."""
        process = self._process(dataset.uuid)
        for one in dataset.exchanges:
            flow = one.flow
            if flow.kind == "elementary":
                continue
            number = self._flows.get(flow.uuid)
            if number is None:
                number = self._flows[flow.uuid] = len(self._names)
                self._names.append(flow.name.zh or flow.name.en or flow.uuid)
            if (one.direction == "output") == (flow.kind == "product") or one.id == dataset.function.exchange:
                offers = self._offers.setdefault(number, [])
                if process not in offers:
                    offers.append(process)
            else:
                provider = self._process(one.provider) if one.provider else _NOBODY
                self._demands.extend((process, one.id, number, provider))
        self._seen.add(process)

    def _process(self, uuid: str) -> int:
        return self._processes.setdefault(uuid, len(self._processes))

    def report(self) -> LinkReport:
        """Return what is linked and what is open."""
        uuids = list(self._processes)
        linked = 0
        found: dict[tuple[str, int, int], list[int]] = {}
        for at in range(0, len(self._demands), 4):
            flow, provider = self._demands[at + 2], self._demands[at + 3]
            code = self._verdict(flow, provider)
            if not code:
                linked += 1
                continue
            found.setdefault((code, flow, provider), []).append(at)
        open_ones = sorted(self._opened(found, uuids), key=lambda one: (-one.times, one.code, one.flow))
        return LinkReport(len(self._seen), len(self._demands) // 4, linked, tuple(open_ones))

    def _verdict(self, flow: int, provider: int) -> str:
        offers = self._offers.get(flow, [])
        if provider != _NOBODY:
            if provider not in self._seen:
                return "DS-LINK-GONE"
            return "" if provider in offers else "DS-LINK-WRONG"
        if not offers:
            return "DS-LINK-NONE"
        return "" if len(offers) == 1 else "DS-LINK-MANY"

    def _opened(self, found: dict[tuple[str, int, int], list[int]], uuids: list[str]) -> Iterator[Open]:
        flows = list(self._flows)
        for (code, flow, provider), places in found.items():
            suppliers = self._offers.get(flow, []) if provider == _NOBODY else [provider]
            yield Open(
                code,
                flows[flow],
                self._names[flow],
                tuple(uuids[one] for one in suppliers),
                len(places),
                tuple((uuids[self._demands[at]], self._demands[at + 1]) for at in places[:MOST_EXAMPLES]),
            )
