"""From keys of studies to what an analyst may see of them: name, unit, organisation, number, and what rests on them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from qiantan.core.findings import Text
from qiantan.registry.footprints.models import ReportFile, Run
from qiantan.registry.network.models import Member

RESTING = """
WITH touched AS MATERIALIZED (SELECT unnest(%(keys)s::bigint[]) AS study_id),
    resting AS MATERIALIZED (SELECT id FROM footprints_run JOIN touched USING (study_id) WHERE sha256 <> '')
SELECT (SELECT count(*) FROM resting),
    (SELECT count(*) FROM footprints_reportfile file JOIN resting ON resting.id = file.run_id)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A product by its frozen study: whether a `result` of it is kept, and the kinds of `reports` made of that."""

    name: Text
    unit: Text
    organisation: str
    study: str
    frozen_at: datetime
    result: bool
    reports: tuple[str, ...]


def known(keys: Sequence[int]) -> dict[int, Known]:
    """Return the products of frozen studies by key, in three queries."""
    members = Member.objects.filter(pk__in=keys).select_related("product__organisation", "study__activity")
    results = set(Run.objects.filter(study_id__in=keys).exclude(sha256="").values_list("study_id", flat=True))
    reports: dict[int, list[str]] = defaultdict(list)
    made = ReportFile.objects.filter(run__study_id__in=keys).order_by("pk").values_list("run__study_id", "kind")
    for key, kind in made:
        reports[key].append(kind)
    return {
        member.pk: Known(
            name=Text(member.name_zh, member.name_en),
            unit=Text(member.unit_zh, member.unit_en),
            organisation=member.product.organisation.name,
            study=member.study.number,
            frozen_at=member.study.frozen_at,
            result=member.pk in results,
            reports=tuple(dict.fromkeys(reports[member.pk])),
        )
        for member in members.defer("study__content")
    }


def resting(keys: Sequence[int]) -> tuple[int, int]:
    """Return how many kept results, and how many reports, rest on frozen studies given by key."""
    with connection.cursor() as cursor:
        cursor.execute(RESTING, {"keys": list(keys)})
        results, reports = cursor.fetchone()
    return results, reports
