"""The states of a dataset on its way into the library: who moves it on, and where to; verdicts and criteria of a review."""

from enum import StrEnum
from typing import Final

from qiantan.core.findings import Text


class State(StrEnum):
    """Where a dataset stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHECKING = "checking"
    REVIEWING = "reviewing"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    RETIRED = "retired"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


# state → (who moves it on, where to). A contributor may withdraw until experts have accepted.
MOVES: Final[dict[State, tuple[str, frozenset[State]]]] = {
    State.DRAFT: ("contributor", frozenset({State.SUBMITTED, State.WITHDRAWN})),
    State.SUBMITTED: ("factor-editor", frozenset({State.CHECKING, State.WITHDRAWN})),
    State.CHECKING: (
        "factor-editor",
        frozenset({State.REVIEWING, State.RETURNED, State.DECLINED, State.WITHDRAWN}),
    ),
    State.REVIEWING: (
        "factor-editor",
        frozenset({State.ACCEPTED, State.RETURNED, State.DECLINED, State.WITHDRAWN}),
    ),
    State.RETURNED: ("contributor", frozenset({State.SUBMITTED, State.WITHDRAWN})),
    State.ACCEPTED: ("factor-editor", frozenset({State.PUBLISHED, State.RETURNED})),
    State.PUBLISHED: ("factor-editor", frozenset({State.SUPERSEDED, State.RETIRED})),
    State.SUPERSEDED: ("factor-editor", frozenset({State.RETIRED})),
    State.RETIRED: ("nobody", frozenset()),
    State.DECLINED: ("nobody", frozenset()),
    State.WITHDRAWN: ("nobody", frozenset()),
}

LABELS: Final[dict[State, Text]] = {
    State.DRAFT: Text("草稿", "Draft"),
    State.SUBMITTED: Text("已提交", "Submitted"),
    State.CHECKING: Text("技术审查", "Technical check"),
    State.REVIEWING: Text("专家评审", "Expert review"),
    State.RETURNED: Text("退回修改", "Returned"),
    State.ACCEPTED: Text("评审通过", "Accepted"),
    State.PUBLISHED: Text("已发布", "Published"),
    State.SUPERSEDED: Text("已被替代", "Superseded"),
    State.RETIRED: Text("已停用", "Retired"),
    State.DECLINED: Text("未通过", "Declined"),
    State.WITHDRAWN: Text("已撤回", "Withdrawn"),
}

EDITABLE: Final = frozenset({State.DRAFT, State.RETURNED})
# While a dataset is looked at, people talk about it in threads.
DISCUSSED: Final = frozenset({State.SUBMITTED, State.CHECKING, State.REVIEWING, State.RETURNED})
IN_LIBRARY: Final = frozenset({State.PUBLISHED, State.SUPERSEDED, State.RETIRED})
WAITING: Final = frozenset({State.SUBMITTED, State.CHECKING, State.REVIEWING, State.ACCEPTED})


class Way(StrEnum):
    """How a dataset came in."""

    FORM = "form"
    WORKBOOK = "workbook"
    FILE = "file"


WAYS: Final[dict[Way, Text]] = {
    Way.FORM: Text("在线填写", "Form"),
    Way.WORKBOOK: Text("工作簿", "Workbook"),
    Way.FILE: Text("数据集文件", "Dataset file"),
}


class Outcome(StrEnum):
    """What an expert says of a round."""

    ACCEPT = "accept"
    RETURN = "return"
    DECLINE = "decline"


OUTCOMES: Final[dict[Outcome, Text]] = {
    Outcome.ACCEPT: Text("通过", "Accept"),
    Outcome.RETURN: Text("退回修改", "Return"),
    Outcome.DECLINE: Text("不予通过", "Decline"),
}

LEAST_EXPERTS: Final = 2
BEST, WORST = 1, 5
# What every expert scores, 1 (very good) to 5 (very poor), after the indicators of the ILCD entry-level requirements.
CRITERIA: Final[dict[str, Text]] = {
    "technology": Text("技术代表性", "Technological representativeness"),
    "geography": Text("地域代表性", "Geographical representativeness"),
    "time": Text("时间代表性", "Time representativeness"),
    "completeness": Text("完整性", "Completeness"),
    "precision": Text("精度与不确定性", "Precision and uncertainty"),
    "method": Text("方法适当与一致", "Appropriate and consistent method"),
    "documentation": Text("来源与文档", "Source and documentation"),
}


class DraftState(StrEnum):
    """Where a release in preparation stands."""

    PREPARING = "preparing"
    PUBLISHED = "published"
    DISCARDED = "discarded"


DRAFT_MOVES: Final[dict[DraftState, tuple[str, frozenset[DraftState]]]] = {
    DraftState.PREPARING: ("factor-editor", frozenset({DraftState.PUBLISHED, DraftState.DISCARDED})),
    DraftState.PUBLISHED: ("nobody", frozenset()),
    DraftState.DISCARDED: ("nobody", frozenset()),
}

DRAFT_LABELS: Final[dict[DraftState, Text]] = {
    DraftState.PREPARING: Text("准备中", "In preparation"),
    DraftState.PUBLISHED: Text("已发布", "Published"),
    DraftState.DISCARDED: Text("已放弃", "Discarded"),
}
