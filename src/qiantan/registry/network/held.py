"""Networks in the memory of a process: fetched from the store, made again from the rows where the store has none."""

import logging
from functools import lru_cache
from typing import TYPE_CHECKING

from qiantan.registry.accounts.refusals import Refusal

if TYPE_CHECKING:
    from qiantan.core.province.answers import Asked
    from qiantan.core.province.drawn import Drawing
    from qiantan.core.province.network import Province

log = logging.getLogger(__name__)


class SnapshotGone(Refusal):
    """The snapshot an inquiry was asked of is no longer kept, and the studies have moved on."""

    def __init__(self) -> None:
        super().__init__(
            "提问时的网络快照已不再保存，其间又有新的研究冻结。请在当前网络上重新提问。",
            "The snapshot this was asked of is no longer kept, and studies were frozen since. Please ask the present "
            "network again.",
        )


@lru_cache(maxsize=2)
def asked_of(digest: str) -> "Asked":
    """Return a snapshot ready to be asked; one that cannot be had is assembled from the rows."""
    from qiantan.core.province.answers import Asked  # the numerical libraries, which other pages do without

    return Asked(_kept(digest) or _assembled())


def province_of(digest: str) -> "Province":
    """Return exactly the network of a digest. Raises SnapshotGone where it can neither be had nor made again."""
    from qiantan.registry.network import snapshots

    found = _kept(digest)
    if found is None:
        found = _assembled()
        if snapshots.save(found) != digest:
            raise SnapshotGone
    return found


@lru_cache(maxsize=1)
def drawing_of_snapshot(digest: str, seed: int) -> tuple["Province", "Drawing"]:
    """Return the network of a digest and the same ready to be drawn from; kept for the chunks that follow."""
    from qiantan.core.province.drawn import drawing_of

    province = province_of(digest)
    return province, drawing_of(province, seed)


def _kept(digest: str) -> "Province | None":
    from qiantan.registry.network import snapshots
    from qiantan.registry.network.stores.object_store import StoreUnreachable

    try:
        return snapshots.load(digest)
    except (snapshots.DamagedSnapshot, snapshots.ForeignSnapshot, StoreUnreachable) as error:
        log.exception("the network is assembled from the rows of the database: %s", error.en)
        return None


def _assembled() -> "Province":
    from qiantan.core.province.network import assemble_province
    from qiantan.registry.network.reading import read_tables

    return assemble_province(read_tables())
