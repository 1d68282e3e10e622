"""Laying out what frozen studies want factors for: each document is read once, then everything is rows."""

from collections.abc import Iterable, Sequence

import numpy as np
from django.db import transaction

from qiantan.core.proofs import canonical_bytes, sha256
from qiantan.core.province.uses import FactorUse, StandIn, Wanted, uses_of
from qiantan.core.rules.gaps import ranking
from qiantan.core.study.document import Study
from qiantan.registry.footprints.models import FrozenStudy
from qiantan.registry.gaps.models import Laid, UseRow, Want
from qiantan.registry.gaps.models import StandIn as KeptStandIn
from qiantan.registry.network.copying import copy_in

BATCH = 100
USES = "gaps_userow"
USE = np.dtype([("study", "i4"), ("want", "i4"), ("stand_in", "i4"), ("share", "f8")])


def edition() -> str:
    """Return the digest of what decides how a study is laid out: the phrases of the rule."""
    return sha256(canonical_bytes([list(words) for words in ranking().phrases]))


def waiting() -> list[int]:
    """Return the frozen studies (key) not laid out by this edition, oldest first."""
    laid = Laid.objects.filter(edition=edition()).values("study_id")
    return list(FrozenStudy.objects.exclude(pk__in=laid).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def lay_out(keys: Sequence[int]) -> None:
    """Keep the uses of factors of some frozen studies, all or none; those of an older edition are replaced."""
    studies = list(FrozenStudy.objects.filter(pk__in=keys).select_related("product").order_by("pk"))
    phrases, current = ranking().phrases, edition()
    uses = {study.pk: uses_of(Study.model_validate_json(bytes(study.content)), phrases) for study in studies}
    wants = _keys_of_wants(use.wanted for found in uses.values() for use in found)
    stand_ins = _keys_of_stand_ins(use.stand_in for found in uses.values() for use in found)
    UseRow.objects.filter(study__in=list(uses)).delete()
    Laid.objects.filter(pk__in=list(uses)).delete()
    Laid.objects.bulk_create(
        Laid(study=study, product_id=study.product_id, organisation_id=study.product.organisation_id, edition=current)
        for study in studies
    )
    copy_in(USES, rows_of(uses.items(), wants, stand_ins))


def rows_of(
    uses: Iterable[tuple[int, Sequence[FactorUse]]],
    wants: dict[tuple[str, ...], int],
    stand_ins: dict[StandIn, int],
) -> "np.ndarray[tuple[int], np.dtype[np.void]]":
    """Return uses of studies (key) as rows with the keys of what they name."""
    rows = [
        (study, wants[use.wanted.identity], stand_ins[use.stand_in], use.share)
        for study, found in uses
        for use in found
    ]
    return np.array(rows, dtype=USE)


def _keys_of_wants(found: Iterable[Wanted]) -> dict[tuple[str, ...], int]:
    new = {one.identity: one for one in found}
    made = [Want(**one._asdict()) for one in new.values()]
    Want.objects.bulk_create(made, ignore_conflicts=True)
    keys = {one.key for one in new.values()}
    rows = Want.objects.filter(key__in=keys).values_list("category", "flow", "key", "parameter", "pk")
    return {(category, flow, key, parameter): number for category, flow, key, parameter, number in rows}


def _keys_of_stand_ins(found: Iterable[StandIn]) -> dict[StandIn, int]:
    new = {digest_of(one): one for one in found}
    made = [KeptStandIn(facts=one._asdict(), digest=digest) for digest, one in new.items()]
    KeptStandIn.objects.bulk_create(made, ignore_conflicts=True)
    known = KeptStandIn.objects.filter(digest__in=list(new)).values_list("digest", "pk")
    return {new[digest]: number for digest, number in known}


def digest_of(stand_in: StandIn) -> str:
    """Return the digest of the facts of a stand-in."""
    return sha256(canonical_bytes(stand_in._asdict()))
