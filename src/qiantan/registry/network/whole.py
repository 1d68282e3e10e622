"""The whole network for the apps above: as the newest snapshot holds it, or with everything frozen until now.

Nobody is asked for permission here; whoever shows what comes of it asks.
"""

from typing import TYPE_CHECKING

from qiantan.registry.network.held import asked_of
from qiantan.registry.network.laying import BATCH, lay_out, waiting
from qiantan.registry.network.models import Snapshot
from qiantan.registry.network.queries import pending_changes

if TYPE_CHECKING:
    from collections.abc import Callable

    from qiantan.core.province.network import Province


def kept_province() -> "Province | None":
    """Return the network of the newest snapshot; none where it does not hold every frozen study."""
    digest = Snapshot.objects.order_by("-pk").values_list("digest", flat=True).first()
    return None if digest is None or pending_changes() else asked_of(digest).province


def province_now(report: "Callable[[int, int], None]") -> "Province":
    """Return the network with every study frozen until now, laid out first where it is not yet; `report` is told how many
    of how many are, and may break off.
    """
    kept = kept_province()
    if kept is not None:
        return kept
    from qiantan.core.province.network import assemble_province
    from qiantan.registry.network.reading import read_tables

    keys = waiting()
    for done in range(0, len(keys), BATCH):
        report(done, len(keys))
        lay_out(keys[done : done + BATCH])
    return assemble_province(read_tables())
