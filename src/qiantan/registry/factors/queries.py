"""Reads about published factors."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from qiantan.core.study.document import Factor
from qiantan.registry.accounts.paging import Page, page_of
from qiantan.registry.accounts.refusals import NotFound
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.factors.models import FactorRelease, FactorValue
from qiantan.registry.factors.permissions import check_can_read
from qiantan.registry.factors.segments import asked_words, normal


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFactor:
    """A factor and the release it stands in."""

    factor: Factor
    topic: str
    release: FactorRelease


def get_factor(viewer: Viewer, factor_id: str) -> FoundFactor:
    """Return one factor with its release; `NotFound` when there is none of this id."""
    check_can_read(viewer)
    found = FactorValue.objects.select_related("release").filter(pk=factor_id).first()
    if found is None:
        raise NotFound("没有这个因子。", "There is no such factor.")
    return _found(found)


def search_factors(viewer: Viewer, text: str = "", topic: str = "", page: int = 1) -> Page[FoundFactor]:
    """Return the factors that have every word asked for, best first: Chinese words, pinyin in full or by initials,
    English, ids. Without text all of them, by topic and pinyin. Two queries.
    """
    check_can_read(viewer)
    found = FactorValue.objects.select_related("release")
    if topic:
        found = found.filter(topic=topic)
    if not text.strip():
        return page_of(found.order_by("topic", "pinyin_key", "pk"), page, _found)
    words = asked_words(text)
    if not words:
        return page_of(found.none(), page, _found)
    query = SearchQuery(" & ".join(words), config="simple", search_type="raw")
    return page_of(_best_first(found.filter(words=query), normal(text).strip()), page, _found)


def topics(viewer: Viewer) -> dict[str, int]:
    """Return the topics and how many factors each has."""
    check_can_read(viewer)
    counted = FactorValue.objects.values("topic").annotate(count=Count("pk")).order_by("topic")
    return {row["topic"]: row["count"] for row in counted}


def releases(viewer: Viewer) -> list[FactorRelease]:
    """Return every factor release with the number of its values as `count`."""
    check_can_read(viewer)
    return list(FactorRelease.objects.annotate(count=Count("values")).order_by("pk"))


def _best_first(found: QuerySet[FactorValue], text: str) -> QuerySet[FactorValue]:
    rank = Case(
        When(Q(id__iexact=text) | Q(name_zh=text), then=Value(0)),
        When(Q(name_zh__startswith=text) | Q(name_en__istartswith=text), then=Value(1)),
        When(Q(name_zh__contains=text) | Q(name_en__icontains=text), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return found.annotate(rank=rank).order_by("rank", "pinyin_key", "pk")


def _found(value: Any) -> FoundFactor:
    return FoundFactor(factor=value.factor, topic=value.topic, release=value.release)
