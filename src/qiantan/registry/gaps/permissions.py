"""Gaps and previews show products and footprints of the whole province: analysts of the department see them. The targets of
the library are public.
"""

from qiantan.registry.accounts.permissions import can_analyse, check_can_analyse

__all__ = ["can_analyse", "check_can_analyse"]
