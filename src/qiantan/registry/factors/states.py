"""The kinds of factor and how they are called, where a release comes from, and whether a value is in force."""

from enum import StrEnum

from qiantan.core.findings import Text

KINDS: dict[str, Text] = {
    "footprint": Text("产品碳足迹因子", "Footprint factor"),
    "electricity_footprint": Text("电力碳足迹因子", "Electricity footprint factor"),
    "emission": Text("直接排放因子", "Direct emission factor"),
    "electricity_emission": Text("电力二氧化碳排放因子", "Electricity CO2 emission factor"),
    "parameter": Text("参数", "Parameter"),
}


class Origin(StrEnum):
    """Where a release lives: in the rulebook, which may load it again, or in the database only, after a review."""

    RULEBOOK = "rulebook"
    REVIEW = "review"


class State(StrEnum):
    """Whether a value is in force. What left force stays readable, and every study that pinned it stays as it is."""

    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    RETIRED = "retired"


# state → (who moves it on, where to)
VALUE_MOVES: dict[State, tuple[str, frozenset[State]]] = {
    State.PUBLISHED: ("factor-editor", frozenset({State.SUPERSEDED, State.RETIRED})),
    State.SUPERSEDED: ("factor-editor", frozenset({State.RETIRED})),
    State.RETIRED: ("nobody", frozenset()),
}

STATE_LABELS: dict[State, Text] = {
    State.PUBLISHED: Text("现行", "In force"),
    State.SUPERSEDED: Text("已被替代", "Superseded"),
    State.RETIRED: Text("已停用", "Retired"),
}
