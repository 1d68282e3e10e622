"""Why an operation was refused, in words for the person: the four kinds every page knows how to show."""

from collections.abc import Iterable, Mapping
from typing import Any

from qiantan.core.findings import Finding, Text


class Refusal(Exception):
    """An operation that was not carried out; nothing was changed."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en

    @property
    def text(self) -> Text:
        """The reason in both languages."""
        return Text(self.zh, self.en)


class NotPermitted(Refusal):
    """The person may not do this here."""


class NotFound(Refusal):
    """There is no such record, or the viewer may not know of it: both read the same."""

    def __init__(
        self, zh: str = "没有找到这条记录，或您无权查看。", en: str = "There is no such record, or you may not see it."
    ) -> None:
        super().__init__(zh, en)


class WrongState(Refusal):
    """The record is in a state that does not allow this."""


class Conflict(Refusal):
    """Somebody else saved the same fields in between. `current` holds their values by field id, `version` theirs."""

    def __init__(self, zh: str, en: str, *, current: Mapping[str, Any], version: int) -> None:
        super().__init__(zh, en)
        self.current = current
        self.version = version


class Invalid(Refusal):
    """What was handed in has findings that must be put right first; all of them are here."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        first = self.findings[0].message
        more = len(self.findings) - 1
        super().__init__(
            first.zh + (f"（另有{more}个问题）" if more else ""),
            first.in_language("en") + (f" (and {more} more)" if more else ""),
        )
