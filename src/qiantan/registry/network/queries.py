"""What analysts ask of the network. Answers are previews; they hold names, footprints and movements, and nothing of the
activity data behind them.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from qiantan.core.findings import Text
from qiantan.core.study.document import Factor
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.factors.models import FactorValue
from qiantan.registry.footprints.models import FrozenStudy
from qiantan.registry.network.models import Change, Member, Rebuild, Snapshot
from qiantan.registry.network.permissions import check_can_analyse
from qiantan.registry.network.states import OPEN

if TYPE_CHECKING:
    from qiantan.core.province.answers import Asked, Lever, Movements, Use, Weakness

log = logging.getLogger(__name__)

SHOWN = 100
CONSIDERED, OFFERED = 40, 6
# Assumptions stated in the product templates are as public as the library.
ASSUMED = "assumed:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the network stands: the snapshot in use, changes it does not hold yet, and a rebuild under way."""

    snapshot: Snapshot | None
    pending: int
    rebuild: Rebuild | None
    last: Rebuild | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A product that a changed factor moves: kg CO2e of its declared unit `before` and `after`, and its frozen study."""

    name: Text
    unit: Text
    organisation: str
    study: str
    frozen_at: datetime
    before: float
    after: float
    relative: float
    exact: bool

    @property
    def change(self) -> float:
        """Kg CO2e of the declared unit."""
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What moves when a factor is stated as `value`: the largest movements, how many in all, of how many products."""

    factor: "Use"
    value: float
    rows: tuple[Moved, ...]
    moved: int
    products: int
    touched: int
    mean: float


def standing(viewer: Viewer) -> Standing:
    """Return where the network stands, in three queries."""
    check_can_analyse(viewer)
    snapshot = Snapshot.objects.order_by("-pk").first()
    pending = Change.objects.filter(pk__gt=snapshot.up_to if snapshot else 0).count()
    last = Rebuild.objects.order_by("-pk").first()
    return Standing(
        snapshot=snapshot, pending=pending, last=last, rebuild=last if last is not None and last.state in OPEN else None
    )


def pending_changes() -> int:
    """Return how many changes the newest snapshot does not hold (asked by the worker).

    A change whose transaction ended after a later one's may stand below the mark: studies not laid out count as well.
    """
    snapshot = Snapshot.objects.order_by("-pk").first()
    logged = Change.objects.filter(pk__gt=snapshot.up_to if snapshot else 0).count()
    laid = Member.objects.values("study_id")
    return max(logged, FrozenStudy.objects.exclude(pk__in=laid).count())


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
    found = FactorValue.objects.filter(kind=use.kind).exclude(pk=use.id).order_by("-reference_year", "pk")
    factors = [row.factor for row in found[:CONSIDERED]]
    return tuple(one for one in factors if len(one.emissions) == 1 and use.unit.endswith(f"/{one.per}"))[:OFFERED]


def preview(viewer: Viewer, factor: str, value: float) -> Preview | None:
    """Return which products move when a published factor changes, largest relative change first; none for a factor
    that no study pins.
    """
    asked = _asked(viewer)
    use = next((one for one in factors_in_use(viewer) if one.id == factor), None)
    if asked is None or use is None:
        return None
    found = asked.change(factor, value)
    return Preview(
        factor=use,
        value=value,
        rows=_rows(found),
        moved=len(found.study),
        products=len(asked.province.newest),
        touched=len(found.touched),
        mean=float(found.relative.sum()) / len(asked.province.newest),
    )


def factor_levers(viewer: Viewer, most: int = 10) -> tuple["Lever", ...]:
    """Return the published factors that cause most of an average product of the province."""
    asked = _asked(viewer)
    found = asked.factor_levers(4 * most) if asked else ()
    public = _public(lever.factor.id for lever in found if lever.factor)
    return tuple(lever for lever in found if lever.factor and lever.factor.id in public)[:most]


def process_levers(viewer: Viewer, most: int = 10) -> tuple["Lever", ...]:
    """Return the kinds of unit process that cause most of an average product of the province."""
    asked = _asked(viewer)
    return asked.process_levers(most) if asked else ()


def weakest(viewer: Viewer, most: int = 10) -> tuple["Weakness", ...]:
    """Return the groups of figures with the largest contribution times uncertainty."""
    asked = _asked(viewer)
    found = asked.weakest(4 * most) if asked else ()
    public = _public(one.factor.id for one in found if one.factor)
    return tuple(one for one in found if one.factor is None or one.factor.id in public)[:most]


def _asked(viewer: Viewer) -> "Asked | None":
    check_can_analyse(viewer)
    digest = Snapshot.objects.order_by("-pk").values_list("digest", flat=True).first()
    return None if digest is None else _network(digest)


@lru_cache(maxsize=2)
def _network(digest: str) -> "Asked":
    """Return a snapshot ready to be asked; one that this machine lacks, or has damaged, is assembled from the rows."""
    from qiantan.core.province.answers import Asked  # the numerical libraries, which other pages do without
    from qiantan.core.province.network import assemble_province
    from qiantan.registry.network import snapshots
    from qiantan.registry.network.reading import read_tables

    try:
        kept = snapshots.load(digest)
    except snapshots.DamagedSnapshot:
        log.exception("the snapshot %s of the network is damaged; using the rows of the database", digest)
        kept = None
    return Asked(kept or assemble_province(read_tables()))


def _public(ids) -> set[str]:  # noqa: ANN001 - an iterable of ids
    wanted = set(ids)
    library = FactorValue.objects.filter(pk__in=wanted).values_list("pk", flat=True)
    return {*library, *(one for one in wanted if one.startswith(ASSUMED))}


def _rows(found: "Movements") -> tuple[Moved, ...]:
    keys = found.study[:SHOWN].tolist()
    members = Member.objects.filter(pk__in=keys).select_related("product__organisation", "study__activity")
    by_key = {member.pk: member for member in members.defer("study__content")}
    figures = zip(
        keys,
        found.before[:SHOWN].tolist(),
        found.after[:SHOWN].tolist(),
        found.relative[:SHOWN].tolist(),
        found.exact[:SHOWN].tolist(),
        strict=True,
    )
    return tuple(_moved(by_key[key], *row) for key, *row in figures)


def _moved(member: Member, before: float, after: float, relative: float, exact: bool) -> Moved:  # noqa: FBT001 - one row
    return Moved(
        name=Text(member.name_zh, member.name_en),
        unit=Text(member.unit_zh, member.unit_en),
        organisation=member.product.organisation.name,
        study=member.study.number,
        frozen_at=member.study.frozen_at,
        before=before,
        after=after,
        relative=relative,
        exact=exact,
    )
