"""The seam upward: accounts stand below the ledger, yet their changes belong in it.

The ledger hands its `record` in when the system starts (`ledger.apps`); until then a change of accounts is refused.
"""

from collections.abc import Callable
from typing import Any


class NoJournal(RuntimeError):
    """Accounts were to be changed before the ledger was ready."""


_record: Callable[..., Any] | None = None


def keep_in(record: Callable[..., Any]) -> None:
    """Name the function that writes a ledger entry."""
    global _record  # noqa: PLW0603 - set once, at start
    _record = record


def record(**entry: Any) -> None:
    """Write one ledger entry (see `ledger.operations.record`)."""
    if _record is None:
        raise NoJournal("the ledger is not ready")
    _record(**entry)
