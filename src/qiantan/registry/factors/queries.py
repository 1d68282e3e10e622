"""Reads about published factors."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

from qiantan.core.rules import load
from qiantan.core.study.document import Factor
from qiantan.registry.accounts.paging import PAGE_SIZE, Page, page_of
from qiantan.registry.accounts.refusals import NotFound
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.factors import search as index
from qiantan.registry.factors.facets import FACETS, likeness, open_licences
from qiantan.registry.factors.models import FactorEntry, FactorRelease, FactorValue, Standing
from qiantan.registry.factors.permissions import check_can_read
from qiantan.registry.factors.question import Question, question_of
from qiantan.registry.factors.search import Hits
from qiantan.registry.factors.segments import normal
from qiantan.registry.factors.states import Origin, State

SHOWN_ALIKE = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFactor:
    """A factor and the release it stands in; whether it is in force, what it replaced and when it is looked at again."""

    factor: Factor
    topic: str
    release: FactorRelease
    state: State = State.PUBLISHED
    predecessor: str = ""
    review_by: dt.date | None = None

    @property
    def reviewed(self) -> bool:
        """Whether the value was published from the review."""
        return self.release.origin == Origin.REVIEW.value

    @property
    def lapsed(self) -> bool:
        """Whether the value left force."""
        return self.state is not State.PUBLISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A value the library does not carry, why, and where its owner offers it."""

    title: Mapping[str, str]
    reason: str
    available_at: str
    release: FactorRelease


@dataclass(frozen=True, slots=True, kw_only=True)
class Search(Page[FoundFactor]):
    """A page of factors, with the counts of the selection.

    `more` says that `count` is a lower bound; `nearest` that nothing had every word and these come closest; `stood_for`
    which words were looked up as well; `withheld` what the library is asked for and does not carry.
    """

    more: bool = False
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    nearest: bool = False
    stood_for: tuple[tuple[str, tuple[str, ...]], ...] = ()
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Where a figure stands among those of the same kind, topic, gas and unit kind: how many there are and how many are
    lower, the quantiles 0, ¼, ½, ¾, 1, and some of them evenly spread, itself included.
    """

    count: int
    below: int
    quantiles: tuple[float, ...]
    figure: float
    unit: str
    some: tuple[index.Peer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The published values a figure may be compared with: how many, the lowest, the highest, its own figure in their unit,
    and (id, name) of those with the same figure.
    """

    count: int = 0
    low: float = 0.0
    high: float = 0.0
    figure: float = 0.0
    unit: str = ""
    same: tuple[tuple[str, str], ...] = ()


def search(
    viewer: Viewer,
    text: str = "",
    chosen: Mapping[str, str] | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
    *,
    lapsed: bool = False,
) -> Search:
    """Return the factors a text asks for, best first: Chinese words, pinyin in full or by initials, English, ids, CAS
    numbers; narrowed by the values `chosen` of facets; with `lapsed` those that left force instead of those in force.
    Four queries, five when only the nearest are found.
    """
    check_can_read(viewer)
    picked = {facet: value for facet, value in (chosen or {}).items() if facet in FACETS and value}
    known = releases(viewer)
    question = question_of(text, ((one.pk, _words_of(one)) for one in known))
    if text.strip() and question.empty:
        return Search(rows=(), number=1, pages=1, count=0, size=size)
    hits = _listed(picked, known, lapsed=lapsed) if question.empty else index.ranked(question, picked, lapsed=lapsed)
    near = not hits.ids and not question.empty
    if near:
        hits = index.nearest(question, picked, lapsed=lapsed)
    pages = max(1, ceil(len(hits.ids) / size))
    number = min(max(1, page), pages)
    return Search(
        rows=_in_order(hits.ids[(number - 1) * size : number * size]),
        number=number,
        pages=pages,
        count=hits.total,
        size=size,
        more=hits.more,
        facets=hits.facets,
        nearest=near and bool(hits.ids),
        stood_for=question.stood_for,
        withheld=_withheld(question, text, known) if text.strip() else (),
    )


def search_factors(viewer: Viewer, text: str = "", topic: str = "", page: int = 1) -> Page[FoundFactor]:
    """Return the factors a text asks for in a topic, best first."""
    return search(viewer, text, {"topic": topic}, page)


