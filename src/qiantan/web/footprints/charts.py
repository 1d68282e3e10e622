"""The charts of the result page."""

from django.utils.translation import gettext as _

from qiantan.core.results.document import Link, Result
from qiantan.web.ui.charts import Chart, sankey
from qiantan.web.ui.parts import Cell, Column, Row, Table
from qiantan.web.ui.wording import percent, significant, words

SMALLEST = 0.002


def sankey_chart(result: Result) -> Chart | None:
    """Return the Sankey of where the footprint comes from; none where nothing flows."""
    links = [one for one in result.links if one.kg > SMALLEST * abs(result.total)]
    if not links:
        return None
    used = {end for one in links for end in (one.source, one.target)}
    names = {node.id: words(node.name) for node in result.nodes}
    deepest = max(node.depth for node in result.nodes)
    nodes = [(node.id, names[node.id], deepest - node.depth) for node in result.nodes if node.id in used]
    option = sankey(nodes, [(one.source, one.target, round(one.kg, 6)) for one in links])
    largest = max(links, key=lambda one: one.kg)
    return Chart(
        id="paths",
        title=_("碳流向（桑基图）"),
        description=_("碳流向图，共 %(count)d 条流；最大的一条从“%(source)s”到“%(target)s”，占 %(share)s。")
        % {
            "count": len(links),
            "source": names[largest.source],
            "target": names[largest.target],
            "share": percent(largest.kg / result.total if result.total else None),
        },
        option=option,
        table=_link_table(links, names, result.total),
        tall=True,
    )


def _link_table(links: list[Link], names: dict[str, str], total: float) -> Table:
    rows = [
        Row(
            cells=[
                Cell(text=names[one.source]),
                Cell(text=names[one.target]),
                Cell(text=significant(one.kg, 4)),
                Cell(text=percent(one.kg / total if total else None)),
            ]
        )
        for one in sorted(links, key=lambda one: -one.kg)
    ]
    columns = [
        Column(title=_("从")),
        Column(title=_("到")),
        Column(title="kgCO₂e", numeric=True),
        Column(title=_("占比"), numeric=True),
    ]
    return Table(caption=_("碳流向"), columns=columns, rows=rows)
