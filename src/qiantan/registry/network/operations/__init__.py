"""Rebuilding the network, and inquiries of it; one file per subject."""

from qiantan.registry.network.operations.answering import answer_inquiry, draw
from qiantan.registry.network.operations.inquiring import (
    cancel_inquiry,
    fail_inquiry,
    queue_impact,
    queue_spread,
    recover_chunk,
    retry_inquiry,
)
from qiantan.registry.network.operations.rebuilding import (
    JOB,
    cancel_rebuild,
    fail_rebuild,
    queue_rebuild,
    rebuild_network,
    recover_rebuild,
)

__all__ = [
    "JOB",
    "answer_inquiry",
    "cancel_inquiry",
    "cancel_rebuild",
    "draw",
    "fail_inquiry",
    "fail_rebuild",
    "queue_impact",
    "queue_rebuild",
    "queue_spread",
    "rebuild_network",
    "recover_chunk",
    "recover_rebuild",
    "retry_inquiry",
]
