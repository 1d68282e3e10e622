"""`qiantan database`: check a linked database and score its processes from the file alone, without a server."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from qiantan.cli.exits import Exit, Stop
from qiantan.cli.language import LANGUAGE, say
from qiantan.cli.options import Json, Lang
from qiantan.cli.screen import console, findings_json, phase, print_findings, print_json
from qiantan.core.findings import Finding, Text, blocking

if TYPE_CHECKING:
    from qiantan.core.datasets.footprints import Footprints
    from qiantan.core.datasets.linked import LinkedDatabase

SHOWN = 20
LISTED = 15

database = typer.Typer(
    help=say("检查单元过程数据库，求解全部过程的碳足迹", "Check a database of unit processes and score all of them"),
    no_args_is_help=True,
)
Source = Annotated[
    Path,
    typer.Argument(
        metavar=say("文件", "FILE"),
        help=say("TIDAS、ILCD、openLCA 或 EcoSpold 文件", "A TIDAS, ILCD, openLCA or EcoSpold file"),
    ),
]
Gwp = Annotated[str, typer.Option("--gwp", help=say("GWP 取值集，例如 ipcc-ar5", "GWP set, for example ipcc-ar5"))]


@database.command(help=say("列出全部问题和计数", "List all findings and what the file holds"))
def check(source: Source, as_json: Json = False, lang: Lang = None) -> None:  # noqa: ARG001 - see language.py
    """List the findings of a database; exit 1 when one of them blocks."""
    from qiantan.core.datasets.opened import open_findings

    linked, findings = _read(source)
    found = (*findings, *open_findings(linked)) if linked else findings
    if as_json:
        print_json({"file": str(source), "counts": _counts(linked), "findings": findings_json(found)})
    else:
        print_findings(found[:SHOWN], console())
        _print_counts(linked, len(found))
    if blocking(findings):
        raise typer.Exit(Exit.FINDINGS)


@database.command(help=say("求解全部过程的碳足迹", "Score all processes by one solve"))
def footprint(
    source: Source,
    to: Annotated[
        str,
        typer.Option("--to", help=say("只看一个过程：UUID 或名称的一部分", "One process: UUID or part of its name")),
    ] = "",
    gwp: Gwp = "ipcc-ar6",
    out: Annotated[
        Path | None, typer.Option("--csv", help=say("把全部碳足迹写到这个文件", "Write all footprints to this file"))
    ] = None,
    as_json: Json = False,
    lang: Lang = None,  # noqa: ARG001 - read once at start, see language.py
) -> None:
    """Score every process; with `--to` show what one of them is made of."""
    linked, findings = _read(source)
    if linked is None:
        print_findings(findings[:SHOWN], console())
        raise typer.Exit(Exit.FINDINGS)
    found = _solved(linked, gwp)
    at = _wanted(linked, to) if to else ()
    if out:
        _write_csv(out, found)
    if as_json:
        print_json([_as_json(found, column) for column in (at or range(linked.size))])
    elif at:
        for column in at:
            _print_one(found, column)
    else:
        _print_all(found)


def _read(source: Path) -> "tuple[LinkedDatabase | None, tuple[Finding, ...]]":
    from qiantan.core.datasets.assemble import Assembly
    from qiantan.core.formats.catalogue import stream
    from qiantan.core.formats.dataset import Extent

    try:
        content = source.read_bytes()
    except OSError as error:
        reason = error.strerror or ""
        raise Stop(Exit.UNREADABLE, Text(f"无法读取 {source}：{reason}", f"Cannot read {source}: {reason}")) from None
    with phase("正在读取与检查…", "Reading and checking…"):
        datasets = stream(content, Extent(findings=5_000, linking=False))
        assembly = Assembly()
        for one in datasets:
            assembly.add(one)
        return None if datasets.blocked else assembly.database(), datasets.findings


def _solved(linked: "LinkedDatabase", gwp: str) -> "Footprints":
    from qiantan.core.datasets.footprints import footprints
    from qiantan.core.engine.errors import EngineError

    try:
        with phase("正在求解…", "Solving…"):
            return footprints(linked, gwp)
    except EngineError as error:
        raise Stop(Exit.FINDINGS, error.text) from None
    except LookupError:
        raise Stop(Exit.USAGE, Text(f"没有 GWP 取值集 {gwp}", f"There is no GWP set {gwp}")) from None


def _wanted(linked: "LinkedDatabase", to: str) -> tuple[int, ...]:
    """Return the columns a person means: a UUID, an exact name, else every name that holds the words."""
    wanted = to.strip().lower()
    labels = [label.lower() for label in linked.labels]
    exact = [at for at, key in enumerate(linked.ids) if key == wanted]
    named = [
        at
        for at, column in enumerate(linked.columns)
        if column.is_reference and wanted in {part.lower() for part in linked.names[column.process]}
    ]
    found = exact or named or [at for at, label in enumerate(labels) if wanted in label]
    if not found:
        raise Stop(Exit.USAGE, Text(f"没有名称含“{to}”的过程", f"No process has “{to}” in its name"))
    return tuple(found[:LISTED])


def _counts(linked: "LinkedDatabase | None") -> dict[str, Any]:
    if linked is None:
        return {}
    gases = sum(one.times for one in linked.natures if one.gas)
    return {
        "processes": len(linked.uuids),
        "products": linked.size,
        "inputs": len(linked.links.code),
        "linked": linked.links.linked,
        "gases": gases,
        "left_out": sum(one.times for one in linked.natures if one.code),
    }


def _print_counts(linked: "LinkedDatabase | None", findings: int) -> None:
    screen = console()
    if linked is None:
        screen.print(say("有阻断性问题，数据库不可用。", "Blocking findings: the database is of no use as it is."))
        return
    counts = _counts(linked)
    screen.print(
        say(
            f"{counts['processes']:,} 个过程，{counts['products']:,} 种产品；{counts['linked']:,} / {counts['inputs']:,} 个投入已链接；"
            f"温室气体 {counts['gases']:,} 处计入，{counts['left_out']:,} 处存疑未计入。",
            f"{counts['processes']:,} processes, {counts['products']:,} products; {counts['linked']:,} of "
            f"{counts['inputs']:,} inputs linked; greenhouse gases counted at {counts['gases']:,} places, left out as "
            f"doubtful at {counts['left_out']:,}.",
        ),
        soft_wrap=True,
    )
    if findings > SHOWN:
        screen.print(say(f"只列出 {findings} 条中的前 {SHOWN} 条；--json 给出全部。",
                         f"The first {SHOWN} of {findings} findings; --json gives all."))  # fmt: skip


def _print_all(found: "Footprints") -> None:
    screen, linked = console(), found.database
    table = Table(box=None, pad_edge=False)
    table.add_column(say("过程", "process"))
    table.add_column("kgCO2e", justify="right")
    table.add_column(say("单位", "unit"))
    largest = sorted(range(linked.size), key=lambda at: -abs(found.kg[at]))[:LISTED]
    for at in largest:
        table.add_row(linked.labels[at], f"{found.kg[at]:,.6g}", f"/ {linked.columns[at].unit}")
    screen.print(table)
    screen.print(
        say(
            f"共 {linked.size:,} 个，列出最大的 {len(largest)} 个；--csv 写出全部，--to 展开一个。",
            f"The {len(largest)} largest of {linked.size:,}; --csv writes all of them, --to opens one.",
        )
    )


def _print_one(found: "Footprints", at: int) -> None:
    screen, linked = console(), found.database
    bound = "" if found.bound is None else f"  ± {found.bound[at]:.1e}"
    screen.print(f"\n[bold]{linked.labels[at]}[/bold]  {linked.ids[at]}", soft_wrap=True)
    screen.print(f"[bold green]{found.kg[at]:,.6g} kgCO2e[/bold green] / {linked.columns[at].unit}{bound}")
    shares = found.first_tier(at, SHOWN)
    table = Table(box=None, pad_edge=False)
    table.add_column(say("第一层投入", "first tier"))
    table.add_column("kgCO2e", justify="right")
    table.add_column("%", justify="right")
    for process, kg in zip(shares.process.tolist(), shares.kg.tolist(), strict=True):
        label = say("本过程的直接排放", "own emissions") if process == at else linked.labels[process]
        table.add_row(label, f"{kg:,.6g}", f"{100 * kg / shares.total:.1f}" if shares.total else "–")
    screen.print(table)


def _as_json(found: "Footprints", at: int) -> dict[str, Any]:
    linked = found.database
    column = linked.columns[at]
    name = linked.names[column.process]
    return {
        "id": linked.ids[at],
        "name": (name.en or name.zh) if LANGUAGE == "en" else (name.zh or name.en),
        "location": linked.places[column.process],
        "unit": column.unit,
        "kg_co2e": float(found.kg[at]),
        "own": float(found.own[at]),
        "bound": None if found.bound is None else float(found.bound[at]),
        "gwp_set": found.gwp_set,
    }


def _write_csv(path: Path, found: "Footprints") -> None:
    rows: Sequence[dict[str, Any]] = [_as_json(found, at) for at in range(found.database.size)]
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]) if rows else ["id"])
        writer.writeheader()
        writer.writerows(rows)
    part.replace(path)
    console().print(say(f"已写出 {path}", f"Wrote {path}"), soft_wrap=True)
