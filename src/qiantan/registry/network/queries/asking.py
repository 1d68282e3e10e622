"""What analysts ask of the network. Answers are previews; they hold names, footprints and movements, and nothing of the
activity data behind them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING

from qiantan.core.findings import Text
from qiantan.core.study.document import Factor
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.factors.models import FactorValue
from qiantan.registry.factors.states import State
from qiantan.registry.network.held import asked_of
from qiantan.registry.network.models import Snapshot
from qiantan.registry.network.permissions import check_can_analyse
from qiantan.registry.network.queries.members import Known, known, resting

if TYPE_CHECKING:
    from qiantan.core.province.answers import Asked, Lever, Movements, Use, Weakness

SHOWN = 50
BATCH = 2000
CONSIDERED, OFFERED = 40, 6
# Assumptions stated in the product templates are as public as the library.
ASSUMED = "assumed:"


class Weighting(StrEnum):
    """How the products of the province are counted together (see `core.province.levers`)."""

    PRODUCT = "product"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A product that changed factors move: kg CO2e of its declared unit `before` and `after`, and what is `known` of its
    frozen study.
    """

    known: Known
    before: float
    after: float
    relative: float
    exact: bool

    @property
    def change(self) -> float:
        """Kg CO2e of the declared unit."""
        return self.after - self.before

    @property
    def name(self) -> Text:
        """The product."""
        return self.known.name

    @property
    def unit(self) -> Text:
        """Its declared unit."""
        return self.known.unit

    @property
    def organisation(self) -> str:
        """Who makes it."""
        return self.known.organisation

    @property
    def study(self) -> str:
        """The number of its frozen study."""
        return self.known.study

    @property
    def frozen_at(self) -> datetime:
        """When that was frozen."""
        return self.known.frozen_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What moves when factors are stated as other values (`changes`): a page of the movements, largest first, how many in
    all (`moved`), of how many `products`; `touched` frozen studies, and the kept `results` and `reports` that rest on them.
    """

    changes: tuple[tuple["Use", float], ...]
    rows: tuple[Moved, ...]
    number: int
    pages: int
    moved: int
    products: int
    touched: int
    results: int
    reports: int
    mean: float

    @property
    def factor(self) -> "Use":
        """The first factor asked about."""
        return self.changes[0][0]

    @property
    def value(self) -> float:
        """The value it is stated as."""
        return self.changes[0][1]

    @property
    def count(self) -> int:
        """Rows in all pages."""
        return self.moved


def factors_in_use(viewer: Viewer) -> tuple["Use", ...]:
    """Return the published factors that studies of the network pin, the most used first; empty before the first
    snapshot. What a plant's own supplier told it is no published factor.
    """
    asked = _asked(viewer)
    if asked is None:
        return ()
    public = _public(use.id for use in asked.uses)
    return tuple(use for use in asked.uses if use.id in public)


def alternatives(viewer: Viewer, use: "Use") -> tuple[Factor, ...]:
    """Return the library's other factors that could stand in for an electricity factor; none for other kinds."""
    check_can_analyse(viewer)
    if use.kind != "electricity_footprint":
        return ()
    found = (
        FactorValue.objects.filter(kind=use.kind, state=State.PUBLISHED.value)
        .exclude(pk=use.id)
        .order_by("-reference_year", "pk")
    )
    factors = [row.factor for row in found[:CONSIDERED]]
    return tuple(one for one in factors if len(one.emissions) == 1 and use.unit.endswith(f"/{one.per}"))[:OFFERED]


def preview(viewer: Viewer, factor: str, value: float, page: int = 1) -> Preview | None:
    """Return which products move when a published factor changes, largest relative change first; none for a factor
    that no study pins.
    """
    return preview_changes(viewer, {factor: value}, page)


