"""`qiantan recompute`: the same digits, or the first difference."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qiantan.cli.exits import Exit, Stop
from qiantan.cli.language import say
from qiantan.cli.options import Json, Lang
from qiantan.cli.reading import load_study, read_bytes
from qiantan.cli.screen import console, findings_json, phase, print_findings, print_json
from qiantan.core.findings import Text, has_blocking

if TYPE_CHECKING:
    from qiantan.core.results.recompute import Recomputation

SHOWN = 20


def recompute(
    study: Annotated[
        Path,
        typer.Argument(
            metavar="study.json", help=say("冻结的研究文件，或它所在的文件夹", "The frozen study, or its folder")
        ),
    ],
    result: Annotated[
        Path | None,
        typer.Option(
            "--result", help=say("对照的结果文件，默认为旁边的 result.json", "Default: result.json beside it")
        ),
    ] = None,
    as_json: Json = False,
    lang: Lang = None,  # noqa: ARG001 - read once at start, see language.py
) -> None:
    """Recompute a study and compare with its stored result; exit 3 when they differ."""
    path = study / "study.json" if study.is_dir() else study
    content = read_bytes(path)
    loaded = load_study(content)
    if loaded.study is None or has_blocking(loaded.findings):
        if as_json:
            print_json({"same": False, "findings": findings_json(loaded.findings)})
        else:
            print_findings(loaded.findings, console())
        raise typer.Exit(Exit.FINDINGS)
    outcome = _recomputed(content, _stored(result or path.with_name("result.json")))
    if as_json:
        print_json(_as_json(outcome))
    else:
        _print(outcome)
    if not outcome.same:
        raise typer.Exit(Exit.DIFFERENT)


def _stored(path: Path) -> bytes:
    if not path.exists():
        raise Stop(
            Exit.UNREADABLE,
            Text(
                f"{path} 不存在：没有可对照的结果。请用 --result 指出结果文件。",
                f"{path} does not exist: there is no result to compare with. Name it with --result.",
            ),
        )
    return read_bytes(path)


def _recomputed(content: bytes, stored: bytes) -> "Recomputation":
    from qiantan.core.results.recompute import UnreadableResultError
    from qiantan.core.results.recompute import recompute as compute

    try:
        with phase("正在复算…", "Recomputing…"):
            return compute(content, stored)
    except UnreadableResultError as unreadable:
        raise Stop(Exit.UNREADABLE, Text(unreadable.zh, unreadable.en)) from None


def _as_json(outcome: "Recomputation") -> dict[str, Any]:
    return {
        "same": outcome.same,
        "total": outcome.result.total,
        "study_sha256": outcome.result.study_sha256,
        "differences": [one._asdict() for one in outcome.differences],
    }


def _print(outcome: "Recomputation") -> None:
    screen = console()
    result = outcome.result
    screen.print(say(f"研究 SHA-256 {result.study_sha256}", f"study SHA-256 {result.study_sha256}"), soft_wrap=True)
    if outcome.same:
        screen.print(
            say(
                f"一致：{result.total:.12g} kgCO2e / {result.unit.zh}",
                f"same: {result.total:.12g} kgCO2e / {result.unit.en}",
            )
        )
        return
    screen.print(say(f"不一致，共 {len(outcome.differences)} 处：", f"different at {len(outcome.differences)} places:"))
    for one in outcome.differences[:SHOWN]:
        screen.print(
            say(
                f"  {one.pointer}  存档 {one.stored}  复算 {one.recomputed}",
                f"  {one.pointer}  stored {one.stored}  recomputed {one.recomputed}",
            ),
            soft_wrap=True,
        )
