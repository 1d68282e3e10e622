"""Any number of a result, opened: this number = these numbers, down to amount as typed, factor, source and page."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from math import fsum

from qiantan.core.findings import Text
from qiantan.core.results.arithmetic import KG, Arithmetic, Explanation
from qiantan.core.results.digits import rounded_or_none
from qiantan.core.results.document import Contribution, Part, Result
from qiantan.core.study.document import Study
from qiantan.core.study.shape import Named

__all__ = ["Explanation", "NothingToExplain", "explain"]

_HEADLINES = ("", "/", "total", "总量", "碳足迹", "footprint")
_LISTED = 20


class NothingToExplain(LookupError):
    """No number of the result has this name, or several have it; the wording lists what there is."""

    def __init__(self, words: Text) -> None:
        super().__init__(f"{words.zh} / {words.en}")
        self.zh, self.en = words


def explain(study: Study, result: Result, to: str = "") -> Explanation:
    """Return the tree behind the headline, or behind a stage, process, product, gas, category or exchange.

    `to` is an id or a name in either language, whole or part of it. Raises NothingToExplain.
    """
    numbers = _Numbers(study, result)
    if to.strip().lower() in _HEADLINES:
        return _rounded(numbers.headline())
    matches = _best(list(numbers.named()), to.strip().lower())
    if len(matches) == 1:
        return _rounded(matches[0].open())
    if not matches:
        known = list({part.id: part for part in (*result.by_stage, *result.by_process, *result.by_gas)}.values())
        listed = "、".join(f"{part.id}（{part.name.zh}）" for part in known[:_LISTED])
        raise NothingToExplain(
            Text(
                f"结果里没有“{to}”。可以展开：{listed}，以及清单各项的编号",
                f"the result has no “{to}”; there are: {', '.join(part.id for part in known[:_LISTED])} and exchange ids",
            )
        )
    ids = [match.ids[0] for match in matches[:_LISTED]]
    raise NothingToExplain(
        Text(f"“{to}”对应多个：{'、'.join(ids)}，请写编号", f"“{to}” names several: {', '.join(ids)}")
    )


def _rounded(node: Explanation) -> Explanation:
    return replace(
        node,
        value=rounded_or_none(node.value),
        children=tuple(_rounded(child) for child in node.children),
    )


class _Match:
    """A number that can be named: its ids, its names in both languages, its rank among equals, how to open it."""

    def __init__(self, ids: Iterable[str], name: Named, rank: int, open_: Callable[[], Explanation]) -> None:
        self.ids = tuple(ids)
        self.words = tuple(word.lower() for word in (name.zh, name.en) if word)
        self.rank = rank
        self.open = open_


def _best(numbers: list[_Match], wanted: str) -> list[_Match]:
    """Return what fits best: an id, a name, part of an id or name; stages and processes before gases and exchanges."""
    tests: tuple[Callable[[_Match], bool], ...] = (
        lambda number: wanted in (id_.lower() for id_ in number.ids),
        lambda number: wanted in number.words,
        lambda number: any(wanted in word for word in number.words) or any(wanted in id_.lower() for id_ in number.ids),
    )
    for test in tests:
        fitting = [number for number in numbers if test(number)]
        if fitting:
            first = min(number.rank for number in fitting)
            return [number for number in fitting if number.rank == first]
    return []


class _Numbers:
    """The numbers of one result."""

    def __init__(self, study: Study, result: Result) -> None:
        self._result = result
        self._arithmetic = Arithmetic(study)
        self._study = study

    def headline(self) -> Explanation:
        """Total = Σ stages, each with its contributions."""
        label = Text(f"碳足迹：{self._result.unit.zh}", f"footprint: {self._result.unit.en or self._result.unit.zh}")
        stages = tuple(self._sum(part, self._in(stage=part.id), opened=False) for part in self._result.by_stage)
        return Explanation(label, self._result.total, KG, stages)

    def named(self) -> Iterator[_Match]:
        """Yield everything that can be opened."""
        products = {p.id: [output.flow for output in p.outputs] for p in self._study.processes}
        for part in self._result.by_process:
            yield _Match((part.id, *products[part.id]), part.name, 0, self._opener(part, self._in(process=part.id)))
        for part in self._result.by_stage:
            yield _Match((part.id,), part.name, 1, self._opener(part, self._in(stage=part.id)))
        for contribution in self._result.contributions:
            yield _Match((contribution.exchange,), contribution.name, 2, self._single(contribution))
        for part in self._result.by_gas:
            yield _Match((part.id,), part.name, 3, self._gas(part))
        for part in self._result.by_category:
            yield _Match((part.id,), part.name, 4, self._opener(part, self._in(category=part.id)))

    def _in(self, **fields: str) -> list[Contribution]:
        chosen = [
            c for c in self._result.contributions if all(getattr(c, key) == value for key, value in fields.items())
        ]
        return sorted(chosen, key=lambda contribution: -abs(contribution.kg))

    def _opener(self, part: Part, contributions: list[Contribution]) -> Callable[[], Explanation]:
        return lambda: self._sum(part, contributions, opened=True)

    def _single(self, contribution: Contribution) -> Callable[[], Explanation]:
        return lambda: self._arithmetic.of(contribution)

    def _sum(self, part: Part, contributions: list[Contribution], *, opened: bool) -> Explanation:
        children = tuple(
            self._arithmetic.of(contribution)
            if opened
            else Explanation(self._arithmetic.title(contribution), contribution.kg, KG, to=contribution.exchange)
            for contribution in contributions
        )
        return Explanation(Text(part.name.zh, part.name.en or part.name.zh), part.kg, KG, children, to=part.id)

    def _gas(self, part: Part) -> Callable[[], Explanation]:
        def open_() -> Explanation:
            kg = [(c, self._arithmetic.kg_by_flow(c).get(part.id, 0.0)) for c in self._result.contributions]
            emitting = sorted(((c, value) for c, value in kg if value), key=lambda pair: -abs(pair[1]))
            children = tuple(
                Explanation(self._arithmetic.title(c), value, KG, (self._arithmetic.of(c),), to=c.exchange)
                for c, value in emitting
            )
            label = Text(f"{part.name.zh}（{part.id}）", f"{part.name.en} ({part.id})")
            return Explanation(label, fsum(value for _, value in emitting), KG, children)

        return open_
