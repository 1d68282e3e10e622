"""Collect what is wrong with a file of datasets: every fault with its place, in Chinese and English, up to a bound."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from qiantan.core.datasets.messages import WORDINGS
from qiantan.core.findings import NO_TEXT, Finding, Severity, Text

MOST_FINDINGS: Final = 200
_SHOWN: Final = 120


def fault(code: str, place: str, found: Any = "", **facts: Any) -> Finding:
    """Return the finding of a code at a place, its sentences filled with the facts."""
    wording = WORDINGS[code]
    values = {"found": _shown(found), **{key: _shown(value) for key, value in facts.items()}}

    def fill(text: Text) -> Text:
        return Text(text.zh.format(**values), text.en.format(**values)) if text != NO_TEXT else text

    return Finding(
        code=code,
        severity=wording.severity,
        place=place,
        message=fill(wording.message),
        found=values["found"],
        expected=fill(wording.expected),
        example=wording.example,
        remedy=fill(wording.remedy),
    )


class Faults:
    """The findings of one file. `at` walks into a part, so that every finding carries its whole place."""

    def __init__(self, place: str = "", most: int = MOST_FINDINGS) -> None:
        """Begin with a place: the file's name or a member of the archive. `most` findings are written down."""
        self.place = place
        self._most = most
        self.found: list[Finding] = []
        self.dropped = 0

    def add(self, code: str, found: Any = "", *, place: str = "", **facts: Any) -> None:
        """Add a finding at a place below the present one."""
        if len(self.found) >= self._most:
            self.dropped += 1
            return
        whole = "/".join(part for part in (self.place, place) if part)
        self.found.append(fault(code, whole, found, **facts))

    @contextmanager
    def at(self, part: str) -> Iterator[None]:
        """Walk into a part of the document."""
        outer = self.place
        self.place = f"{outer}/{part}" if outer else part
        try:
            yield
        finally:
            self.place = outer

    @property
    def blocking(self) -> bool:
        """Whether anything found stops the import."""
        return any(one.severity is Severity.BLOCKING for one in self.found)

    def all(self) -> tuple[Finding, ...]:
        """Return the findings, each once; the last says how many were not written down."""
        once = tuple(dict.fromkeys(self.found))
        if not self.dropped:
            return once
        return (*once, fault("DS-MORE", self.place, self.dropped))


def _shown(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, (list, tuple, set, frozenset)) else str(value)
    text = "".join(letter if letter.isprintable() else "·" for letter in text[: _SHOWN + 1])
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
