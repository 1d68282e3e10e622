"""A bill belongs to the organisation of its product: its members read it, its editors match it."""

from qiantan.registry.accounts.permissions import can_edit, can_read, check_can_edit, check_can_read

__all__ = ["can_edit", "can_read", "check_can_edit", "check_can_read"]
