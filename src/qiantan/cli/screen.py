"""What a person sees: tables and colour on a terminal, plain text in a pipe, JSON when asked."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.text import Text as Styled

from qiantan.cli.language import LANGUAGE, say, word
from qiantan.core.findings import Finding, Severity

PIPED_WIDTH = 140


def console() -> Console:
    """Return the console of standard output; wide and without colour when piped."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(highlight=False, width=PIPED_WIDTH, no_color=True)


def print_json(value: Any) -> None:
    """Print a JSON value, two spaces deep, Chinese as it is."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def phase(zh: str, en: str) -> Iterator[None]:
    """Show what is under way on standard error while it lasts; silent when nobody watches."""
    if not sys.stderr.isatty():
        yield
        return
    with Console(stderr=True).status(say(zh, en)):
        yield


_MARK = {
    Severity.BLOCKING: ("阻断", "blocking", "bold red"),
    Severity.WARNING: ("警告", "warning", "yellow"),
    Severity.NOTE: ("提示", "note", "cyan"),
}


def print_findings(findings: Iterable[Finding], to: Console) -> None:
    """Print findings, gravest first, each with place, found value, expected form, example and remedy."""
    order = list(Severity)
    for finding in sorted(findings, key=lambda one: order.index(one.severity)):
        _print_finding(finding, to)


def findings_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings as JSON values."""
    return [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "clause": finding.clause,
            "place": finding.place,
            "message": finding.message._asdict(),
            "found": finding.found,
            "expected": finding.expected._asdict(),
            "example": finding.example,
            "remedy": finding.remedy._asdict(),
        }
        for finding in findings
    ]


def _print_finding(finding: Finding, to: Console) -> None:
    zh, en, style = _MARK[finding.severity]
    head = Styled(f"{say(zh, en)} ", style=style)
    head.append(f"{finding.place}  " if finding.place else "", style="bold")
    head.append(word(finding.message), style="default")
    to.print(head, soft_wrap=True)
    separator = ": " if LANGUAGE == "en" else "："
    lines = (
        (say("读到", "found"), finding.found),
        (say("应为", "expected"), word(finding.expected)),
        (say("例如", "example"), finding.example),
        (say("处理", "remedy"), word(finding.remedy)),
        (say("依据", "clause"), finding.clause),
    )
    for label, text in lines:
        if text:
            to.print(Styled(f"      {label}{separator}{text}", style="dim"), soft_wrap=True)
