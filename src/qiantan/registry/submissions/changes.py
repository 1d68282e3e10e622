"""What a release in preparation would change in the library: which values are new, which are replaced, which retired."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qiantan.core.datasets.proposal.choices import NOT_STATED
from qiantan.core.datasets.proposal.stated import factor_of, rows_of
from qiantan.core.findings import Finding, Text
from qiantan.core.rules.schema import FactorRow
from qiantan.core.study.document import Factor
from qiantan.registry.factors.models import FactorValue
from qiantan.registry.submissions.models import DraftLine, ReleaseDraft, Round, Submission
from qiantan.registry.submissions.moving import found

REVIEWED = re.compile(r"^(gzr-[0-9]{5,})-([0-9]+)$")
RELEASE = "guizhou-review-{edition}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorChange:
    """One value a release would change.

    `factor_id` is the id studies know: of the value that is replaced or retired, of the new value where nothing is
    replaced. `before` is none for a new value, `after` for a retired one. `unit` is what the figures are per, for a
    parameter its unit.
    """

    factor_id: str
    kind: Literal["new", "replaced", "retired"]
    unit: str
    before: Factor | None
    after: Factor | None
    line: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A release in preparation, its lines with their locked rounds, and the values they would replace or retire."""

    draft: ReleaseDraft
    lines: tuple[DraftLine, ...]
    rounds: Mapping[int, Round]
    known: Mapping[str, FactorValue]

    @property
    def release(self) -> str:
        """The id the release will have."""
        return self.draft.release or RELEASE.format(edition=self.draft.edition)


def draft_of(draft: ReleaseDraft) -> Draft:
    """Return a draft with its lines, rounds and the values they touch, in three queries."""
    lines = tuple(draft.lines.select_related("submission__organisation").order_by("pk"))
    submissions = {line.submission_id: line.submission for line in lines if line.submission_id}
    found = Round.objects.filter(submission__in=submissions)
    rounds = {one.submission_id: one for one in found if submissions[one.submission_id].round == one.number}
    touched = [one.answers.get("predecessor", "") for one in rounds.values()] + [line.factor for line in lines]
    known = FactorValue.objects.select_related("release").in_bulk([one for one in touched if one])
    return Draft(draft=draft, lines=lines, rounds=rounds, known=known)


def changes_of(draft: Draft) -> tuple[FactorChange, ...]:
    """Return what a release in preparation would change, in the order of its lines; asks the database nothing."""
    return tuple(_retired(draft, line) if line.factor else _coming(draft, line) for line in draft.lines)


def content_faults(prepared: Draft) -> list[Finding]:
    """Return what in a release stands against its publication: nothing in it, a factor both replaced and retired, a CO2
    equivalent whose GWP set nobody knows.
    """
    faults = []
    if not any(line.submission_id for line in prepared.lines):
        faults.append(found("REL-EMPTY", "lines", Text("发布中没有数据集。", "The release has no dataset.")))
    replaced = {one.answers.get("predecessor", "") for one in prepared.rounds.values()}
    for line in prepared.lines:
        if line.factor and line.factor in replaced:
            message = Text("同一个因子既被替代又被停用。", "The same factor is replaced and retired.")
            faults.append(found("REL-BOTH", line.factor, message, value=line.factor))
    for line in prepared.lines:
        rows = rows_in(prepared, line) if line.submission_id else ()
        if any(row.flow == "co2e" and row.gwp_set in {"", NOT_STATED} for row in rows):
            name = line.submission.name
            message = Text(
                f"“{name.zh}”的 CO₂e 没有说明 GWP 值集。", f"The CO₂e of “{name.en}” comes without its GWP set."
            )
            remedy = Text("移出发布，退回提交单位核实。", "Take it out and return it to its contributor.")
            faults.append(found("REL-GWP-SET", rows[0].id, message, remedy=remedy))
    return faults


def factor_id_of(submission: Submission, answers: Mapping[str, str]) -> str:
    """Return the id a dataset gets in the library: the next of its line, or the first of a line of its own."""
    line = REVIEWED.match(answers.get("predecessor", ""))
    return f"{line[1]}-{int(line[2]) + 1}" if line else f"gzr-{submission.pk:05d}-1"


def rows_in(draft: Draft, line: DraftLine) -> tuple[FactorRow, ...]:
    """Return the lines of ``factors.csv`` of a dataset in a draft."""
    answers = draft.rounds[line.submission_id].answers
    return rows_of(answers, factor_id_of(line.submission, answers))


def _coming(draft: Draft, line: DraftLine) -> FactorChange:
    answers = draft.rounds[line.submission_id].answers
    after = factor_of(answers, factor_id_of(line.submission, answers), draft.release)
    before = draft.known.get(answers.get("predecessor", ""))
    return FactorChange(
        factor_id=before.pk if before else after.id,
        kind="replaced" if before else "new",
        unit=_unit(after),
        before=before.factor if before else None,
        after=after,
        line=line.pk,
    )


def _retired(draft: Draft, line: DraftLine) -> FactorChange:
    known = draft.known.get(line.factor)
    before = known.factor if known else None
    unit = _unit(before) if before else ""
    return FactorChange(
        factor_id=line.factor, kind="retired", unit=unit, before=before, after=None, line=line.pk, reason=line.reason_zh
    )


def _unit(factor: Factor) -> str:
    return factor.value.unit if factor.value is not None else factor.per
