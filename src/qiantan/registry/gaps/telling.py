"""Telling producers what a published release would move: once for each product, and never a change of what is frozen."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.urls import reverse

from qiantan.core.findings import Text
from qiantan.core.province.changes import Replacement, unit_of
from qiantan.core.study.document import Factor
from qiantan.registry.footprints.models import FrozenStudy
from qiantan.registry.gaps.changing import FACTOR_ROWS, from_json
from qiantan.registry.gaps.models import Impact, MovedStudy, Told
from qiantan.registry.network.models import Member
from qiantan.registry.notices.operations import notify

BATCH = 200
NAMED = 3
KIND = "factor.changed"
PINNED = """
SELECT DISTINCT row.study, known.factor
FROM network_exchangerow AS row JOIN network_knownfactor AS known ON known.id = row.reference
WHERE row.supplied = %s AND row.study = ANY(%s) AND known.factor = ANY(%s)
"""


def tell_producers(impact: Impact, at: datetime) -> int:
    """Tell the members of the producer of every product a release would move; return how many products were told of."""
    replacements = from_json(impact.changes)
    told = 0
    rows = MovedStudy.objects.filter(impact=impact.pk, newest=True).order_by("study")
    keys = list(rows.values_list("study", flat=True))
    for start in range(0, len(keys), BATCH):
        told += _tell(impact, keys[start : start + BATCH], replacements, at)
    return told


@transaction.atomic
def _tell(impact: Impact, keys: Sequence[int], replacements: Sequence[Replacement], at: datetime) -> int:
    studies = (
        FrozenStudy.objects.filter(pk__in=keys).defer("content").select_related("product__organisation", "activity")
    )
    known = set(
        Told.objects.filter(release=impact.release, product__studies__in=keys).values_list("product", flat=True)
    )
    waiting = [study for study in studies.order_by("pk") if study.product_id not in known]
    Told.objects.bulk_create(Told(release=impact.release, product=study.product, at=at) for study in waiting)
    moved = {row.study: row for row in MovedStudy.objects.filter(impact=impact.pk, study__in=keys)}
    members = Member.objects.in_bulk(keys)
    pinned = _pinned(keys, [one.id for one in replacements])
    for study in waiting:
        own = [one for one in replacements if one.id in pinned.get(study.pk, ())]
        text = wording(members[study.pk], moved[study.pk], own)
        link = reverse("products:activity", args=[study.activity.public_id])
        notify(to=study.product.organisation, kind=KIND, text=text, link=link, at=at)
    return len(waiting)


def _pinned(keys: Sequence[int], factors: Sequence[str]) -> Mapping[int, set[str]]:
    found: dict[int, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(PINNED, [FACTOR_ROWS, list(keys), list(factors)])
        for study, factor in cursor.fetchall():
            found.setdefault(study, set()).add(factor)
    return found


def wording(member: Member, moved: MovedStudy, own: Sequence[Replacement]) -> Text:
    """Return the notice: product, factors with their values before and after, what a new calculation would give, and that
    nothing frozen changes. A product that moves only by what a supplier's product would, names no factor.
    """
    zh = "；".join(f"{one.before.name.zh}：{values(one.before)} → {values(one.after)}" for one in own[:NAMED])
    en = "; ".join(
        f"{one.before.name.en or one.before.name.zh}: {values(one.before)} → {values(one.after)}" for one in own[:NAMED]
    )
    more = len(own) - NAMED
    zh += f"；另有 {more} 个因子" if more > 0 else ""
    en += f"; and {more} more" if more > 0 else ""
    change = f"{100 * moved.relative:+.2f} %"
    figures = f"{moved.before:.6g} → {moved.after:.6g} kgCO2e"
    return Text(
        f"“{member.name_zh}”所用因子有新版本（{zh or '上游产品的因子有新版本'}）。按新值计算，{member.unit_zh}的碳足迹为 "
        f"{figures}（{change}）。您已冻结的结果不变；需要时可重新计算。",
        f"Factors used by “{member.name_en or member.name_zh}” have a new edition ({en or 'factors of an upstream product'}). "
        f"With the new values its footprint per {member.unit_en or member.unit_zh} would be {figures} ({change}). Your "
        "frozen result stays as it is; recalculate if you want.",
    )


def values(factor: Factor) -> str:
    """Return the figures of a factor as published: value and unit, gas by gas."""
    if factor.value is not None:
        return f"{factor.value.value.normalize():f} {factor.value.unit}"
    return _listed(f"{one.kg.normalize():f} {unit_of(one.flow, factor.per)}" for one in factor.emissions)


def _listed(texts: Iterable[str]) -> str:
    return " + ".join(texts)
