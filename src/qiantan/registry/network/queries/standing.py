"""Where the network stands: for analysts who ask, and for the operator who keeps it going."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.footprints.models import FrozenStudy
from qiantan.registry.network.models import Change, Inquiry, Member, Rebuild, Snapshot
from qiantan.registry.network.permissions import check_can_analyse
from qiantan.registry.network.states import OPEN, OPEN_INQUIRY, InquiryState, RebuildState

log = logging.getLogger(__name__)

LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the network stands: the snapshot in use, changes it does not hold yet, and a rebuild under way."""

    snapshot: Snapshot | None
    pending: int
    rebuild: Rebuild | None
    last: Rebuild | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What the operator looks at. `place` is where snapshots are kept, `kept` whether the one in use is there, `size` its
    bytes; `store_fault` says why the store could not be asked. `failures` are rebuilds and inquiries that failed within a
    week, newest first.
    """

    standing: Standing
    place: str
    kept: bool
    size: int | None
    store_fault: str
    inquiries: tuple[tuple[Inquiry, int, int], ...]
    failures: tuple[Rebuild | Inquiry, ...]


def standing(viewer: Viewer) -> Standing:
    """Return where the network stands, in three queries."""
    check_can_analyse(viewer)
    return _standing()


def pending_changes() -> int:
    """Return how many changes the newest snapshot does not hold (asked by the worker).

    A change whose transaction ended after a later one's may stand below the mark: studies not laid out count as well.
    """
    snapshot = Snapshot.objects.order_by("-pk").first()
    logged = Change.objects.filter(pk__gt=snapshot.up_to if snapshot else 0).count()
    laid = Member.objects.values("study_id")
    return max(logged, FrozenStudy.objects.exclude(pk__in=laid).count())


def needs_rebuild() -> bool:
    """Whether the log holds changes that no snapshot has, or the store lost the newest snapshot (asked by the worker)."""
    from qiantan.registry.network import snapshots
    from qiantan.registry.network.stores.object_store import StoreUnreachable

    if pending_changes():
        return True
    digest = Snapshot.objects.order_by("-pk").values_list("digest", flat=True).first()
    try:
        return digest is not None and not snapshots.is_kept(digest)
    except StoreUnreachable as error:
        log.warning("%s", error.en)  # a rebuild could not be kept either
        return False


def health(now: datetime) -> Health:
    """Return what the operator looks at (asked on the host itself, not by a page)."""
    from qiantan.registry.network import snapshots
    from qiantan.registry.network.stores import store

    found = _standing()
    kept, size, fault, place = False, None, "", ""
    try:
        place = store().place
        if found.snapshot is not None:
            kept, size = snapshots.is_kept(found.snapshot.digest), snapshots.size_of(found.snapshot.digest)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the store is what the operator wants to read
        fault = getattr(error, "zh", str(error))
    under_way = Inquiry.objects.filter(state__in=OPEN_INQUIRY).order_by("pk")
    counted = under_way.annotate(all=Count("chunks"), done=Count("chunks", filter=Q(chunks__content__isnull=False)))
    since = now - LATELY
    failed = [
        *Rebuild.objects.filter(state=RebuildState.FAILED.value, finished_at__gt=since),
        *Inquiry.objects.filter(state=InquiryState.FAILED.value, finished_at__gt=since),
    ]
    return Health(
        standing=found,
        place=place,
        kept=kept,
        size=size,
        store_fault=fault,
        inquiries=tuple((one, one.done, one.all) for one in counted),
        failures=tuple(sorted(failed, key=lambda one: one.finished_at, reverse=True)),
    )


def _standing() -> Standing:
    snapshot = Snapshot.objects.order_by("-pk").first()
    pending = Change.objects.filter(pk__gt=snapshot.up_to if snapshot else 0).count()
    last = Rebuild.objects.order_by("-pk").first()
    return Standing(
        snapshot=snapshot, pending=pending, last=last, rebuild=last if last is not None and last.state in OPEN else None
    )
