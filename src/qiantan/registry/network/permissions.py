"""The network belongs to the province: analysts of its department look at it and have it rebuilt."""

from qiantan.registry.accounts.permissions import can_analyse, check_can_analyse

__all__ = ["can_analyse", "check_can_analyse"]
