"""Who may: the department opens calls and makes releases, plants give values; single values are seen by their plant only."""

from qiantan.registry.accounts.permissions import can_edit, can_read, check_can_edit, check_can_read
from qiantan.registry.accounts.refusals import NotPermitted
from qiantan.registry.accounts.states import DepartmentRole
from qiantan.registry.accounts.viewer import Viewer

__all__ = ["can_call", "can_edit", "can_read", "check_can_call", "check_can_edit", "check_can_read"]

ROLES = {DepartmentRole.ANALYST.value, DepartmentRole.EDITOR.value}


def can_call(viewer: Viewer) -> bool:
    """Say whether the viewer may open calls and make releases; no role shows single values."""
    return viewer.department in ROLES


def check_can_call(viewer: Viewer) -> None:
    """Refuse who has no role in the provincial department."""
    if not can_call(viewer):
        raise NotPermitted(
            "只有省级主管部门可以征集数值和发布典型值。",
            "Only the provincial department calls for values and publishes them.",
        )