def preview_changes(viewer: Viewer, changes: Mapping[str, float], page: int = 1) -> Preview | None:
    """Return which products move when several published factors (id → value) change at once; none where a factor is
    pinned by no study, or there is no network.
    """
    asked = _asked(viewer)
    uses = {one.id: one for one in factors_in_use(viewer)}
    if asked is None or not changes or not changes.keys() <= uses.keys():
        return None
    found = asked.changes(changes)
    moved = len(found.study)
    pages = max(1, ceil(moved / SHOWN))
    number = min(max(1, page), pages)
    results, reports = resting(found.touched.tolist())
    return Preview(
        changes=tuple((uses[name], value) for name, value in changes.items()),
        rows=tuple(_rows(found, (number - 1) * SHOWN, SHOWN)),
        number=number,
        pages=pages,
        moved=moved,
        products=len(asked.province.newest),
        touched=len(found.touched),
        results=results,
        reports=reports,
        mean=float(found.relative.sum()) / len(asked.province.newest),
    )


def movements(viewer: Viewer, changes: Mapping[str, float]) -> "Movements | None":
    """Return what moves as arrays, whatever the factors (id → value); none before the first snapshot."""
    asked = _asked(viewer)
    return None if asked is None else asked.changes(changes)


def moved_products(viewer: Viewer, changes: Mapping[str, float]) -> Iterator[Moved]:
    """Return all products that changed published factors move, for a file; none for a factor that no study pins."""
    uses = {one.id for one in factors_in_use(viewer)}
    found = movements(viewer, changes) if changes and changes.keys() <= uses else None
    for start in range(0, len(found.study) if found else 0, BATCH):
        yield from _rows(found, start, BATCH)


def factor_levers(viewer: Viewer, most: int = 10, by: Weighting = Weighting.PRODUCT) -> tuple["Lever", ...]:
    """Return the published factors that cause most of all products of the province together."""
    asked = _asked(viewer)
    found = asked.factor_levers(4 * most, _way(by)) if asked else ()
    public = _public(lever.factor.id for lever in found if lever.factor)
    return tuple(lever for lever in found if lever.factor and lever.factor.id in public)[:most]


def process_levers(viewer: Viewer, most: int = 10, by: Weighting = Weighting.PRODUCT) -> tuple["Lever", ...]:
    """Return the kinds of unit process that cause most of all products of the province together."""
    asked = _asked(viewer)
    return asked.process_levers(most, _way(by)) if asked else ()


def weakest(viewer: Viewer, most: int = 10, by: Weighting = Weighting.PRODUCT) -> tuple["Weakness", ...]:
    """Return the groups of figures with the largest contribution times uncertainty."""
    asked = _asked(viewer)
    found = asked.weakest(4 * most, _way(by)) if asked else ()
    public = _public(one.factor.id for one in found if one.factor)
    return tuple(one for one in found if one.factor is None or one.factor.id in public)[:most]


def _way(by: Weighting):  # noqa: ANN202 - core's enumeration comes with the numerical libraries
    from qiantan.core.province.levers import Weighting as Way

    return Way(by.value)


def _asked(viewer: Viewer) -> "Asked | None":
    check_can_analyse(viewer)
    digest = Snapshot.objects.order_by("-pk").values_list("digest", flat=True).first()
    return None if digest is None else asked_of(digest)


def _public(ids) -> set[str]:  # noqa: ANN001 - an iterable of ids
    wanted = set(ids)
    library = FactorValue.objects.filter(pk__in=wanted).values_list("pk", flat=True)
    return {*library, *(one for one in wanted if one.startswith(ASSUMED))}


def _rows(found: "Movements", start: int, size: int) -> Iterator[Moved]:
    part = slice(start, start + size)
    keys = found.study[part].tolist()
    of = known(keys)
    figures = (figures[part].tolist() for figures in (found.before, found.after, found.relative, found.exact))
    for key, before, after, relative, exact in zip(keys, *figures, strict=True):
        yield Moved(known=of[key], before=before, after=after, relative=relative, exact=exact)
