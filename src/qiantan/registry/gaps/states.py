"""The states of background work on gaps: who moves it on, where to, and the phases it goes through."""

from enum import StrEnum

from qiantan.core.findings import Text


class WorkState(StrEnum):
    """Where a count of the gaps, or a preview, stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


# state → (who moves it on, where to); a running one that lost its worker is queued again.
WORK_MOVES: dict[WorkState, tuple[str, frozenset[WorkState]]] = {
    WorkState.QUEUED: ("worker", frozenset({WorkState.RUNNING, WorkState.CANCELLED})),
    WorkState.RUNNING: (
        "worker",
        frozenset({WorkState.DONE, WorkState.FAILED, WorkState.CANCELLED, WorkState.QUEUED}),
    ),
    WorkState.DONE: ("nobody", frozenset()),
    WorkState.FAILED: ("nobody", frozenset()),
    WorkState.CANCELLED: ("nobody", frozenset()),
}

WORK_LABELS: dict[WorkState, Text] = {
    WorkState.QUEUED: Text("等待", "Waiting"),
    WorkState.RUNNING: Text("进行中", "Running"),
    WorkState.DONE: Text("已完成", "Done"),
    WorkState.FAILED: Text("未成功", "Not done"),
    WorkState.CANCELLED: Text("已取消", "Cancelled"),
}

OPEN = (WorkState.QUEUED.value, WorkState.RUNNING.value)

LAYING = Text("读取新冻结的研究", "Reading newly frozen studies")
COUNTING = Text("统计缺口", "Counting gaps")
ASSEMBLING = Text("组装全省网络", "Assembling the provincial network")
READING = Text("重算用到变动参数的研究", "Recomputing studies that take a changed parameter")
SOLVING = Text("求解全部产品", "Solving all products")
KEEPING = Text("保存结果", "Keeping the result")


class Source(StrEnum):
    """Where the changes of a preview come from."""

    TYPED = "typed"
    DRAFT = "draft"
    PUBLISHED = "published"


SOURCE_LABELS: dict[Source, Text] = {
    Source.TYPED: Text("手工清单", "Typed list"),
    Source.DRAFT: Text("待发布的因子版本", "Draft of a release"),
    Source.PUBLISHED: Text("已发布的因子版本", "Published release"),
}
