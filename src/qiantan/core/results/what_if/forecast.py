"""The answer to a question: what the footprint and each of its parts would be, beside what they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum

from qiantan.core.engine.calculate import calculate
from qiantan.core.engine.errors import EngineError, FaultyStudyError
from qiantan.core.engine.outcome import Outcome, Share
from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.results.what_if.basis import NO_SWAPS, Basis
from qiantan.core.results.what_if.dial import ChangeError
from qiantan.core.study.document import Study
from qiantan.core.study.shape import Amount, Named
from qiantan.core.study.wording import GASES
from qiantan.core.templates.compose import Composition


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One part of the footprint, kg CO2e per unit: as it is, and as it would be; `owner` says what it belongs to."""

    id: str
    name: Named
    before: float
    after: float
    owner: Named | None = None

    @property
    def change(self) -> float:
        """The difference."""
        return self.after - self.before


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Forecast:
    """What the footprint would be, kg CO2e per declared or functional unit; every cut adds up to the totals.

    `findings` are warnings that the changed answers raise and the answers as they are do not, each at the key of its
    question. `shares` holds what every share of a mix has become, per cent, by the key of its dial. `study` is the changed study.
    """

    total: float
    before: float
    by_stage: tuple[Moved, ...]
    by_process: tuple[Moved, ...]
    by_gas: tuple[Moved, ...]
    contributions: tuple[Moved, ...]
    findings: tuple[Finding, ...]
    shares: Mapping[str, float]
    outcome: Outcome
    study: Study

    @property
    def change(self) -> float:
        """The difference to the footprint as it is."""
        return self.total - self.before

    @property
    def relative(self) -> float | None:
        """The difference as a share of the footprint as it is; none where that is zero."""
        return self.change / self.before if self.before else None


def what_if(basis: Basis, changes: Mapping[str, Amount], swaps: Mapping[str, str] = NO_SWAPS) -> Forecast:
    """Return what the footprint would be with other figures, exactly: the changed study is solved as a whole.

    `changes` are figures in the units of their dials, by key (`read_changes`); `swaps` ids of published factors by the
    row they shall stand in. Raises ChangeError with everything that
    keeps the changed study from having a footprint: shares beyond the whole, a method that refuses its figures, a loop
    that feeds itself.
    """
    study, composition = basis.changed(changes, swaps)
    try:
        outcome = calculate(study)
    except FaultyStudyError as error:
        raise ChangeError(error.findings) from error
    except EngineError as error:
        raise ChangeError([_refused(error)]) from error
    before = basis.outcome
    stages = {stage.id: stage.name for stage in study.boundary.stages}
    processes = {process.id: process.name for process in (*basis.study.processes, *study.processes)}
    gases = {key: Named(zh=text.zh, en=text.en) for key, text in GASES.items()}
    return Forecast(
        total=outcome.total,
        before=before.total,
        by_stage=_moved(before.by_stage, outcome.by_stage, stages),
        by_process=_moved(before.by_process, outcome.by_process, processes),
        by_gas=_moved(before.by_gas, outcome.by_gas, gases),
        contributions=_contributions(before, outcome, stages),
        findings=_new_findings(basis, composition),
        shares=basis.shares(changes),
        outcome=outcome,
        study=study,
    )


def _moved(before: Iterable[Share], after: Iterable[Share], names: Mapping[str, Named]) -> tuple[Moved, ...]:
    old, new = {share.id: share.kg for share in before}, {share.id: share.kg for share in after}
    return tuple(
        Moved(id=key, name=names.get(key, Named(zh=key)), before=old.get(key, 0.0), after=new.get(key, 0.0))
        for key in dict.fromkeys((*old, *new))
        if old.get(key) or new.get(key)
    )


def _contributions(before: Outcome, after: Outcome, stages: Mapping[str, Named]) -> tuple[Moved, ...]:
    old, new = _by_exchange(before), _by_exchange(after)
    entries = {entry.id: entry for outcome in (before, after) for entry in outcome.entries}
    return tuple(
        Moved(
            id=key,
            name=entries[key].name,
            before=old.get(key, 0.0),
            after=new.get(key, 0.0),
            owner=stages.get(entries[key].stage),
        )
        for key in dict.fromkeys((*old, *new))
        if old.get(key) or new.get(key)
    )


def _by_exchange(outcome: Outcome) -> dict[str, float]:
    return {
        entry.id: fsum(row) for entry, row in zip(outcome.entries, outcome.kg_by_exchange_flow.tolist(), strict=True)
    }


def _new_findings(basis: Basis, composition: Composition | None) -> tuple[Finding, ...]:
    if composition is None or basis.answered is None:
        return ()
    known = basis.answered.findings
    return tuple(
        finding
        for finding in composition.findings
        if finding.severity is Severity.WARNING and (finding.code, finding.place) not in known
    )


def _refused(error: EngineError) -> Finding:
    return Finding(
        code=error.code,
        severity=Severity.BLOCKING,
        place="",
        message=error.text,
        remedy=Text(
            "请更正刚才的改动，或恢复原值；上一次的结果不变。", "Take the last change back; the last answer stands."
        ),
    )
