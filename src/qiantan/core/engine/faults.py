"""How the engine words a fault of a study: one finding, blocking, at a JSON pointer."""

from collections.abc import Iterable, Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.findings.finding import NO_TEXT


def fault(code: str, place: str, message: Text, *, found: str = "", expected: Text = NO_TEXT) -> Finding:
    """Return a blocking finding of the engine."""
    return Finding(
        code=f"ENGINE-{code}", severity=Severity.BLOCKING, place=place, message=message, found=found, expected=expected
    )


def listed(words: Iterable[str], *, most: int = 12) -> Text:
    """Return a list of the words that are possible, cut after `most`."""
    all_words = list(words)
    shown = all_words[:most]
    more = len(all_words) - len(shown)
    return Text(
        "、".join(shown) + (f" 等 {len(all_words)} 个" if more else ""),
        ", ".join(shown) + (f" and {more} more" if more else ""),
    )


def repeated(ids: Iterable[tuple[str, str]], what: Text) -> Iterator[Finding]:
    """Find ids given twice; `ids` are pairs of JSON pointer and id."""
    first: dict[str, str] = {}
    for place, word in ids:
        if word in first:
            yield fault(
                "DUPLICATE-ID",
                place,
                Text(f"{what.zh}编号“{word}”重复", f"{what.en} id '{word}' is used twice"),
                found=word,
                expected=Text(f"唯一的编号（已用于 {first[word]}）", f"a unique id (already at {first[word]})"),
            )
        first.setdefault(word, place)
