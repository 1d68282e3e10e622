"""Who looks: the first argument of every query."""

from typing import NamedTuple

from qiantan.registry.accounts.states import RANK


class Viewer(NamedTuple):
    """A person and the organisations they belong to; `user_id` is none for a visitor, `department` the role in the
    provincial department, empty for everybody outside.
    """

    user_id: int | None
    name: str = ""
    email: str = ""
    memberships: tuple[tuple[int, str], ...] = ()
    language: str = "zh-hans"
    department: str = ""

    @property
    def organisation_ids(self) -> tuple[int, ...]:
        """The organisations whose records this person may read."""
        return tuple(organisation for organisation, _ in self.memberships)

    def role_in(self, organisation_id: int) -> str | None:
        """Return the role in an organisation; none for a stranger."""
        return next((role for organisation, role in self.memberships if organisation == organisation_id), None)

    def has_role(self, organisation_id: int, least: str) -> bool:
        """Say whether the role in an organisation is at least `least`."""
        role = self.role_in(organisation_id)
        return role is not None and RANK[role] >= RANK[least]


VISITOR = Viewer(user_id=None)
