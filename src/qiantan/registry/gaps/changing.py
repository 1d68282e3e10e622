"""From a release or a typed list to the changes a preview asks about. Used by the operations and queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qiantan.core.findings import Finding, wire
from qiantan.core.province.changes import Replacement, fault_of
from qiantan.core.study.document import Factor, Study
from qiantan.registry.factors.models import FactorValue
from qiantan.registry.footprints.models import FrozenStudy
from qiantan.registry.network.models import ExchangeRow, KnownFactor

ASSUMED = "assumed:"
FACTOR_ROWS = 2  # core.province.rows.Supplied.FACTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changes together: replacements, findings about what cannot be applied, and how many values are only new."""

    replacements: tuple[Replacement, ...]
    skipped: tuple[Finding, ...] = ()
    added: int = 0


def known_factors(ids: Sequence[str]) -> dict[str, Factor]:
    """Return the factors of the library, and the assumptions of templates as studies pin them, by id; at most two queries,
    and one for each assumption.
    """
    found = {row.pk: row.factor for row in FactorValue.objects.filter(pk__in=ids)}
    for key in ids:
        if key.startswith(ASSUMED) and key not in found:
            assumed = _pinned(key)
            if assumed is not None:
                found[key] = assumed
    return found


def of_pairs(pairs: Iterable[tuple[Factor | None, Factor | None]]) -> Changes:
    """Return the changes of (before, after): a value without a predecessor moves nothing that is frozen, nor does one that
    is only retired.
    """
    replacements, skipped, added = [], [], 0
    for before, after in pairs:
        if before is None:
            added += 1
        elif after is not None:
            fault = fault_of(before, after, before.id)
            if fault is None:
                replacements.append(Replacement(before=before, after=after))
            else:
                skipped.append(fault)
    return Changes(replacements=tuple(replacements), skipped=tuple(skipped), added=added)


def of_release(release_id: str) -> Changes:
    """Return what a published release changes: each of its values against its predecessor; two queries."""
    values = list(FactorValue.objects.filter(release_id=release_id))
    before = FactorValue.objects.in_bulk([value.predecessor for value in values if value.predecessor])
    return of_pairs(
        (before[value.predecessor].factor if value.predecessor in before else None, value.factor) for value in values
    )


def to_json(changes: Changes) -> dict[str, Any]:
    """Return the columns of a preview that hold its changes."""
    return {
        "changes": [
            {
                "before": one.before.model_dump(mode="json", exclude_none=True),
                "after": one.after.model_dump(mode="json", exclude_none=True),
            }
            for one in changes.replacements
        ],
        "skipped": [wire.to_json(finding) for finding in changes.skipped],
        "added": changes.added,
    }


def from_json(kept: Sequence[Mapping[str, Any]]) -> tuple[Replacement, ...]:
    """Return the replacements a preview keeps."""
    return tuple(
        Replacement(before=Factor.model_validate(one["before"]), after=Factor.model_validate(one["after"]))
        for one in kept
    )


def skipped_of(kept: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Return the findings a preview keeps."""
    return tuple(wire.from_json(one) for one in kept)


def _pinned(key: str) -> Factor | None:
    """Return an assumption as the newest study that pins it states it."""
    numbers = list(KnownFactor.objects.filter(factor=key).values_list("pk", flat=True))
    rows = ExchangeRow.objects.filter(supplied=FACTOR_ROWS, reference__in=numbers)
    study = rows.order_by("-study").values_list("study", flat=True).first() if numbers else None
    if study is None:
        return None
    content = FrozenStudy.objects.values_list("content", flat=True).get(pk=study)
    document = Study.model_validate_json(bytes(content))
    return next((factor for factor in document.factors if factor.id == key), None)
