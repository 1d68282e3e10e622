"""Who may see, change and hand on a database."""

from qiantan.registry.accounts.permissions import can_edit, check_can_edit
from qiantan.registry.accounts.refusals import NotPermitted
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.databases.models import Database
from qiantan.registry.databases.states import HANDED_ON, Access

__all__ = ["can_edit", "can_hand_on", "can_read", "check_can_edit", "check_can_hand_on"]


def can_read(viewer: Viewer, database: Database) -> bool:
    """Say whether the viewer may see a database: everyone an open one, members that of their organisation."""
    return database.access == Access.OPEN.value or database.organisation_id in viewer.organisation_ids


def can_hand_on(viewer: Viewer, database: Database) -> bool:
    """Say whether the viewer may take a database along as a file: its licence decides."""
    return can_read(viewer, database) and database.licence in HANDED_ON


def check_can_hand_on(viewer: Viewer, database: Database) -> None:
    """Refuse files of a database whose licence does not allow handing it on."""
    if not can_hand_on(viewer, database):
        raise NotPermitted(
            f"该数据库的许可为“{database.terms.title.zh}”，不能下载或转发；请向其所有者索取。",
            f"The terms of this database (“{database.terms.title.en}”) do not allow handing it on; please ask its owner.",
        )
