"""The states of a rebuild: who moves it on, and where to."""

from enum import StrEnum

from qiantan.core.findings import Text


class RebuildState(StrEnum):
    """Where a rebuild of the network stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


# state → (who moves it on, where to); a running one that lost its worker is queued again.
REBUILD_MOVES: dict[RebuildState, tuple[str, frozenset[RebuildState]]] = {
    RebuildState.QUEUED: ("worker", frozenset({RebuildState.RUNNING, RebuildState.CANCELLED})),
    RebuildState.RUNNING: (
        "worker",
        frozenset({RebuildState.DONE, RebuildState.FAILED, RebuildState.CANCELLED, RebuildState.QUEUED}),
    ),
    RebuildState.DONE: ("nobody", frozenset()),
    RebuildState.FAILED: ("nobody", frozenset()),
    RebuildState.CANCELLED: ("nobody", frozenset()),
}

REBUILD_LABELS: dict[RebuildState, Text] = {
    RebuildState.QUEUED: Text("等待重建", "Waiting"),
    RebuildState.RUNNING: Text("正在重建", "Rebuilding"),
    RebuildState.DONE: Text("已重建", "Rebuilt"),
    RebuildState.FAILED: Text("重建未成功", "Not rebuilt"),
    RebuildState.CANCELLED: Text("已取消", "Cancelled"),
}

OPEN = (RebuildState.QUEUED.value, RebuildState.RUNNING.value)

FLATTENING = Text("展开新冻结的研究", "Laying out newly frozen studies")
READING = Text("读取全部研究", "Reading all studies")
SOLVING = Text("组装网络并核对每份研究的结果", "Assembling the network and checking every study's result")
KEEPING = Text("保存快照", "Keeping the snapshot")


class InquiryKind(StrEnum):
    """What an inquiry asks: what changed factors move, or how far every product spreads."""

    IMPACT = "impact"
    SPREAD = "spread"


class InquiryState(StrEnum):
    """Where an inquiry stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


# One that was broken off goes on from the chunks that are done.
INQUIRY_MOVES: dict[InquiryState, tuple[str, frozenset[InquiryState]]] = {
    InquiryState.QUEUED: ("worker", frozenset({InquiryState.RUNNING, InquiryState.CANCELLED, InquiryState.FAILED})),
    InquiryState.RUNNING: ("worker", frozenset({InquiryState.DONE, InquiryState.FAILED, InquiryState.CANCELLED})),
    InquiryState.DONE: ("nobody", frozenset()),
    InquiryState.FAILED: ("analyst", frozenset({InquiryState.QUEUED})),
    InquiryState.CANCELLED: ("analyst", frozenset({InquiryState.QUEUED})),
}

INQUIRY_LABELS: dict[InquiryState, Text] = {
    InquiryState.QUEUED: Text("排队中", "Queued"),
    InquiryState.RUNNING: Text("计算中", "Computing"),
    InquiryState.DONE: Text("已完成", "Done"),
    InquiryState.FAILED: Text("未成功", "Failed"),
    InquiryState.CANCELLED: Text("已取消", "Cancelled"),
}

INQUIRY_KIND_LABELS: dict[InquiryKind, Text] = {
    InquiryKind.IMPACT: Text("因子变动影响", "Impact of changed factors"),
    InquiryKind.SPREAD: Text("全省不确定度抽样", "Spread of all products"),
}

OPEN_INQUIRY = (InquiryState.QUEUED.value, InquiryState.RUNNING.value)
