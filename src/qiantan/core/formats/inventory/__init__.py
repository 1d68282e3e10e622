"""The inventory as a table for spreadsheet programs."""

from qiantan.core.formats.inventory.write import write_inventory

__all__ = ["write_inventory"]
