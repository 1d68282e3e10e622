"""`qiantan impact`: what other values of factors would do to the products of several studies and to their customers, what
would help them most, and where their data are weakest.
"""

from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qiantan.cli.exits import Exit, Stop
from qiantan.cli.language import say, word
from qiantan.cli.options import Json, Lang
from qiantan.cli.province import Flats, names_of, network_of_files, product_words, write_csv
from qiantan.cli.ranking import print_levers, print_weakest
from qiantan.cli.screen import console, print_json
from qiantan.core.findings import Text

if TYPE_CHECKING:
    from qiantan.core.province.answers import Asked, Use

BAR = 24
Csv = Annotated[
    Path | None,
    typer.Option("--csv", metavar="FILE", help=say("把完整结果写成 CSV", "Write the complete answer as CSV")),
]
Studies = Annotated[
    list[Path],
    typer.Argument(
        metavar=say("研究文件…", "STUDY.json…"),
        help=say("一份或多份研究文件（study.json）或填好的工作簿", "Study documents (study.json) or filled workbooks"),
    ),
]


def impact(  # noqa: PLR0913 - a command line has as many switches as it has questions
    *,
    studies: Studies,
    factor: Annotated[
        list[str] | None,
        typer.Option(
            "--factor",
            metavar=say("编号=数值", "ID=VALUE"),
            help=say(
                "因子编号=新的数值，可写多个；都不给则列出可改的因子",
                "Factor id=new value, may be repeated; lists the factors if omitted",
            ),
        ),
    ] = None,
    value: Annotated[
        float | None,
        typer.Option(
            "--value", help=say("只改一个因子时的新数值，单位与因子相同", "New value where one factor changes")
        ),
    ] = None,
    levers: Annotated[bool, typer.Option("--levers", help=say("改进哪里降得最多", "What would help most"))] = False,
    weak: Annotated[bool, typer.Option("--weak", help=say("数据最薄弱处", "Where data are weakest"))] = False,
    by_output: Annotated[
        bool, typer.Option("--by-output", help=say("按申报产量合计产品", "Count products by declared output"))
    ] = False,
    csv: Csv = None,
    as_json: Json = False,
    lang: Lang = None,  # noqa: ARG001 - read once at start, see language.py
) -> None:
    """Preview changed factors over a network of studies; no study is written."""
    if (levers or weak) and factor:
        raise Stop(
            Exit.USAGE,
            Text("--factor 与 --levers、--weak 不能同时使用。", "--factor goes with neither --levers nor --weak."),
        )
    asked, flats = network_of_files(studies, as_json=as_json)
    if levers:
        print_levers(asked, by_output=by_output, csv=csv, as_json=as_json)
    elif weak:
        print_weakest(asked, by_output=by_output, csv=csv, as_json=as_json)
    elif not factor or (value is None and len(factor) == 1 and "=" not in factor[0]):
        _list_factors(asked.uses, csv=csv, as_json=as_json)
    else:
        _answer(asked, flats, _changes(asked, factor, value), csv=csv, as_json=as_json)


def _changes(asked: "Asked", factors: Sequence[str], value: float | None) -> dict[str, float]:
    """Return new values by factor id; all that is wrong with them is told together."""
    known = {use.id for use in asked.uses}
    changes: dict[str, float] = {}
    wrong: list[Text] = []
    for one in factors:
        name, sign, text = one.rpartition("=")
        name, figure = (name, _figure(text)) if sign else (one, value)
        if name not in known:
            wrong.append(_unknown(name, asked))
        elif figure is None:
            wrong.append(
                Text(f"“{one}”应写作 编号=数值，例如 {name}=0.5。", f"'{one}' should read ID=VALUE, as in {name}=0.5.")
            )
        elif name in changes:
            wrong.append(Text(f"因子“{name}”给了两次。", f"Factor '{name}' is given twice."))
        else:
            changes[name] = figure
    if wrong:
        raise Stop(Exit.USAGE, Text("\n".join(one.zh for one in wrong), "\n".join(one.en for one in wrong)))
    return changes


