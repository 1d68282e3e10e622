"""The states of calls, contributions and releases: who moves them on, and where to."""

from enum import StrEnum

from qiantan.core.findings import Text


class CallState(StrEnum):
    """Whether a call takes values; one past its cut-off takes none, whatever its state says."""

    OPEN = "open"
    CLOSED = "closed"


class ContributionState(StrEnum):
    """Whether a plant's value stands."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class ReleaseState(StrEnum):
    """Prepared: seen by the department. A discarded one was seen as well, so it counts in every later examination."""

    PREPARED = "prepared"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


# state → (who moves it on, where to)
CALL_MOVES: dict[CallState, tuple[str, frozenset[CallState]]] = {
    CallState.OPEN: ("department", frozenset({CallState.CLOSED})),
    CallState.CLOSED: ("department", frozenset({CallState.OPEN})),
}
CONTRIBUTION_MOVES: dict[ContributionState, tuple[str, frozenset[ContributionState]]] = {
    ContributionState.GIVEN: ("editor", frozenset({ContributionState.GIVEN, ContributionState.WITHDRAWN})),
    ContributionState.WITHDRAWN: ("editor", frozenset({ContributionState.GIVEN})),
}
RELEASE_MOVES: dict[ReleaseState, tuple[str, frozenset[ReleaseState]]] = {
    ReleaseState.PREPARED: ("department", frozenset({ReleaseState.PUBLISHED, ReleaseState.DISCARDED})),
    ReleaseState.PUBLISHED: ("department", frozenset({ReleaseState.SUPERSEDED})),
    ReleaseState.SUPERSEDED: ("nobody", frozenset()),
    ReleaseState.DISCARDED: ("nobody", frozenset()),
}

CONTRIBUTION_LABELS: dict[ContributionState, Text] = {
    ContributionState.GIVEN: Text("已提供", "Given"),
    ContributionState.WITHDRAWN: Text("已撤回", "Withdrawn"),
}
RELEASE_LABELS: dict[ReleaseState, Text] = {
    ReleaseState.PREPARED: Text("待发布", "Prepared"),
    ReleaseState.PUBLISHED: Text("已发布", "Published"),
    ReleaseState.SUPERSEDED: Text("已被取代", "Superseded"),
    ReleaseState.DISCARDED: Text("已放弃", "Discarded"),
}

PUBLIC = (ReleaseState.PUBLISHED.value, ReleaseState.SUPERSEDED.value)


class Kind(StrEnum):
    """What is asked: a footprint (kg CO2e per unit of product) or another figure per unit of output."""

    FOOTPRINT = "footprint"
    PARAMETER = "parameter"


class Boundary(StrEnum):
    """What the value covers."""

    CRADLE_TO_GATE = "cradle_to_gate"
    GATE_TO_GATE = "gate_to_gate"


KIND_LABELS: dict[Kind, Text] = {
    Kind.FOOTPRINT: Text("产品碳足迹", "Product carbon footprint"),
    Kind.PARAMETER: Text("单位产出的消耗或参数", "Consumption or parameter per unit of output"),
}
BOUNDARY_LABELS: dict[Boundary, Text] = {
    Boundary.CRADLE_TO_GATE: Text("从摇篮到大门", "Cradle to gate"),
    Boundary.GATE_TO_GATE: Text("从大门到大门", "Gate to gate"),
}