def get_factor(viewer: Viewer, factor_id: str) -> FoundFactor:
    """Return one factor with its release; `NotFound` when there is none of this id."""
    check_can_read(viewer)
    found = FactorValue.objects.select_related("release").filter(pk=factor_id).first()
    if found is None:
        raise NotFound("没有这个因子。", "There is no such factor.")
    return _found(found)


def get_factors(viewer: Viewer, factor_ids: Sequence[str]) -> tuple[FoundFactor, ...]:
    """Return several factors in the order asked for; ids that do not exist are left out."""
    check_can_read(viewer)
    return _in_order(tuple(dict.fromkeys(factor_ids)))


def factor_by_id(factor_id: str) -> Factor:
    """Return a factor for composing a study: of the rulebook, else of a release published from the review, in force or not.

    A library function for what composes studies; pages ask `get_factor`. `LookupError` when there is none of this id.
    """
    try:
        return load.factor(factor_id)
    except LookupError:
        document = FactorValue.objects.filter(pk=factor_id).values_list("document", flat=True).first()
    if document is None:
        raise LookupError(f"neither the rulebook nor a release from the review has a factor {factor_id}")
    return Factor.model_validate(document)


def standings(viewer: Viewer, factor_id: str) -> tuple[Standing, ...]:
    """Return when and why a value left force, the last first; none for one in force."""
    check_can_read(viewer)
    return tuple(Standing.objects.filter(factor=factor_id).order_by("-at", "-pk"))


def due(viewer: Viewer, on: dt.date, page: int = 1) -> Page[FoundFactor]:
    """Return the reviewed values in force that must be looked at again by a day, the longest due first, in two queries."""
    check_can_read(viewer)
    found = FactorValue.objects.filter(state=State.PUBLISHED.value, review_by__lte=on).select_related("release")
    return page_of(found.order_by("review_by", "pk"), page, _found)


def releases_due(viewer: Viewer, on: dt.date) -> tuple[FactorRelease, ...]:
    """Return the releases that must be looked at again by a day, the longest due first."""
    check_can_read(viewer)
    return tuple(FactorRelease.objects.filter(review_by__lte=on).order_by("review_by", "pk"))


def walk(
    viewer: Viewer, *, after: str = "", chosen: Mapping[str, str] | None = None, size: int, lapsed: bool = False
) -> tuple[FoundFactor, ...]:
    """Return the next factors in force (or those that lapsed) after an id, in the order of ids: the way to read all."""
    check_can_read(viewer)
    entries = FactorEntry.objects.filter(value_id__gt=after, lapsed=lapsed, **(chosen or {})).order_by("value_id")
    return _in_order(tuple(entries.values_list("value_id", flat=True)[:size]))


def editions(viewer: Viewer, factor_id: str) -> tuple[FoundFactor, ...]:
    """Return the editions of a figure through the releases, oldest first, the asked one among them."""
    check_can_read(viewer)
    line = FactorEntry.objects.filter(pk=factor_id).values_list("series", flat=True).first()
    ids = tuple(
        FactorEntry.objects.filter(series=line).order_by("year", "value_id").values_list("value_id", flat=True)[:30]
    )
    return _in_order(ids)


def alike(viewer: Viewer, factor_id: str) -> Alike | None:
    """Return where a factor stands among comparable ones; none for a factor that cannot be compared."""
    check_can_read(viewer)
    own = FactorEntry.objects.filter(pk=factor_id).values_list("likeness", "magnitude").first()
    if own is None or not own[0]:
        return None
    group, figure = own
    spread = index.spread(group, figure)
    return Alike(
        count=spread.count,
        below=spread.below,
        quantiles=spread.quantiles,
        figure=figure,
        unit=_unit_of(group),
        some=index.at_places(group, _places(spread.count, index.place_in(group, figure, factor_id))),
    )


def peers(viewer: Viewer, factor: Factor, topic: str) -> Near:
    """Return what is published beside a factor that is not: its group's range, its own figure there, and values with the
    very same figure under another name. Two queries, none for a factor that cannot be compared.
    """
    check_can_read(viewer)
    group, figure = likeness(factor, topic)
    if not group or figure is None:
        return Near()
    spread = index.spread(group, figure)
    same = FactorValue.objects.filter(entry__likeness=group, entry__magnitude=figure).exclude(name_zh=factor.name.zh)
    if not spread.count:
        return Near()
    return Near(
        count=spread.count,
        low=spread.quantiles[0],
        high=spread.quantiles[-1],
        figure=figure,
        unit=_unit_of(group),
        same=tuple(same.order_by("pk").values_list("pk", "name_zh")[:3]),
    )


