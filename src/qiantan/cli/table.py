"""The footprint as a table: headline with range, by stage, process and gas, quality, coverage, findings."""

import datetime as dt

from rich.console import Console
from rich.table import Table

from qiantan.cli.language import LANGUAGE, say
from qiantan.cli.screen import console
from qiantan.core.results.document import Part, Result
from qiantan.core.study.document import Study
from qiantan.core.study.shape import Named

BAR = 24


def print_footprint(study: Study, result: Result) -> None:
    """Print the footprint of one study."""
    screen = console()
    _headline(screen, study, result)
    for title, parts in (
        (say("按生命周期阶段", "By life-cycle stage"), result.by_stage),
        (say("按单元过程", "By unit process"), result.by_process),
        (say("按气体", "By gas"), result.by_gas),
    ):
        screen.print(_sum_table(title, parts, result.total))
    _facts(screen, result)


def name(named: Named) -> str:
    """Return a name in the language of this run."""
    return named.en or named.zh if LANGUAGE == "en" else named.zh


def _headline(screen: Console, study: Study, result: Result) -> None:
    screen.print()
    last = study.period.end - dt.timedelta(days=1)  # the period is half open; people read its last day
    screen.print(f"[bold]{name(study.product.name)}[/bold]  {study.producer.name}  {study.period.start} – {last}")
    spread = result.uncertainty
    screen.print(
        f"[bold green]{result.total:,.2f} kgCO2e[/bold green] / {name(result.unit)}"
        f"   ({say('95% 区间', '95 % interval')} {spread.low:,.1f} – {spread.high:,.1f})"
    )
    if result.with_grid_factor is not None:
        screen.print(
            say("全部电力按电网平均因子计：", "With the grid factor for all electricity: ")
            + f"{result.with_grid_factor:,.2f} kgCO2e"
        )
    screen.print()


def _sum_table(title: str, parts: tuple[Part, ...], total: float) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, show_footer=True)
    table.add_column(say("名称", "name"), footer=say("合计", "total"), min_width=26)
    table.add_column("kgCO2e", footer=f"{total:,.3f}", justify="right", min_width=14)
    table.add_column("%", footer="100.0" if total else "–", justify="right", min_width=7)
    table.add_column("", min_width=BAR)
    largest = max((abs(part.kg) for part in parts), default=0.0) or 1.0
    for part in parts:
        share = f"{100 * part.share:.1f}" if part.share is not None else "–"
        table.add_row(name(part.name), f"{part.kg:,.3f}", share, "█" * round(BAR * abs(part.kg) / largest))
    return table


def _facts(screen: Console, result: Result) -> None:
    quality = result.data_quality
    rating = "–" if quality.rating is None else f"{quality.rating:.2f} ({name(quality.band)})"
    screen.print()
    screen.print(
        say("数据质量 ", "Data quality ")
        + rating
        + say("   初级数据 ", "   primary data ")
        + f"{quality.primary_share:.0%}"
        + say("   缺省值 ", "   defaults ")
        + f"{quality.default_share:.0%}"
        + say("   取舍 ", "   cut off ")
        + f"{result.coverage.cut_off_share:.2%}"
    )
    screen.print(say(f"研究 SHA-256 {result.study_sha256}", f"study SHA-256 {result.study_sha256}"), soft_wrap=True)
    for finding in result.findings:
        if finding.severity != "note":
            mark = {"blocking": say("阻断", "blocking"), "warning": say("警告", "warning")}[finding.severity]
            screen.print(f"  {mark}  {name(finding.message)}", soft_wrap=True)
