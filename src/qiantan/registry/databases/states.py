"""The states of a database, its access, and what its licence permits."""

from enum import StrEnum
from typing import Final, NamedTuple

from qiantan.core.findings import Text


class State(StrEnum):
    """Where a database stands."""

    IMPORTING = "importing"
    READY = "ready"
    FAILED = "failed"
    DELETED = "deleted"


# state → (who moves it on, where to)
MOVES: dict[State, tuple[str, frozenset[State]]] = {
    State.IMPORTING: ("worker", frozenset({State.READY, State.FAILED, State.DELETED})),
    State.READY: ("editor", frozenset({State.DELETED})),
    State.FAILED: ("editor", frozenset({State.IMPORTING, State.DELETED})),
    State.DELETED: ("nobody", frozenset()),
}

LABELS: dict[State, Text] = {
    State.IMPORTING: Text("导入中", "Importing"),
    State.READY: Text("可用", "Ready"),
    State.FAILED: Text("未导入", "Not imported"),
    State.DELETED: Text("已删除", "Deleted"),
}


class Access(StrEnum):
    """Who may see a database."""

    ORGANISATION = "organisation"
    OPEN = "open"


ACCESS_LABELS: dict[Access, Text] = {
    Access.ORGANISATION: Text("仅本组织", "Own organisation only"),
    Access.OPEN: Text("公开", "Open to everyone"),
}


class Terms(NamedTuple):
    """A licence: its wording, and whether the data may be handed on to others."""

    title: Text
    may_hand_on: bool


LICENCES: Final[dict[str, Terms]] = {
    "licensed": Terms(Text("购买或授权使用，不得转发", "Licensed for own use, not to be handed on"), False),
    "unknown": Terms(Text("许可不明，按不得转发处理", "Terms not known; treated as not to be handed on"), False),
    "own": Terms(Text("本组织自有数据，同意公开", "The organisation's own data, free to publish"), True),
    "cc0": Terms(Text("CC0 1.0（放弃权利）", "CC0 1.0"), True),
    "cc-by": Terms(Text("CC BY 4.0（署名）", "CC BY 4.0"), True),
    "cc-by-sa": Terms(Text("CC BY-SA 4.0（署名、相同方式共享）", "CC BY-SA 4.0"), True),
    "odc-by": Terms(Text("ODC-BY / ODbL（开放数据库许可）", "ODC-BY or ODbL"), True),
}
HANDED_ON: Final = tuple(key for key, terms in LICENCES.items() if terms.may_hand_on)


class Solved(StrEnum):
    """What became of the footprints of a database."""

    NONE = ""
    COMPUTING = "computing"
    DONE = "done"
    REFUSED = "refused"


SOLVED_LABELS: dict[Solved, Text] = {
    Solved.NONE: Text("未计算", "Not computed"),
    Solved.COMPUTING: Text("计算中", "Computing"),
    Solved.DONE: Text("已计算", "Computed"),
    Solved.REFUSED: Text("无法求解", "No solution"),
}

GWP_SETS: Final[dict[str, Text]] = {
    "ipcc-ar6": Text("IPCC AR6（2021）", "IPCC AR6 (2021)"),
    "ipcc-ar5": Text("IPCC AR5（2013）", "IPCC AR5 (2013)"),
    "ipcc-ar4": Text("IPCC AR4（2007）", "IPCC AR4 (2007)"),
    "ipcc-sar": Text("IPCC SAR（1995）", "IPCC SAR (1995)"),
}
