"""Working out a preview: the network, the documents that have to be read, one solve, and small rows that are kept."""

import time
from collections.abc import Iterator, Sequence

import numpy as np
from django.db import transaction
from django.utils import timezone

from qiantan.core.findings import Text
from qiantan.core.province.foresight import Foreseen, Foresight, RefusedChange, burden_changes
from qiantan.core.province.network import Province
from qiantan.core.study.document import Factor, Study
from qiantan.registry.footprints.models import FrozenStudy
from qiantan.registry.gaps.changing import from_json
from qiantan.registry.gaps.models import Impact, MovedStudy, RefusedStudy
from qiantan.registry.gaps.states import ASSEMBLING, KEEPING, LAYING, READING, SOLVING, WorkState
from qiantan.registry.gaps.working import end, report
from qiantan.registry.network.copying import copy_in
from qiantan.registry.network.whole import kept_province, province_now

BATCH = 200
MOVED = "gaps_movedstudy"
ROW = np.dtype(
    [
        ("impact", "i8"),
        ("study", "i4"),
        ("before", "f8"),
        ("after", "f8"),
        ("relative", "f8"),
        ("exact", "?"),
        ("newest", "?"),
    ]
)
# What a person may be kept waiting for: measured, a document costs some 3 ms and a network of 20,000 studies half a second
# to solve and keep (docs/decisions/0011).
READ_AT_ONCE, STUDIES_AT_ONCE = 150, 20_000


def is_quick(impact: Impact) -> bool:
    """Say whether a preview is worked out while the analyst waits: the network is at hand, and little has to be read."""
    province = kept_province()
    if province is None or len(province.studies) > STUDIES_AT_ONCE:
        return False
    return len(Foresight(province, from_json(impact.changes)).to_read) <= READ_AT_ONCE


def work_out(impact: Impact) -> Impact:
    """Do a running preview to its end; raises Cancelled when asked to stop."""
    began = time.perf_counter()
    report(impact, ASSEMBLING)
    province = province_now(lambda done, total: report(impact, LAYING, done, total))
    foresight = Foresight(province, from_json(impact.changes))
    read = dict(_read(impact, foresight))
    report(impact, SOLVING)
    found = foresight.foresee(read)
    report(impact, KEEPING)
    return _keep(impact, province, found, read=len(read), seconds=time.perf_counter() - began)


def _read(impact: Impact, foresight: Foresight) -> Iterator[tuple[int, object]]:
    after = {one.id: one.after for one in foresight.replacements}
    keys = foresight.to_read
    for done in range(0, len(keys), BATCH):
        report(impact, READING, done, len(keys))
        yield from _changes(keys[done : done + BATCH], after)


def _changes(keys: Sequence[int], after: dict[str, Factor]) -> Iterator[tuple[int, object]]:
    for key, content in FrozenStudy.objects.filter(pk__in=keys).values_list("pk", "content"):
        study = Study.model_validate_json(bytes(content))
        try:
            yield key, burden_changes(study, after)
        except RefusedChange as refusal:
            yield key, refusal.text


@transaction.atomic
def _keep(impact: Impact, province: Province, found: Foreseen, *, read: int, seconds: float) -> Impact:
    """Keep the rows of an answer and its sums; those of an attempt before are replaced."""
    MovedStudy.objects.filter(impact=impact.pk).delete()
    RefusedStudy.objects.filter(impact=impact).delete()
    relative = np.divide(
        found.after - found.before, np.abs(found.before), out=np.zeros_like(found.before), where=found.before != 0
    )
    rows = np.empty(len(found.study), dtype=ROW)
    rows["impact"] = impact.pk
    for name in ("study", "before", "after", "exact", "newest"):
        rows[name] = getattr(found, name)
    rows["relative"] = relative
    copy_in(MOVED, rows)
    RefusedStudy.objects.bulk_create(_refused(impact, found))
    newest = found.newest
    impact.studies, impact.products = len(province.studies), len(province.newest)
    impact.moved, impact.touched, impact.read = int(newest.sum()), len(found.study) + len(found.refused), read
    impact.above = int((np.abs(relative[newest]) > impact.threshold).sum())
    impact.mean = float(relative[newest].sum()) / max(1, len(province.newest))
    impact.per_year = float(found.per_year[newest].sum())
    impact.seconds = seconds
    impact.save()
    return end(impact, WorkState.DONE, timezone.now())


def _refused(impact: Impact, found: Foreseen) -> list[RefusedStudy]:
    return [RefusedStudy(impact=impact, study_id=key, **_reason(text)) for key, text in found.refused.items()]


def _reason(text: Text) -> dict[str, str]:
    return {"reason_zh": text.zh, "reason_en": text.in_language("en")}
