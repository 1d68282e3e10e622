"""Which language a wording is in. Text that is called English holds no Chinese character, Chinese holds at least one."""

import re
from typing import Final

from qiantan.core.findings import NO_TEXT, Text

_CHINESE: Final = re.compile(r"[\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF]")


def has_chinese(text: str) -> bool:
    """Say whether a text holds a Chinese character."""
    return _CHINESE.search(text) is not None


def is_honest(text: Text) -> bool:
    """Say whether both wordings are in the language they are called."""
    return (not text.zh or has_chinese(text.zh)) and not (text.en and has_chinese(text.en))


def text_of(wording: str) -> Text:
    """Return a wording of one language under the language it is in."""
    if not wording:
        return NO_TEXT
    return Text(wording, "") if has_chinese(wording) else Text("", wording)


def either(text: Text) -> str:
    """Return a wording, Chinese first; the inverse of `text_of`."""
    return text.zh or text.en
