"""`qiantan impact`: what another value of a factor would do to the products of several studies and to their customers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qiantan.cli.exits import Exit, Stop
from qiantan.cli.language import LANGUAGE, say, word
from qiantan.cli.options import Json, Lang
from qiantan.cli.reading import load
from qiantan.cli.screen import console, findings_json, phase, print_findings, print_json
from qiantan.core.findings import Text, has_blocking

if TYPE_CHECKING:
    from qiantan.core.province.answers import Asked, Movements, Use
    from qiantan.core.province.flatten import Flat

BAR = 24
Flats = dict[str, tuple[Path, "Flat"]]


def impact(
    studies: Annotated[
        list[Path],
        typer.Argument(
            metavar=say("研究文件…", "STUDY.json…"),
            help=say(
                "一份或多份研究文件（study.json）或填好的工作簿", "Study documents (study.json) or filled workbooks"
            ),
        ),
    ],
    factor: Annotated[
        str | None,
        typer.Option("--factor", help=say("因子编号；不给则列出可改的因子", "Factor id; lists them if omitted")),
    ] = None,
    value: Annotated[
        float | None, typer.Option("--value", help=say("新的数值，单位与因子相同", "New value, in the factor's unit"))
    ] = None,
    as_json: Json = False,
    lang: Lang = None,  # noqa: ARG001 - read once at start, see language.py
) -> None:
    """Preview a changed factor over a network of studies; nothing is written."""
    with phase("正在读取研究…", "Reading the studies…"):
        flats = _read(studies, as_json=as_json)
        from qiantan.core.province.answers import Asked
        from qiantan.core.province.gather import gather
        from qiantan.core.province.network import assemble_province

        asked = Asked(assemble_province(gather({key: flat for key, (_, flat) in flats.items()})))
    uses = {use.id: use for use in asked.uses}
    if factor is None or value is None:
        _list_factors(list(uses.values()), as_json=as_json)
        return
    if factor not in uses:
        known = "、".join(list(uses)[:8])
        raise Stop(
            Exit.USAGE,
            Text(
                f"这些研究没有使用因子“{factor}”。用到的因子有：{known} 等；不带 --factor 可列出全部。",
                f"None of the studies uses factor '{factor}'. They use, among others: {known.replace('、', ', ')}; "
                "leave --factor out to list them all.",
            ),
        )
    _answer(asked, flats, uses[factor], value, as_json=as_json)


def _read(studies: list[Path], *, as_json: bool) -> Flats:
    from qiantan.core.province.flatten import flatten
    from qiantan.core.study.bytes import study_digests

    flats: Flats = {}
    for path in studies:
        loaded = load(path)
        if loaded.study is None or has_blocking(loaded.findings):
            if as_json:
                print_json({"file": str(path), "findings": findings_json(loaded.findings)})
            else:
                console().print(str(path))
                print_findings(loaded.findings, console())
            raise typer.Exit(Exit.FINDINGS)
        flats.setdefault(study_digests(loaded.study).sha256, (path, flatten(loaded.study)))
    return flats


def _answer(asked: "Asked", flats: Flats, use: "Use", value: float, *, as_json: bool) -> None:
    found = asked.change(use.id, value)
    rows = _rows(found, flats)
    if as_json:
        print_json(
            {
                "preview": True,
                "factor": {"id": use.id, "name": Text(use.name_zh, use.name_en)._asdict(), "unit": use.unit},
                "from": [pinned for pinned, _ in use.values],
                "to": value,
                "studies": len(flats),
                "moved": rows,
            }
        )
        return
    _print(rows, use, value, len(flats))


def _rows(found: "Movements", flats: Flats) -> list[dict[str, Any]]:
    digests = list(flats)
    rows = []
    for study, before, after, change, exact in zip(
        found.study.tolist(),
        found.before.tolist(),
        found.after.tolist(),
        found.relative.tolist(),
        found.exact.tolist(),
        strict=True,
    ):
        path, flat = flats[digests[study]]
        rows.append(
            {
                "file": str(path),
                "study_sha256": digests[study],
                "product": {"zh": flat.name.zh, "en": flat.name.en},
                "unit": {"zh": flat.unit.zh, "en": flat.unit.en},
                "before": before,
                "after": after,
                "change": after - before,
                "relative": change,
                "exact": exact,
            }
        )
    return rows


def _print(rows: list[dict[str, Any]], use: "Use", value: float, studies: int) -> None:
    from rich.table import Table

    screen = console()
    now = " / ".join(f"{pinned:g}" for pinned, _ in use.values)
    screen.print()
    screen.print(f"[bold]{word(Text(use.name_zh, use.name_en))}[/bold]  {use.id}", soft_wrap=True)
    screen.print(
        f"{now} → [bold]{value:g}[/bold] {use.unit}   "
        + say(f"{studies} 份研究中有 {len(rows)} 个产品变动", f"{len(rows)} of {studies} products move")
    )
    if rows:
        table = Table(box=None, pad_edge=False)
        table.add_column(say("产品", "product"), min_width=20)
        table.add_column(say("原", "from"), justify="right")
        table.add_column(say("变为", "to"), justify="right")
        table.add_column("kgCO2e", justify="right")
        table.add_column("%", justify="right")
        table.add_column("", min_width=BAR)
        largest = max(abs(row["relative"]) for row in rows) or 1.0
        for row in rows:
            bar = "█" * max(1, round(BAR * abs(row["relative"]) / largest))
            table.add_row(
                f"{row['product'][LANGUAGE] or row['product']['zh']}（{row['unit'][LANGUAGE] or row['unit']['zh']}）",
                f"{row['before']:,.3f}",
                f"{row['after']:,.3f}",
                f"{row['change']:+,.3f}",
                f"{100 * row['relative']:+.2f}" + ("" if row["exact"] else " ≈"),
                bar,
            )
        screen.print(table)
    screen.print(
        say("预览：冻结的研究与结果没有任何改动。", "Preview: no frozen study and no result was changed."), style="dim"
    )


def _list_factors(uses: "list[Use]", *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "factors": [
                    {
                        "id": use.id,
                        "name": Text(use.name_zh, use.name_en)._asdict(),
                        "values": [pinned for pinned, _ in use.values],
                        "unit": use.unit,
                        "studies": use.studies,
                    }
                    for use in uses
                ]
            }
        )
        return
    from rich.table import Table

    table = Table(
        box=None, pad_edge=False, title=say("可改的因子", "Factors that can be changed"), title_justify="left"
    )
    for title in (
        say("编号", "id"),
        say("名称", "name"),
        say("现值", "value"),
        say("单位", "unit"),
        say("研究数", "studies"),
    ):
        table.add_column(title)
    for use in uses:
        values = " / ".join(f"{pinned:g}" for pinned, _ in use.values)
        table.add_row(use.id, word(Text(use.name_zh, use.name_en)), values, use.unit, str(use.studies))
    console().print(table)
    console().print(
        say("加 --factor 编号 --value 数值 查看变动。", "Add --factor ID --value VALUE to see what moves."), style="dim"
    )
