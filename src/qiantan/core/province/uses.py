"""What a study wanted a factor for, what stands in its place, and how much of the footprint hangs on it.

One use for every exchange that a pinned factor covers, that a method computes from one, or that was cut off. Nothing is
judged here: facts only, so that what counts as a gap can be decided, and decided anew, over all studies at once
(`core.rules.gaps`).

Shares are of the sum of absolute contributions, so that a credit cannot hide what it offsets. What hangs on a parameter of
a method is the part of the footprint that moves with it one to one; a heating value and a carbon content of the same coal
each carry the whole of it.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from qiantan.core.engine.calculate import calculate
from qiantan.core.engine.gradient import STEP
from qiantan.core.engine.outcome import Outcome
from qiantan.core.engine.spread import relative_factor
from qiantan.core.engine.supplies import entry_emissions, parameter_quantity
from qiantan.core.engine.system import Entry
from qiantan.core.findings import Text
from qiantan.core.methods.catalogue import METHODS
from qiantan.core.study.document import Factor, Study
from qiantan.core.study.origin import is_default, is_supplier_factor
from qiantan.core.study.supply import CutOff, FromFactor, FromMethod

UNKNOWN = -1  # no year, no deviation, no score
CUT_OFF, SUPPLIER, LIBRARY = "cut_off", "supplier", "library"
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_MARKS = re.compile(r"[\W_]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Wanted(NamedTuple):
    """What a factor is wanted for: category and flow of the exchange, its name made comparable (`key`), the `parameter` of
    a method where it is one, and the words as first met.
    """

    category: str
    flow: str
    key: str
    parameter: str
    name_zh: str
    name_en: str

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What makes two wants the same: everything but the words."""
        return self[:4]


class StandIn(NamedTuple):
    """What stands where a factor is wanted: `source` is cut_off, supplier or library.

    A supplier's figure keeps no id and no name, which mean nothing elsewhere. `behind` are the years from the factor's
    reference year to the end of the study's period, `deviation` its relative standard deviation as pinned, `technology`,
    `geography_score` and `time` its scores (1 best); UNKNOWN where not stated. `lacking` says that a cut-off's reason
    names the missing factor, `proxy` that the plant or the template calls the factor one of another material.
    """

    source: str
    factor: str = ""
    name_zh: str = ""
    name_en: str = ""
    how_found: str = ""
    certainty: str = ""
    geography: str = ""
    behind: int = UNKNOWN
    deviation: float = UNKNOWN
    technology: int = UNKNOWN
    geography_score: int = UNKNOWN
    time: int = UNKNOWN
    lacking: bool = False
    proxy: bool = False


class FactorUse(NamedTuple):
    """One use with its `share` of the footprint, 0…1; a cut-off's estimate is told against what was counted."""

    wanted: Wanted
    stand_in: StandIn
    share: float


class Phrases(NamedTuple):
    """How people say that there is no factor (a word of `absent`, then one of `things`, in one clause without a word of
    `needless`), and that one is of another material (`proxy`).
    """

    absent: Sequence[str]
    things: Sequence[str]
    needless: Sequence[str]
    proxy: Sequence[str]

    def say_lacking(self, reason: str) -> bool:
        """Say whether a reason states that no factor was to be had."""
        return any(self._lacking(clause) for clause in re.split(r"[，。；;,.!！\n]", reason.lower()))

    def say_proxy(self, *texts: str) -> bool:
        """Say whether one of the texts calls the factor one of another material."""
        return any(word in text.lower() for word in self.proxy for text in texts)

    def _lacking(self, clause: str) -> bool:
        if any(word in clause for word in self.needless):
            return False
        found = [clause.find(word) for word in self.absent if word in clause]
        return bool(found) and any(clause.find(thing, min(found) + 1) >= 0 for thing in self.things)


def uses_of(study: Study, phrases: Phrases) -> tuple[FactorUse, ...]:
    """Return the uses of factors in a study, equal ones added up; raises the errors of `calculate`."""
    found: dict[tuple[tuple[str, ...], StandIn], FactorUse] = {}
    for use in _Reading(study, phrases).uses():
        key = (use.wanted.identity, use.stand_in)
        known = found.get(key)
        found[key] = use if known is None else known._replace(share=known.share + use.share)
    return tuple(found.values())


