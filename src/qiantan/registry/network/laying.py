"""Laying out frozen studies: each is flattened once and kept as rows, so that a rebuild never reads a document twice."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from django.db import transaction
from django.db.models import Model

from qiantan.core.province.flatten import Flat, flatten
from qiantan.core.province.gather import keyed
from qiantan.core.province.rows import PROCESS, Label, PinnedFactor, Quoted
from qiantan.core.study.document import Study
from qiantan.registry.footprints.models import FrozenStudy
from qiantan.registry.network.copying import copy_in
from qiantan.registry.network.models import KnownFactor, KnownLabel, Member, QuotedStudy

BATCH = 100
EXCHANGES, PROCESSES = "network_exchangerow", "network_processrow"
Value = TypeVar("Value", PinnedFactor, Label, Quoted)


def waiting() -> list[int]:
    """Return the frozen studies (key) that are not laid out yet, oldest first."""
    laid = Member.objects.values("study_id")
    return list(FrozenStudy.objects.exclude(pk__in=laid).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def lay_out(keys: Sequence[int]) -> None:
    """Keep the rows of some frozen studies, all or none."""
    studies = list(FrozenStudy.objects.filter(pk__in=keys).order_by("pk"))
    flats = [flatten(Study.model_validate_json(bytes(study.content))) for study in studies]
    factors = _keys_of_factors(flats)
    labels = _keys_of_labels(flats)
    quoted = _keys_of_quoted(flats)
    Member.objects.bulk_create([_member(study, flat) for study, flat in zip(studies, flats, strict=True)])
    exchanges, processes = [], []
    for study, flat in zip(studies, flats, strict=True):
        exchanges.append(
            keyed(flat, study.pk, [factors[one] for one in flat.factors], [quoted[one] for one in flat.quoted])
        )
        processes += [(study.pk, at, labels[label]) for at, label in enumerate(flat.labels)]
    copy_in(EXCHANGES, np.concatenate(exchanges))
    copy_in(PROCESSES, np.array(processes, dtype=PROCESS))


def _member(study: FrozenStudy, flat: Flat) -> Member:
    return Member(
        study=study,
        product_id=study.product_id,
        sha256=study.sha256,
        processes=len(flat.labels),
        delivering=flat.delivering,
        demand=flat.demand,
        total=flat.total,
        output=flat.output,
        product_unit=flat.product_unit,
        name_zh=flat.name.zh,
        name_en=flat.name.en,
        unit_zh=flat.unit.zh,
        unit_en=flat.unit.en,
        category=flat.category,
        unforeseen=list(flat.curved),
    )


def known_factors() -> dict[int, PinnedFactor]:
    """Return every factor studies pin, by key."""
    rows = KnownFactor.objects.order_by("pk").values_list(
        "pk", "factor", "name_zh", "name_en", "kind", "value", "unit", "spread"
    )
    return {key: PinnedFactor(*values) for key, *values in rows}


def known_labels() -> dict[int, Label]:
    """Return every kind of unit process, by key."""
    rows = KnownLabel.objects.order_by("pk").values_list("pk", "category", "process", "name_zh", "name_en")
    return {key: Label(*values) for key, *values in rows}


def known_quoted() -> dict[int, Quoted]:
    """Return every study that another one names as its supplier, by key."""
    return {key: Quoted(*values) for key, *values in QuotedStudy.objects.values_list("pk", "sha256", "unit")}


def _keys_of_factors(flats: Sequence[Flat]) -> dict[PinnedFactor, int]:
    known = {factor: key for key, factor in known_factors().items()}
    new = [one for one in dict.fromkeys(f for flat in flats for f in flat.factors) if one not in known]
    made = [KnownFactor(factor=one.id, **{k: v for k, v in one._asdict().items() if k != "id"}) for one in new]
    return known | _made(KnownFactor, made, new)


def _keys_of_labels(flats: Sequence[Flat]) -> dict[Label, int]:
    known = {label: key for key, label in known_labels().items()}
    new = [one for one in dict.fromkeys(label for flat in flats for label in flat.labels) if one not in known]
    return known | _made(KnownLabel, [KnownLabel(**one._asdict()) for one in new], new)


def _keys_of_quoted(flats: Sequence[Flat]) -> dict[Quoted, int]:
    known = {one: key for key, one in known_quoted().items()}
    new = [one for one in dict.fromkeys(q for flat in flats for q in flat.quoted) if one not in known]
    return known | _made(QuotedStudy, [QuotedStudy(**one._asdict()) for one in new], new)


def _made(
    model: type[KnownFactor | KnownLabel | QuotedStudy], rows: Sequence[Model], values: Sequence[Value]
) -> dict[Value, int]:
    kept = model.objects.bulk_create(rows)
    return {value: row.pk for value, row in zip(values, kept, strict=True)}