def _figure(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if isfinite(found) else None


def _unknown(name: str, asked: "Asked") -> Text:
    known = "、".join([use.id for use in asked.uses][:8])
    return Text(
        f"这些研究没有使用因子“{name}”。用到的因子有：{known} 等；不带 --factor 可列出全部。",
        f"None of the studies uses factor '{name}'. They use, among others: {known.replace('、', ', ')}; "
        "leave --factor out to list them all.",
    )


def _answer(asked: "Asked", flats: Flats, changes: dict[str, float], *, csv: Path | None, as_json: bool) -> None:
    found = asked.changes(changes)
    figures = (array.tolist() for array in (found.before, found.after, found.relative, found.exact))
    rows = [
        names_of(flats, study) | {"before": b, "after": a, "change": a - b, "relative": r, "exact": e}
        for study, b, a, r, e in zip(found.study.tolist(), *figures, strict=True)
    ]
    uses = [(use, changes[use.id]) for use in asked.uses if use.id in changes]
    if as_json:
        print_json(_said(uses, rows, len(flats)))
    else:
        _print(rows, uses, len(flats))
    if csv is not None:
        _write(csv, rows)


def _said(uses: "list[tuple[Use, float]]", rows: list[dict[str, Any]], studies: int) -> dict[str, Any]:
    changes = [
        {
            "factor": {"id": use.id, "name": Text(use.name_zh, use.name_en)._asdict(), "unit": use.unit},
            "from": [pinned for pinned, _ in use.values],
            "to": value,
        }
        for use, value in uses
    ]
    first = changes[0] if len(changes) == 1 else {}
    return {"preview": True, **first, "changes": changes, "studies": studies, "moved": rows}


def _write(csv: Path, rows: list[dict[str, Any]]) -> None:
    header = ["file", "study_sha256", "product_zh", "product_en", "unit_zh", "unit_en"]
    figures = ["before", "after", "change", "relative", "exact"]
    lines = (
        [row["file"], row["study_sha256"], *row["product"].values(), *row["unit"].values(), *(row[f] for f in figures)]
        for row in rows
    )
    write_csv(csv, header + figures, lines)


def _print(rows: list[dict[str, Any]], uses: "list[tuple[Use, float]]", studies: int) -> None:
    screen = console()
    screen.print()
    for use, value in uses:
        now = " / ".join(f"{pinned:g}" for pinned, _ in use.values)
        screen.print(f"[bold]{word(Text(use.name_zh, use.name_en))}[/bold]  {use.id}", soft_wrap=True)
        screen.print(f"{now} → [bold]{value:g}[/bold] {use.unit}")
    screen.print(say(f"{studies} 份研究中有 {len(rows)} 个产品变动", f"{len(rows)} of {studies} products move"))
    if rows:
        screen.print(_table(rows))
    screen.print(
        say("预览：冻结的研究与结果没有任何改动。", "Preview: no frozen study and no result was changed."), style="dim"
    )


def _table(rows: list[dict[str, Any]]):  # noqa: ANN202 - a table of rich
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column(say("产品", "product"), min_width=20)
    for title in (say("原", "from"), say("变为", "to"), "kgCO2e", "%"):
        table.add_column(title, justify="right")
    table.add_column("", min_width=BAR)
    largest = max(abs(row["relative"]) for row in rows) or 1.0
    for row in rows:
        table.add_row(
            product_words(row),
            f"{row['before']:,.3f}",
            f"{row['after']:,.3f}",
            f"{row['change']:+,.3f}",
            f"{100 * row['relative']:+.2f}" + ("" if row["exact"] else " ≈"),
            "█" * max(1, round(BAR * abs(row["relative"]) / largest)),
        )
    return table


def _list_factors(uses: "Sequence[Use]", *, csv: Path | None, as_json: bool) -> None:
    rows = [
        {
            "id": use.id,
            "name": Text(use.name_zh, use.name_en)._asdict(),
            "values": [pinned for pinned, _ in use.values],
            "unit": use.unit,
            "studies": use.studies,
        }
        for use in uses
    ]
    if csv is not None:
        lines = (
            [r["id"], *r["name"].values(), " / ".join(map(str, r["values"])), r["unit"], r["studies"]] for r in rows
        )
        write_csv(csv, ["id", "name_zh", "name_en", "values", "unit", "studies"], lines)
    if as_json:
        print_json({"factors": rows})
        return
    from rich.table import Table

    title = say("可改的因子", "Factors that can be changed")
    table = Table(box=None, pad_edge=False, title=title, title_justify="left")
    for zh, en in (("编号", "id"), ("名称", "name"), ("现值", "value"), ("单位", "unit"), ("研究数", "studies")):
        table.add_column(say(zh, en))
    for use in uses:
        values = " / ".join(f"{pinned:g}" for pinned, _ in use.values)
        table.add_row(use.id, word(Text(use.name_zh, use.name_en)), values, use.unit, str(use.studies))
    console().print(table)
    console().print(say("加 --factor 编号=数值 查看变动。", "Add --factor ID=VALUE to see what moves."), style="dim")