def comparable(name: str) -> str:
    """Return a name without case, width, brackets, blanks and marks: two of them are alike when these are equal."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return _MARKS.sub("", _BRACKETS.sub("", plain)) or _MARKS.sub("", plain)


class _Reading:
    def __init__(self, study: Study, phrases: Phrases) -> None:
        self.study, self.phrases = study, phrases
        self.outcome: Outcome = calculate(study)
        self.factors: Mapping[str, Factor] = {factor.id: factor for factor in study.factors}
        system = self.outcome.system
        self.gwp = dict(zip(system.flows, system.characterisation.tolist(), strict=True))
        self.whole = float(sum(abs(kg) for kg in self.outcome.kg_by_exchange.tolist()))

    def uses(self) -> Iterator[FactorUse]:
        """Every use of a factor, and every cut-off, in document order; nothing for a footprint of nothing."""
        if not self.whole:
            return
        kg, estimates = self.outcome.kg_by_exchange.tolist(), self.outcome.estimate_by_exchange.tolist()
        for number, entry in enumerate(self.outcome.entries):
            if isinstance(entry.supply, CutOff):
                lacking = self.phrases.say_lacking(entry.supply.reason)
                stand_in = StandIn(CUT_OFF, lacking=lacking)
                yield FactorUse(self._wanted(entry), stand_in, abs(estimates[number]) / self.whole)
            elif isinstance(entry.supply, FromFactor):
                if _is_pure(self.factors[entry.supply.factor]):
                    continue
                stand_in = self._stand_in(self.factors[entry.supply.factor], entry)
                yield FactorUse(self._wanted(entry), stand_in, abs(kg[number]) / self.whole)
            elif isinstance(entry.supply, FromMethod):
                yield from self._of_method(number, entry, entry.supply)

    def _of_method(self, number: int, entry: Entry, supply: FromMethod) -> Iterator[FactorUse]:
        for name, parameter in supply.parameters.items():
            if parameter.factor is None:
                continue
            value = parameter_quantity(parameter, self.factors).value
            caused = entry_emissions(entry, self.factors, figures={name: value + STEP * 1j}, drawn=True)
            slope = sum(complex(mass).imag / STEP * self.gwp[flow] for flow, mass in caused.items())
            weight = float(self.outcome.scaling.weight[number])
            stand_in = self._stand_in(self.factors[parameter.factor], entry)
            share = abs(float(slope) * float(value) * weight) / self.whole
            yield FactorUse(self._wanted(entry, supply.method, name), stand_in, share)

    def _wanted(self, entry: Entry, method: str = "", parameter: str = "") -> Wanted:
        flow, name = self._flow(entry)
        spec = METHODS[method].parameter(parameter) if method else None
        title = spec.title if spec else Text("", "")
        joined = [
            f"{word} · {of}" if of else word for word, of in ((name.zh, title.zh), (name.en or name.zh, title.en))
        ]
        return Wanted(entry.category, flow, comparable(name.zh), parameter, joined[0][:500], joined[1][:500])

    def _flow(self, entry: Entry) -> tuple[str, Text]:
        """The flow and name of an exchange; for a credit those of the co-product it is given for."""
        if entry.exchange is not None:
            return entry.exchange.flow, Text(entry.name.zh, entry.name.en)
        _, _, process, _, output = entry.place.split("/")
        product = self.study.processes[int(process)].outputs[int(output)]
        return product.flow, Text(entry.name.zh, entry.name.en)

    def _stand_in(self, factor: Factor, entry: Entry) -> StandIn:
        supplier, quality = is_supplier_factor(factor), factor.quality
        note = entry.exchange.note if entry.exchange else ""
        years = _YEAR.findall(factor.reference_year)
        last = self.study.period.end - dt.timedelta(days=1)
        spread = factor.distribution
        return StandIn(
            source=SUPPLIER if supplier else LIBRARY,
            factor="" if supplier else factor.id,
            name_zh="" if supplier else factor.name.zh,
            name_en="" if supplier else factor.name.en,
            how_found=factor.provenance.how_found,
            certainty=factor.provenance.certainty,
            geography=factor.geography,
            behind=max(0, last.year - int(years[-1])) if years else UNKNOWN,
            deviation=round(relative_factor(spread).standard_deviation, 6) if spread else UNKNOWN,
            technology=quality.technology if quality else UNKNOWN,
            geography_score=quality.geography if quality else UNKNOWN,
            time=quality.time if quality else UNKNOWN,
            proxy=self.phrases.say_proxy(entry.name.zh, entry.name.en, factor.name.zh, factor.name.en, note),
        )


def _is_pure(factor: Factor) -> bool:
    """A pure gas, 1 kg per kg, states nothing that anybody could lack."""
    return not is_supplier_factor(factor) and not is_default(factor)
