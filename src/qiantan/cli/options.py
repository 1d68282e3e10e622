"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from qiantan.cli.language import say

Json = Annotated[bool, typer.Option("--json", help=say("输出 JSON，供程序读取", "Print JSON for programs"))]
Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="zh|en", help=say("语言：zh 或 en", "Language: zh or en"), show_default=False),
]
Source = Annotated[
    Path,
    typer.Argument(
        metavar=say("文件", "FILE"),
        help=say("填好的工作簿（xlsx/csv）或研究文件（study.json）", "A filled workbook (xlsx/csv) or a study.json"),
    ),
]
