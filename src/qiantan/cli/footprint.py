"""`qiantan footprint`: workbook or study in; table on the screen; study, result, report and inventory in a folder."""

from pathlib import Path
from typing import Annotated

import typer

from qiantan.cli.exits import Exit
from qiantan.cli.language import say
from qiantan.cli.options import Json, Lang, Source
from qiantan.cli.reading import load
from qiantan.cli.screen import console, findings_json, phase, print_findings, print_json
from qiantan.core.findings import Severity, has_blocking


def footprint(
    source: Source,
    out: Annotated[
        Path | None, typer.Option("--out", help=say("把研究、结果、报告、清单写到这个文件夹", "Folder for all files"))
    ] = None,
    report: Annotated[
        bool,
        typer.Option("--report/--no-report", help=say("是否写出 Word 与 PDF 报告", "Write the Word and PDF report")),
    ] = True,
    as_json: Json = False,
    lang: Lang = None,  # noqa: ARG001 - read once at start, see language.py
) -> None:
    """Compute the footprint of a workbook or a study."""
    from qiantan.cli.table import print_footprint

    with phase("正在读取与检查…", "Reading and checking…"):
        loaded = load(source)
    if loaded.study is None or has_blocking(loaded.findings):
        if as_json:
            print_json({"findings": findings_json(loaded.findings)})
        else:
            print_findings(loaded.findings, console())
            console().print(say("有阻断性问题，未计算。", "Blocking findings: nothing was computed."))
        raise typer.Exit(Exit.FINDINGS)

    with phase("正在计算…", "Computing…"):
        from qiantan.core.results.make import make_result

        result = make_result(loaded.study)
    written = ()
    if out:
        from qiantan.cli.files import write_files

        written = write_files(out, loaded.study, result, report=report)
    if as_json:
        print_json(result.model_dump(mode="json", by_alias=True))
    else:
        notes = [one for one in loaded.findings if one.severity is not Severity.NOTE]
        print_findings(notes, console())
        print_footprint(loaded.study, result)
        for path in written:
            console().print(say(f"已写出 {path}", f"Wrote {path}"), soft_wrap=True)
    if any(one.severity == Severity.BLOCKING for one in result.findings):
        raise typer.Exit(Exit.FINDINGS)
