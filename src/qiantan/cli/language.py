"""Which language the command line speaks: ``--lang``, else ``QIANTAN_LANG``, else Chinese."""

import os
import sys

from qiantan.core.findings import Text


def _asked() -> str:
    for before, word in zip(sys.argv, sys.argv[1:], strict=False):
        if before == "--lang":
            return word
    for word in sys.argv:
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return os.environ.get("QIANTAN_LANG", "zh")


# Help texts are made when the program starts, so the language is decided once, here.
LANGUAGE = "en" if _asked().lower().startswith("en") else "zh"


def say(zh: str, en: str) -> str:
    """Return the wording in the language of this run."""
    return en if LANGUAGE == "en" else zh


def word(text: Text) -> str:
    """Return a bilingual text in the language of this run."""
    return text.in_language(LANGUAGE)
