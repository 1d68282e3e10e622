"""The states of activity data and of an import: who moves them on, and where to."""

from enum import StrEnum

from qiantan.core.findings import Text


class ActivityState(StrEnum):
    """Whether activity data may be changed."""

    OPEN = "open"
    FROZEN = "frozen"


class ImportState(StrEnum):
    """Where an uploaded workbook stands."""

    CHECKING = "checking"
    HAS_FINDINGS = "has_findings"
    READY = "ready"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"


# state → (who moves it on, where to)
ACTIVITY_MOVES: dict[ActivityState, tuple[str, frozenset[ActivityState]]] = {
    ActivityState.OPEN: ("editor", frozenset({ActivityState.FROZEN})),
    ActivityState.FROZEN: ("editor", frozenset({ActivityState.OPEN})),
}
IMPORT_MOVES: dict[ImportState, tuple[str, frozenset[ImportState]]] = {
    ImportState.CHECKING: (
        "worker",
        frozenset({ImportState.HAS_FINDINGS, ImportState.READY, ImportState.DISCARDED}),
    ),
    ImportState.HAS_FINDINGS: (
        "editor",
        frozenset({ImportState.HAS_FINDINGS, ImportState.READY, ImportState.DISCARDED}),
    ),
    ImportState.READY: (
        "editor",
        frozenset({ImportState.HAS_FINDINGS, ImportState.READY, ImportState.CONFIRMED, ImportState.DISCARDED}),
    ),
    ImportState.CONFIRMED: ("nobody", frozenset()),
    ImportState.DISCARDED: ("nobody", frozenset()),
}

ACTIVITY_LABELS: dict[ActivityState, Text] = {
    ActivityState.OPEN: Text("填报中", "Being filled in"),
    ActivityState.FROZEN: Text("已冻结", "Frozen"),
}
IMPORT_LABELS: dict[ImportState, Text] = {
    ImportState.CHECKING: Text("检查中", "Being checked"),
    ImportState.HAS_FINDINGS: Text("有问题待改", "Has findings"),
    ImportState.READY: Text("可以确认", "Ready to confirm"),
    ImportState.CONFIRMED: Text("已导入", "Imported"),
    ImportState.DISCARDED: Text("已放弃", "Discarded"),
}


class SectionState(StrEnum):
    """How far a section of the task list is filled in."""

    NOT_STARTED = "not_started"
    STARTED = "started"
    HAS_FINDINGS = "has_findings"
    COMPLETE = "complete"
    OPTIONAL = "optional"  # nothing is filled in, and nothing need be


DONE = frozenset({SectionState.COMPLETE, SectionState.OPTIONAL})

SECTION_LABELS: dict[SectionState, Text] = {
    SectionState.NOT_STARTED: Text("未开始", "Not started"),
    SectionState.STARTED: Text("填写中", "In progress"),
    SectionState.HAS_FINDINGS: Text("有问题", "Has findings"),
    SectionState.COMPLETE: Text("已完成", "Complete"),
    SectionState.OPTIONAL: Text("选填", "Optional"),
}
