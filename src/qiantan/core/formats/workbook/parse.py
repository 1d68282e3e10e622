"""Hand a workbook to the sealed process and take its sheets back."""

import functools
import importlib.util
import json
import re
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from qiantan.core.formats.workbook.preflight import Refusal

WALL_SECONDS: Final = 60
_PACKAGE: Final = "qiantan.core.formats.workbook"
# The package is entered by a side door: its front door imports templates and quantities, which the sealed process
# neither needs nor may pay for.
_START: Final = """
import sys, types
source, libraries, package, folder = sys.argv[1:5]
sys.path[:0] = [source, libraries]
sys.modules[package] = types.ModuleType(package)
sys.modules[package].__path__ = [folder]
from qiantan.core.formats.workbook.child import main
main()
"""
_REFERENCE: Final = re.compile(r"([A-Z]+)([0-9]+)")

Cell = float | int | str | bool | list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows` of cells whose top left stands at (`top`, `left`), counted from 0 like all rows and columns.

    A cell is a number, a text, a truth value, or a list of one ISO text for a moment; an empty text is an empty cell.
    """

    name: str
    visible: bool
    rows: list[list[Any]]
    top: int = 0
    left: int = 0
    merged: tuple[tuple[int, int, int, int], ...] = ()
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    percent: frozenset[tuple[int, int]] = frozenset()
    hidden: frozenset[int] = frozenset()
    far: str = ""

    def place(self, row: int, column: int) -> str:
        """Return a cell's place as people write it: ``能源!C7``."""
        return f"{self.name}!{letters(column)}{row + 1}"

    def cell(self, row: int, column: int) -> Any:
        """Return a cell; empty text outside."""
        if not (self.top <= row < self.top + len(self.rows) and column >= self.left):
            return ""
        line = self.rows[row - self.top]
        return line[column - self.left] if column - self.left < len(line) else ""


def sheets(content: bytes) -> tuple[Sheet, ...]:
    """Parse an xlsx workbook in the sealed process. Raises `Refusal` when a rule or a limit stands against it."""
    answer = _ask(content)
    if "refused" in answer:
        raise Refusal(answer["refused"], answer.get("found", ""))
    return tuple(_sheet(one) for one in answer["sheets"])


@functools.cache
def letters(column: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 26 is AA."""
    head, last = divmod(column, 26)
    return (letters(head - 1) if head else "") + chr(ord("A") + last)


def position(reference: str) -> tuple[int, int]:
    """Return row and column, from 0, of a reference like ``C7``."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return (0, 0)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _reference(last: list[int] | None) -> str:
    return f"{letters(last[1])}{last[0] + 1}" if last else ""


def _ask(content: bytes, *mode: str) -> dict[str, Any]:
    command = (*_command(), *mode)
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command, input=content, capture_output=True, check=False, timeout=WALL_SECONDS, env={}, close_fds=True
        )
    except subprocess.TimeoutExpired as error:
        raise Refusal("WB-FILE-HEAVY", f"> {WALL_SECONDS} s") from error
    if done.returncode == -signal.SIGABRT and not mode:
        return _ask(content, "careful")
    if done.returncode != 0:
        # Killed by a limit, or the parser gave up for want of memory: to the person it is the same.
        raise Refusal("WB-FILE-HEAVY", f"({done.returncode})")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@functools.cache
def _command() -> tuple[str, ...]:
    here = Path(__file__).resolve().parent
    source = here.parents[3]
    calamine = importlib.util.find_spec("python_calamine")
    libraries = Path(str(calamine and calamine.origin)).resolve().parents[1]
    return (sys.executable, "-I", "-S", "-c", _START, str(source), str(libraries), _PACKAGE, str(here))


def _sheet(given: dict[str, Any]) -> Sheet:
    top, left = given["start"]
    return Sheet(
        name=given["name"],
        visible=given["visible"],
        rows=given["rows"],
        top=top,
        left=left,
        merged=tuple((first[0], first[1], last[0], last[1]) for first, last in given["merged"]),
        errors={position(reference): text for reference, text in given.get("errors", {}).items()},
        uncalculated=frozenset(map(position, given.get("uncalculated", ()))),
        percent=frozenset(map(position, given.get("percent", ()))),
        hidden=frozenset(number - 1 for number in given.get("hidden", ())),
        far=given.get("far") or _reference(given.get("last")),
    )
