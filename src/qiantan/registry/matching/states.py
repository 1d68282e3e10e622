"""Where a line of a bill stands, and who moves it on."""

from enum import StrEnum

from qiantan.core.findings import Text


class LineState(StrEnum):
    """Whether a line is linked with a factor. Only a person moves it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    PROXY = "proxy"
    REJECTED = "rejected"


# state → (who moves it on, where to)
LINE_MOVES: dict[LineState, tuple[str, frozenset[LineState]]] = {
    LineState.OPEN: ("editor", frozenset({LineState.ACCEPTED, LineState.PROXY, LineState.REJECTED})),
    LineState.ACCEPTED: ("editor", frozenset({LineState.OPEN})),
    LineState.PROXY: ("editor", frozenset({LineState.OPEN})),
    LineState.REJECTED: ("editor", frozenset({LineState.OPEN, LineState.ACCEPTED, LineState.PROXY})),
}

LINE_LABELS: dict[LineState, Text] = {
    LineState.OPEN: Text("未匹配", "Unmatched"),
    LineState.ACCEPTED: Text("已匹配", "Matched"),
    LineState.PROXY: Text("代用", "Proxy"),
    LineState.REJECTED: Text("不采用建议", "Suggestions rejected"),
}
LINKED = frozenset({LineState.ACCEPTED.value, LineState.PROXY.value})
