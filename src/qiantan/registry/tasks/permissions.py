"""Tasks belong to an organisation: its members see them, its editors queue, cancel and retry them."""

from qiantan.registry.accounts.permissions import can_edit, can_read, check_can_edit, check_can_read

__all__ = ["can_edit", "can_read", "check_can_edit", "check_can_read"]
