"""Footprints belong to the organisation of their product: its members read, its editors calculate, freeze and report."""

from qiantan.registry.accounts.permissions import can_edit, can_read, check_can_edit, check_can_read

__all__ = ["can_edit", "can_read", "check_can_edit", "check_can_read"]
