"""The roles a person has in an organisation, lowest first: each may do what the one before may; and in the department."""

from enum import StrEnum

from qiantan.core.findings import Text


class Role(StrEnum):
    """Reader looks, editor fills in and freezes, manager also decides about sites and people."""

    READER = "reader"
    EDITOR = "editor"
    MANAGER = "manager"


LABELS: dict[Role, Text] = {
    Role.READER: Text("查看者", "Reader"),
    Role.EDITOR: Text("填报者", "Editor"),
    Role.MANAGER: Text("管理者", "Manager"),
}


class DepartmentRole(StrEnum):
    """Analyst looks at the products of the whole province, at their footprints and how they move; at no activity data.
    Editor keeps the factor library: technical check, experts, releases; reviews nothing.
    """

    ANALYST = "analyst"
    EDITOR = "editor"


DEPARTMENT_LABELS: dict[DepartmentRole, Text] = {
    DepartmentRole.ANALYST: Text("省级分析员", "Provincial analyst"),
    DepartmentRole.EDITOR: Text("因子库编辑", "Editor of the factor library"),
}

RANK: dict[str, int] = {role.value: rank for rank, role in enumerate(Role)}
