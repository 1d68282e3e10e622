"""What of the board is looked at: read from the address, written into links."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from qiantan.core.province.rows import CATEGORIES
from qiantan.core.rules.gaps import Reason

LONGEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A reason, a category, words of the name; each may be empty."""

    reason: str = ""
    category: str = ""
    text: str = ""

    @property
    def narrowing(self) -> dict[str, str]:
        """The arguments of the query."""
        return {"reason": self.reason, "category": self.category, "text": self.text}

    def address(self, **more: str) -> str:
        """Return the query of a link that keeps the selection."""
        kept = {"reason": self.reason, "category": self.category, "q": self.text}
        return f"?{urlencode({key: value for key, value in kept.items() if value} | more)}"

    @property
    def pages(self) -> str:
        """The query of a link to a page, ready for its number."""
        kept = self.address()
        return kept if kept == "?" else f"{kept}&"


def selection_of(query: Mapping[str, str]) -> Selection:
    """Return what an address selects; values nobody offers select nothing."""
    reason, category = query.get("reason", ""), query.get("category", "")
    return Selection(
        reason=reason if reason in {str(one.name).lower() for one in Reason} else "",
        category=category if category in CATEGORIES else "",
        text=query.get("q", "").strip()[:LONGEST],
    )
