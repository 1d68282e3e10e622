"""Products belong to an organisation: its members read, its editors fill in, import and freeze."""

from qiantan.registry.accounts.permissions import can_edit, can_read, check_can_edit, check_can_read

__all__ = ["can_edit", "can_read", "check_can_edit", "check_can_read"]
