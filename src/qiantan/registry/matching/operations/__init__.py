"""Changes to bills and their lines; one file per subject."""

from qiantan.registry.matching.operations.deciding import (
    accept_exact,
    accept_suggestion,
    reject_suggestions,
    withdraw_decision,
)
from qiantan.registry.matching.operations.handing_in import hand_in_bill, look_up_again

__all__ = [
    "accept_exact",
    "accept_suggestion",
    "hand_in_bill",
    "look_up_again",
    "reject_suggestions",
    "withdraw_decision",
]
