"""Charts as plain option dictionaries, each with the table of the same figures.

ECharts draws them on the page (SVG, its text tooltips, no inline style); without JavaScript the table stands alone.
Descriptions for screen readers are written here: the library's own are wrong for some kinds.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qiantan.web.ui.parts import Table

# The colours of tokens.css --qt-chart-1 … 8, distinguishable with colour-blindness.
PALETTE = ("#0b5d73", "#c98a1b", "#4f8f5b", "#8c4a6b", "#5b7fb4", "#a65a2e", "#7a7f3a", "#6b7780")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart: id in the page, title, description in a sentence, ECharts option, and its table. `tall` for Sankeys."""

    id: str
    title: str
    description: str
    option: Mapping[str, Any]
    table: Table
    tall: bool = False
    open_table: bool = False

    @property
    def option_id(self) -> str:
        """The id of the element that holds the option."""
        return f"{self.id}-option"

    @property
    def complete_option(self) -> dict[str, Any]:
        """The option with what every chart of the portal has in common."""
        common: dict[str, Any] = {
            "color": list(PALETTE),
            "animation": False,
            "tooltip": {"renderMode": "richText", "confine": True},
            "aria": {
                "enabled": True,
                "label": {"enabled": True, "description": self.description},
                "decal": {"show": False},
            },
        }
        tooltip = {**common["tooltip"], **self.option.get("tooltip", {}), "renderMode": "richText"}
        return {**common, **self.option, "tooltip": tooltip, "aria": common["aria"]}


def horizontal_bars(names: Sequence[str], values: Sequence[float], unit: str) -> dict[str, Any]:
    """Return the option of horizontal bars, largest first as given; `values` in `unit`."""
    return {
        "grid": {"left": 8, "right": 64, "top": 8, "bottom": 32, "containLabel": True},
        "xAxis": {"type": "value", "name": unit, "nameLocation": "middle", "nameGap": 26},
        "yAxis": {"type": "category", "data": list(names), "inverse": True, "axisTick": {"show": False}},
        "series": [
            {"type": "bar", "data": list(values), "barMaxWidth": 18, "label": {"show": True, "position": "right"}}
        ],
    }


def sankey(nodes: Sequence[tuple[str, str, int]], links: Sequence[tuple[str, str, float]]) -> dict[str, Any]:
    """Return the option of a Sankey: `nodes` (id, name, depth), `links` (source id, target id, kg); no loops."""
    shown = _unique_names(nodes)
    return {
        "series": [
            {
                "type": "sankey",
                "left": 8,
                "right": 150,
                "top": 8,
                "bottom": 8,
                "nodeGap": 10,
                "nodeWidth": 14,
                "draggable": False,
                "emphasis": {"focus": "adjacency"},
                "lineStyle": {"color": "gradient", "opacity": 0.35},
                "labelLayout": {"hideOverlap": True},
                "label": {"fontSize": 12, "overflow": "truncate", "width": 140},
                "data": [{"name": shown[node], "depth": depth} for node, _, depth in nodes],
                "links": [
                    {"source": shown[source], "target": shown[target], "value": kg} for source, target, kg in links
                ],
            }
        ]
    }


def _unique_names(nodes: Sequence[tuple[str, str, int]]) -> dict[str, str]:
    """Return a name for every node id. The library joins bands by name, so a repeated name gets zero-width spaces."""
    shown: dict[str, str] = {}
    taken: set[str] = set()
    for node, name, _ in nodes:
        unique = name
        while unique in taken:
            unique += "\u200b"
        taken.add(unique)
        shown[node] = unique
    return shown


def table_csv(table: Table) -> bytes:
    """Return a table as CSV that spreadsheet programs open in Chinese (UTF-8 with its mark)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([f"{column.title} ({column.unit})" if column.unit else column.title for column in table.columns])
    writer.writerows([guarded(cell.text) for cell in row.cells] for row in table.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def guarded(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula; plain negative numbers stay numbers."""
    if text[:1] in {"=", "+", "@", "\t", "\r"} or (text[:1] == "-" and not _is_number(text)):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True
