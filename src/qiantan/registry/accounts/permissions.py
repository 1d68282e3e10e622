"""Who may do what in an organisation. Every question comes twice: `check_…` raises the reason, `can_…` answers a page."""

from qiantan.registry.accounts.refusals import NotPermitted
from qiantan.registry.accounts.states import DepartmentRole, Role
from qiantan.registry.accounts.viewer import Viewer


def can_read(viewer: Viewer, organisation_id: int) -> bool:
    """Say whether the viewer may see the records of an organisation."""
    return viewer.has_role(organisation_id, Role.READER)


def can_edit(viewer: Viewer, organisation_id: int) -> bool:
    """Say whether the viewer may fill in, calculate and freeze for an organisation."""
    return viewer.has_role(organisation_id, Role.EDITOR)


def can_manage(viewer: Viewer, organisation_id: int) -> bool:
    """Say whether the viewer decides about the sites and people of an organisation."""
    return viewer.has_role(organisation_id, Role.MANAGER)


def can_analyse(viewer: Viewer) -> bool:
    """Say whether the viewer may see products, footprints and movements of the whole province."""
    return viewer.department == DepartmentRole.ANALYST.value


def check_can_analyse(viewer: Viewer) -> None:
    """Refuse who is no analyst of the provincial department."""
    if not can_analyse(viewer):
        raise NotPermitted(
            "只有省级主管部门的分析员可以查看全省网络。", "Only analysts of the provincial department see the network."
        )


def can_edit_library(viewer: Viewer) -> bool:
    """Say whether the viewer keeps the provincial factor library."""
    return viewer.department == DepartmentRole.EDITOR.value


def check_can_edit_library(viewer: Viewer) -> None:
    """Refuse who is no editor of the factor library."""
    if not can_edit_library(viewer):
        raise NotPermitted("只有因子库编辑可以进行此操作。", "Only editors of the factor library may do this.")


def check_can_read(viewer: Viewer, organisation_id: int) -> None:
    """Refuse who may not see the records of an organisation."""
    if not can_read(viewer, organisation_id):
        raise NotPermitted("您不是该组织的成员，不能查看其资料。", "You are not a member of this organisation.")


def check_can_edit(viewer: Viewer, organisation_id: int) -> None:
    """Refuse who may not change the records of an organisation."""
    if not can_edit(viewer, organisation_id):
        raise NotPermitted(
            "您没有填报权限，请联系本组织的管理者。", "You may not edit here; please ask a manager of the organisation."
        )


def check_can_manage(viewer: Viewer, organisation_id: int) -> None:
    """Refuse who does not decide about sites and people of an organisation."""
    if not can_manage(viewer, organisation_id):
        raise NotPermitted("只有本组织的管理者可以进行此操作。", "Only a manager of the organisation may do this.")
