"""Entries are read by the members of the organisation they belong to; nobody changes them."""

from qiantan.registry.accounts.permissions import can_read, check_can_read

__all__ = ["can_read", "check_can_read"]
