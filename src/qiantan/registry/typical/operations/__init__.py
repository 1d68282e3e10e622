"""Changes to calls, contributions and releases."""

from qiantan.registry.typical.operations.calls import close_call, open_call, reopen_call
from qiantan.registry.typical.operations.contributions import give_value, withdraw_value
from qiantan.registry.typical.operations.proposing import propose_value
from qiantan.registry.typical.operations.releases import discard_release, prepare_release, publish_release

__all__ = [
    "close_call",
    "discard_release",
    "give_value",
    "open_call",
    "prepare_release",
    "propose_value",
    "publish_release",
    "reopen_call",
    "withdraw_value",
]
