"""`qiantan spread`: how far the products of several studies spread when every figure is drawn by its own uncertainty."""

from collections.abc import Iterator
from dataclasses import fields
from math import isnan
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qiantan.cli.exits import Exit, Stop
from qiantan.cli.impact import Csv, Studies
from qiantan.cli.language import say
from qiantan.cli.options import Json, Lang
from qiantan.cli.province import Flats, names_of, network_of_files, product_words, write_csv
from qiantan.cli.screen import console, phase, print_json
from qiantan.core.findings import Text

if TYPE_CHECKING:
    from qiantan.core.province.answers import Asked
    from qiantan.core.province.drawn import Chunk, Drawing, Drawn

STEP, MOST = 64, 65_472  # counts of draws are kept in sixteen bits
HIDDEN = {"study", "left", "right", "bars", "draws", "refused"}


def spread(
    *,
    studies: Studies,
    draws: Annotated[int, typer.Option("--draws", help=say("抽样次数，64 的倍数", "Draws, a multiple of 64"))] = 1024,
    seed: Annotated[int, typer.Option("--seed", help=say("随机种子", "Random seed"), min=0)] = 1,
    csv: Csv = None,
    as_json: Json = False,
    lang: Lang = None,  # noqa: ARG001 - read once at start, see language.py
) -> None:
    """Draw all figures of a network of studies at once; a factor is the same for all products in one draw."""
    if not (STEP <= draws <= MOST and draws % STEP == 0):
        raise Stop(
            Exit.USAGE,
            Text(
                f"--draws 应为 {STEP} 到 {MOST} 之间 {STEP} 的倍数，现为 {draws}，例如 1024。",
                f"--draws is a multiple of {STEP} from {STEP} to {MOST}, as in 1024; found {draws}.",
            ),
        )
    asked, flats = network_of_files(studies, as_json=as_json)
    drawn = _drawn(asked, draws, seed)
    rows = list(_rows(drawn, flats))
    if as_json:
        said = {"draws": drawn.draws, "refused": drawn.refused, "seed": seed, "studies": len(flats), "products": rows}
        print_json(said)
    else:
        _print(rows, drawn, seed)
    if csv is not None:
        figures = [name for name in rows[0] if name not in {"file", "study_sha256", "product", "unit"}] if rows else []
        header = ["file", "study_sha256", "product_zh", "product_en", "unit_zh", "unit_en", *figures]
        lines = (
            [r["file"], r["study_sha256"], *r["product"].values(), *r["unit"].values(), *(r[f] for f in figures)]
            for r in rows
        )
        write_csv(csv, header, lines)


def _drawn(asked: "Asked", draws: int, seed: int) -> "Drawn":
    from qiantan.core.province.drawn import drawing_of, merged

    with phase("正在抽样…", "Drawing…"):
        drawing = drawing_of(asked.province, seed)
        return merged(asked.province, drawing, _chunks(drawing, draws))


def _chunks(drawing: "Drawing", draws: int) -> "Iterator[Chunk]":
    from qiantan.core.province.drawn import draw_chunk

    for first in range(0, draws, STEP):
        yield draw_chunk(drawing, first, STEP)


def _rows(drawn: "Drawn", flats: Flats) -> Iterator[dict[str, Any]]:
    """Every product with its figures, widest relative spread first."""
    names = [field.name for field in fields(drawn) if field.name not in HIDDEN]
    order = sorted(range(len(drawn.study)), key=lambda at: -drawn.deviation[at] / (abs(drawn.nominal[at]) or 1.0))
    for at in order:
        figures = {name: float(getattr(drawn, name)[at]) for name in names}
        linear = figures.pop("linear")
        yield {
            **names_of(flats, int(drawn.study[at])),
            **figures,
            "bias": float(drawn.bias[at]),
            "linear": None if isnan(linear) else linear,
        }


def _print(rows: list[dict[str, Any]], drawn: "Drawn", seed: int) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column(say("产品", "product"), min_width=20)
    titles = (
        say("结果", "result"),
        say("均值", "mean"),
        "±%",
        "5%",
        "95%",
        say("均值/结果", "mean/result"),
        say("一阶解释%", "first order %"),
    )
    for title in titles:
        table.add_column(title, justify="right")
    for row in rows:
        relative = row["deviation"] / abs(row["nominal"]) if row["nominal"] else 0.0
        table.add_row(
            product_words(row),
            f"{row['nominal']:,.3f}",
            f"{row['mean']:,.3f}",
            f"{100 * relative:.2f}",
            f"{row['low']:,.2f}",
            f"{row['high']:,.2f}",
            f"{row['bias']:.4f}",
            "—" if row["linear"] is None else f"{100 * row['linear']:.1f}",
        )
    screen = console()
    screen.print(table)
    screen.print(
        say(
            f"kgCO2e；{drawn.draws} 次抽样，种子 {seed}，{drawn.refused} 次因循环无解未计入。未给出不确定度的数据视为确定。",
            f"kgCO2e; {drawn.draws} draws, seed {seed}, {drawn.refused} left out because a loop has no solution. Figures "
            "without stated uncertainty count as certain.",
        ),
        style="dim",
    )
