"""`qiantan template` and `qiantan templates`."""

from pathlib import Path
from typing import Annotated

import typer

from qiantan.cli.exits import Exit, Stop
from qiantan.cli.language import LANGUAGE, say
from qiantan.cli.options import Json, Lang
from qiantan.cli.screen import console, print_json
from qiantan.core.findings import Text


def template(
    name: Annotated[
        str, typer.Argument(metavar=say("模板", "TEMPLATE"), help=say("模板代号，如 cement", "Such as cement"))
    ],
    out: Annotated[Path | None, typer.Option("--out", "-o", help=say("写到哪个文件", "Where to write"))] = None,
    example: Annotated[bool, typer.Option("--example", help=say("填入示例数据", "Fill in the worked example"))] = False,
    force: Annotated[bool, typer.Option("--force", help=say("覆盖已有文件", "Overwrite an existing file"))] = False,
    as_json: Json = False,
    lang: Lang = None,  # noqa: ARG001 - read once at start, see language.py
) -> None:
    """Write the workbook of a template."""
    from qiantan.core.formats.workbook import write_template
    from qiantan.core.templates.load import example as worked_example
    from qiantan.core.templates.load import template as load
    from qiantan.core.templates.load import template_ids

    if name not in template_ids():
        known = ", ".join(template_ids())
        raise Stop(Exit.USAGE, Text(f"没有名为“{name}”的模板。可用：{known}", f"No template {name!r}. Known: {known}"))
    target = out or Path(f"{name}.xlsx")
    if target.exists() and not force:
        raise Stop(
            Exit.USAGE,
            Text(f"文件已存在：{target}。加 --force 覆盖，或用 -o 换个名字。", f"{target} exists. Use --force, or -o."),
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(write_template(load(name), worked_example(name) if example else None))
    if as_json:
        print_json({"file": str(target), "template": name})
        return
    console().print(
        say(
            f"已写出 {target}。填好后运行：qiantan footprint {target} --out out/",
            f"Wrote {target}. Fill it in, then: qiantan footprint {target} --out out/",
        ),
        soft_wrap=True,
    )


def templates(as_json: Json = False, lang: Lang = None) -> None:  # noqa: ARG001 - see language.py
    """List the templates."""
    from rich.table import Table

    from qiantan.core.templates.load import template as load
    from qiantan.core.templates.load import template_ids

    found = [load(name) for name in template_ids()]
    if as_json:
        print_json([{"id": one.id, "version": one.version, "title": one.title.model_dump()} for one in found])
        return
    table = Table(say("代号", "id"), say("版本", "version"), say("名称", "title"), say("说明", "about"), box=None)
    for one in found:
        title, about = (one.title, one.summary)
        table.add_row(
            one.id,
            str(one.version),
            title.en if LANGUAGE == "en" else title.zh,
            about.en if LANGUAGE == "en" else about.zh,
        )
    console().print(table)
