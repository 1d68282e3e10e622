"""The states of a task: who moves it on, and where to."""

from enum import StrEnum

from qiantan.core.findings import Text


class Kind(StrEnum):
    """What the queue works on."""

    IMPORT = "import"
    CALCULATION = "calculation"
    REPORT = "report"
    DATABASE = "database"


class State(StrEnum):
    """Where a task stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


# state → (who moves it on, where to)
MOVES: dict[State, tuple[str, frozenset[State]]] = {
    State.QUEUED: ("worker", frozenset({State.RUNNING, State.CANCELLED})),
    State.RUNNING: ("worker", frozenset({State.DONE, State.FAILED, State.CANCELLED, State.QUEUED})),
    State.DONE: ("nobody", frozenset()),
    State.FAILED: ("editor", frozenset({State.QUEUED})),
    State.CANCELLED: ("editor", frozenset({State.QUEUED})),
}

LABELS: dict[State, Text] = {
    State.QUEUED: Text("排队中", "Queued"),
    State.RUNNING: Text("进行中", "Running"),
    State.DONE: Text("已完成", "Done"),
    State.FAILED: Text("未成功", "Failed"),
    State.CANCELLED: Text("已取消", "Cancelled"),
}

KIND_LABELS: dict[Kind, Text] = {
    Kind.IMPORT: Text("导入检查", "Import check"),
    Kind.CALCULATION: Text("碳足迹计算", "Footprint calculation"),
    Kind.REPORT: Text("报告生成", "Report"),
    Kind.DATABASE: Text("数据库", "Database"),
}

OPEN = frozenset({State.QUEUED, State.RUNNING})
