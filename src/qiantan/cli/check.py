"""`qiantan check`: every finding of a workbook at once, and the workbook back with comments at the cells."""

from pathlib import Path
from typing import Annotated

import typer

from qiantan.cli.exits import Exit
from qiantan.cli.language import say
from qiantan.cli.options import Json, Lang, Source
from qiantan.cli.reading import Loaded, load
from qiantan.cli.screen import console, findings_json, phase, print_findings, print_json
from qiantan.core.findings import Finding, Severity, has_blocking


def check(
    source: Source,
    marked: Annotated[
        Path | None,
        typer.Option("--marked", help=say("带批注的工作簿写到哪里", "Where to write the marked workbook")),
    ] = None,
    as_json: Json = False,
    lang: Lang = None,  # noqa: ARG001 - read once at start, see language.py
) -> None:
    """List all findings; exit 1 when one of them blocks."""
    with phase("正在检查…", "Checking…"):
        loaded = load(source)
        findings = (*loaded.findings, *_conformity(loaded))
        target = _write_marked(source, loaded, findings, marked) if findings else None
    if as_json:
        print_json({"file": str(source), "marked": str(target or ""), "findings": findings_json(findings)})
    else:
        _print_summary(findings, target)
    if has_blocking(findings):
        raise typer.Exit(Exit.FINDINGS)


def _conformity(loaded: Loaded) -> tuple[Finding, ...]:
    if loaded.study is None or has_blocking(loaded.findings):
        return ()
    from qiantan.core.engine.calculate import calculate
    from qiantan.core.rules.check import check as conformity
    from qiantan.core.templates.places import at_answers

    return at_answers(conformity(loaded.study, calculate(loaded.study)), loaded.places)


def _write_marked(source: Path, loaded: Loaded, findings: tuple[Finding, ...], marked: Path | None) -> Path | None:
    if source.suffix.lower() == ".json":
        return None
    from qiantan.core.formats.workbook import MarkError, mark

    target = marked or source.with_name(f"{source.stem}-{say('批注', 'marked')}.xlsx")
    try:
        target.write_bytes(mark(loaded.content, findings))
    except MarkError:
        return None  # a file that is no workbook has no cells to comment on; the list says why
    return target


def _print_summary(findings: tuple[Finding, ...], target: Path | None) -> None:
    screen = console()
    print_findings(findings, screen)
    count = {severity: sum(one.severity is severity for one in findings) for severity in Severity}
    screen.print(
        say(
            f"共 {len(findings)} 条：阻断 {count[Severity.BLOCKING]}，警告 {count[Severity.WARNING]}，提示 {count[Severity.NOTE]}。",
            f"{len(findings)} findings: {count[Severity.BLOCKING]} blocking, {count[Severity.WARNING]} warnings, "
            f"{count[Severity.NOTE]} notes.",
        )
        if findings
        else say("没有发现问题。", "No findings.")
    )
    if target:
        screen.print(say(f"已写出带批注的工作簿：{target}", f"Marked workbook: {target}"), soft_wrap=True)
