"""Tags that draw: charts with their table, stage bar, benchmark strip, quality badge, tile grid.

Everything but the chart is plain SVG or HTML drawn here: widths are attributes, never styles.
"""

from collections.abc import Sequence

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from qiantan.web.ui.charts import Chart
from qiantan.web.ui.parts import Share, Tile
from qiantan.web.ui.tiles import grid

register = template.Library()


@register.inclusion_tag("ui/components/chart.html")
def chart(block: Chart) -> dict[str, object]:
    """Show a chart with the table of the same figures and both as files."""
    return {"chart": block}


@register.simple_tag
def chart_script() -> SafeString:
    """Load the module that draws charts; it fetches the chart library when the first chart comes into sight."""
    module, library = static("ui/js/chart.js"), static("vendor/echarts.js")
    return format_html('<script src="{}" data-qt-library="{}" defer></script>', module, library)


@register.inclusion_tag("ui/components/stage_bar.html")
def stage_bar(shares: Sequence[Share], label: str, total: str = "") -> dict[str, object]:
    """Show parts of a whole as one bar and as a list that sums to it; defaults are hatched."""
    left, bars = 0.0, []
    drawn = sum(max(0.0, share.percent) for share in shares) or 1.0
    for number, share in enumerate(shares):
        width = 100 * max(0.0, share.percent) / max(100.0, drawn)
        bars.append({"share": share, "x": f"{left:.3f}", "width": f"{width:.3f}", "tint": number % 8 + 1})
        left += width
    return {"bars": bars, "label": label, "total": total, "has_default": any(share.default for share in shares)}


@register.inclusion_tag("ui/components/benchmark_strip.html")
def benchmark_strip(
    *, value: float, best: float, median: float, worst: float, unit: str, count: int, basis: str = ""
) -> dict[str, object]:
    """Show where a figure stands between the best and the worst of its kind; hidden below five of a kind."""
    low, high = min(best, value), max(worst, value)
    span = (high - low) or 1.0

    def at(figure: float) -> str:
        return f"{2 + 96 * (figure - low) / span:.2f}"

    return {
        "enough": count >= SAMPLE,
        "value": value,
        "best": best,
        "median": median,
        "worst": worst,
        "unit": unit,
        "count": count,
        "basis": basis,
        "at_value": at(value),
        "at_best": at(best),
        "at_median": at(median),
        "at_worst": at(worst),
    }


@register.inclusion_tag("ui/components/quality_badge.html")
def quality_badge(rating: float | None, band: str = "", note: str = "") -> dict[str, object]:
    """Show a data-quality rating (1 best to 5) as five steps and in words."""
    filled = 0 if rating is None else round(6 - rating)
    return {"rating": rating, "band": band, "note": note, "steps": [step < filled for step in range(5)]}


@register.inclusion_tag("ui/components/tile_grid.html")
def tile_grid(tiles: Sequence[Tile], label: str, unit: str = "") -> dict[str, object]:
    """Show the nine prefectures as a schematic grid and as a table; it is no map."""
    return {"cells": grid(tiles), "label": label, "unit": unit}


SAMPLE = 5
