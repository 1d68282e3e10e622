"""`qiantan explain`: the arithmetic of one number, down to factor, source and page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qiantan.cli.exits import Exit, Stop
from qiantan.cli.language import say, word
from qiantan.cli.options import Json, Lang
from qiantan.cli.reading import load
from qiantan.cli.screen import console, print_findings, print_json
from qiantan.core.findings import Text, has_blocking

if TYPE_CHECKING:
    from rich.tree import Tree

    from qiantan.core.results.explain import Explanation


def explain(
    source: Annotated[
        Path,
        typer.Argument(
            metavar=say("位置", "WHERE"),
            help=say("输出文件夹、study.json 或工作簿", "Output folder, study.json or workbook"),
        ),
    ],
    to: Annotated[
        str,
        typer.Option("--to", help=say("要展开的过程、阶段、气体或清单项", "Process, stage, gas or exchange to open")),
    ] = "",
    as_json: Json = False,
    lang: Lang = None,  # noqa: ARG001 - read once at start, see language.py
) -> None:
    """Open one number."""
    from qiantan.core.results.explain import NothingToExplain
    from qiantan.core.results.explain import explain as open_number
    from qiantan.core.results.make import make_result

    loaded = load(source / "study.json" if source.is_dir() else source)
    if loaded.study is None or has_blocking(loaded.findings):
        print_findings(loaded.findings, console())
        raise typer.Exit(Exit.FINDINGS)
    try:
        tree = open_number(loaded.study, make_result(loaded.study), to)
    except NothingToExplain as nothing:
        raise Stop(Exit.USAGE, Text(nothing.zh, nothing.en)) from None
    if as_json:
        print_json(_as_json(tree))
    else:
        console().print(_as_tree(tree), soft_wrap=True)


def _line(node: "Explanation") -> str:
    from rich.markup import escape

    figure = "" if node.value is None else f"  [bold]{node.value:,.6g}[/bold] {escape(node.unit)}"
    source = f"  [dim]{escape(word(node.source))}[/dim]" if node.source and node.source.zh else ""
    return f"{escape(word(node.label))}{figure}{source}"


def _as_tree(node: "Explanation", into: "Tree | None" = None) -> "Tree":
    from rich.tree import Tree

    here = Tree(_line(node)) if into is None else into.add(_line(node))
    for child in node.children:
        _as_tree(child, here)
    return here


def _as_json(node: "Explanation") -> dict[str, Any]:
    return {
        "label": node.label._asdict(),
        "value": node.value,
        "unit": node.unit,
        "source": node.source._asdict() if node.source else None,
        "children": [_as_json(child) for child in node.children],
    }