def topics(viewer: Viewer) -> dict[str, int]:
    """Return the topics and how many factors each has."""
    check_can_read(viewer)
    counted = Counter[str]()
    for release in releases(viewer):
        counted.update(release.counts.get("topic", {}))
    return dict(sorted(counted.items()))


def releases(viewer: Viewer) -> list[FactorRelease]:
    """Return every factor release."""
    check_can_read(viewer)
    return list(FactorRelease.objects.order_by("pk"))


def get_release(viewer: Viewer, release_id: str) -> FactorRelease:
    """Return one release; `NotFound` when there is none of this id."""
    check_can_read(viewer)
    found = FactorRelease.objects.filter(pk=release_id).first()
    if found is None:
        raise NotFound("没有这个因子发布。", "There is no such release of factors.")
    return found


def open_values(viewer: Viewer, release_id: str = "") -> Iterator[FoundFactor]:
    """Yield the factors that may be handed on in bulk, in the order of ids: of one release as it was published, or all
    that are in force.
    """
    check_can_read(viewer)
    found = FactorValue.objects.select_related("release").filter(entry__licence__in=open_licences())
    found = found.filter(release_id=release_id) if release_id else found.filter(state=State.PUBLISHED.value)
    yield from map(_found, found.order_by("release_id", "pk").iterator(chunk_size=1000))


def _unit_of(group: str) -> str:
    return group.split("/", 2)[2] if group.startswith("parameter/") else group.split("/", 3)[3]


def _listed(chosen: Mapping[str, str], known: list[FactorRelease], *, lapsed: bool) -> Hits:
    """Return the list of everything within the chosen facets; without a choice the releases know the counts, and they
    know those of the neighbours of a single one.
    """
    hits = index.listed(chosen, lapsed=lapsed)
    if lapsed:
        return hits
    sums: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for release in known:
        for facet in FACETS:
            sums[facet].update(release.counts.get(facet, {}))
    if not chosen:
        return replace(hits, total=sum(one.total for one in known), facets=sums)
    if len(chosen) == 1:
        [(facet, value)] = chosen.items()
        total = sums[facet][value]
        return replace(hits, total=total, more=False, facets={**hits.facets, facet: sums[facet]})
    return hits


def _withheld(question: Question, text: str, known: list[FactorRelease]) -> tuple[Withheld, ...]:
    """Return the withheld values whose title has the text, or a synonym of it."""
    meant = [normal(text), *(normal(one) for _, means in question.stood_for for one in means)]
    wanted = [one.strip() for one in meant if len(one.strip()) > 1]
    return tuple(
        Withheld(title=one["title"], reason=one["reason"], available_at=one["available_at"], release=release)
        for release in known
        for one in release.withheld
        if any(word in normal(f"{one['title']['zh']} {one['title'].get('en', '')}") for word in wanted)
    )


def _words_of(release: FactorRelease) -> str:
    return f"{release.pk} {release.title_zh} {release.title_en} {release.publisher} {release.edition}"


def _in_order(ids: Iterable[str]) -> tuple[FoundFactor, ...]:
    wanted = list(ids)
    known = FactorValue.objects.select_related("release").in_bulk(wanted)
    return tuple(_found(known[key]) for key in wanted if key in known)


def _places(count: int, below: int) -> list[int]:
    """Return which of `count` sorted figures to show: all of few, else evenly spread ones and the figure itself."""
    if count <= SHOWN_ALIKE:
        return list(range(count))
    step = (count - 1) / (SHOWN_ALIKE - 2)
    return sorted({round(step * place) for place in range(SHOWN_ALIKE - 1)} | {below})


def _found(value: Any) -> FoundFactor:
    return FoundFactor(
        factor=value.factor,
        topic=value.topic,
        release=value.release,
        state=State(value.state),
        predecessor=value.predecessor,
        review_by=value.review_by,
    )
