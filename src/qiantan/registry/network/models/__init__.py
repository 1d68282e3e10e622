"""Tables of the network: its rows, snapshots and rebuilds; inquiries and what they answer."""

from qiantan.registry.network.models.inquiries import Chunk, Inquiry, MovedLine, SpreadLine
from qiantan.registry.network.models.network import (
    Change,
    ExchangeRow,
    KnownFactor,
    KnownLabel,
    Member,
    ProcessRow,
    QuotedStudy,
    Rebuild,
    Snapshot,
)

__all__ = [
    "Change",
    "Chunk",
    "ExchangeRow",
    "Inquiry",
    "KnownFactor",
    "KnownLabel",
    "Member",
    "MovedLine",
    "ProcessRow",
    "QuotedStudy",
    "Rebuild",
    "Snapshot",
    "SpreadLine",
]
