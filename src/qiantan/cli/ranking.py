"""Levers and weak data of a network of studies, in the terminal."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qiantan.cli.language import say, word
from qiantan.cli.province import write_csv
from qiantan.cli.screen import console, print_json
from qiantan.core.findings import Text

if TYPE_CHECKING:
    from qiantan.core.province.answers import Asked, Weighting

SHOWN, EVERY = 10, 10_000


def print_levers(asked: "Asked", *, by_output: bool, csv: Path | None, as_json: bool) -> None:
    """Say which processes and factors cause most of all products together."""
    by = _way(by_output=by_output)
    rows = [
        {
            "kind": "process",
            "id": one.label.process,
            "name": _name(one.label),
            "share": one.share,
            "products": one.products,
        }
        for one in asked.process_levers(EVERY, by)
        if one.label
    ]
    rows += [
        {"kind": "factor", "id": one.factor.id, "name": _name(one.factor), "share": one.share, "products": one.products}
        for one in asked.factor_levers(EVERY, by)
        if one.factor
    ]
    if csv is not None:
        lines = ([row["kind"], row["id"], *row["name"].values(), row["share"], row["products"]] for row in rows)
        write_csv(csv, ["kind", "id", "name_zh", "name_en", "share", "products"], lines)
    if as_json:
        print_json({"by": by.value, "levers": rows})
        return
    for kind, zh, en in (("process", "单元过程", "unit process"), ("factor", "因子", "factor")):
        shown = [row for row in rows if row["kind"] == kind][:SHOWN]
        columns = (say(zh, en), say("占比", "share"), say("改进 10% 可降低", "10 % better saves"))
        _print(
            columns,
            [(word(Text(**row["name"])), f"{100 * row['share']:.1f}%", f"{10 * row['share']:.2f}%") for row in shown],
        )
    console().print(_said(by_output=by_output), style="dim")


def print_weakest(asked: "Asked", *, by_output: bool, csv: Path | None, as_json: bool) -> None:
    """Say where contribution times uncertainty is largest."""
    by = _way(by_output=by_output)
    rows = [
        {
            "id": one.factor.id if one.factor else one.category,
            "name": _name(one.factor)
            if one.factor
            else {"zh": f"企业数据：{one.category}", "en": f"plants: {one.category}"},
            "share": one.share,
            "spread": one.spread,
            "weight": one.weight,
            "unstated": one.unstated,
        }
        for one in asked.weakest(EVERY, by)
    ]
    figures = ("share", "spread", "weight", "unstated")
    if csv is not None:
        lines = ([row["id"], *row["name"].values(), *(row[name] for name in figures)] for row in rows)
        write_csv(csv, ["id", "name_zh", "name_en", *figures], lines)
    if as_json:
        print_json({"by": by.value, "weakest": rows})
        return
    columns = (
        say("数据", "figures"),
        say("贡献", "share"),
        say("相对标准差", "relative deviation"),
        say("贡献 × 不确定性", "share × deviation"),
    )
    _print(
        columns,
        [
            (
                word(Text(**row["name"])),
                f"{100 * row['share']:.1f}%",
                say("未给出", "not stated") if row["unstated"] >= row["share"] else f"±{100 * row['spread']:.1f}%",
                f"{100 * row['weight']:.2f}%",
            )
            for row in rows[:SHOWN]
        ],
    )
    console().print(_said(by_output=by_output), style="dim")


def _way(*, by_output: bool) -> "Weighting":
    from qiantan.core.province.answers import Weighting

    return Weighting.OUTPUT if by_output else Weighting.PRODUCT


def _said(*, by_output: bool) -> str:
    if by_output:
        return say("按各研究统计期的产量合计。", "Products count by the output their studies state for the period.")
    return say(
        "每个产品计一次；加 --by-output 按产量合计。", "Every product counts once; --by-output counts what is made."
    )


def _name(one) -> dict[str, str]:  # noqa: ANN001 - a factor or a label
    return {"zh": one.name_zh, "en": one.name_en}


def _print(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column(columns[0], min_width=30)
    for column in columns[1:]:
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(*row)
    console().print(table)
