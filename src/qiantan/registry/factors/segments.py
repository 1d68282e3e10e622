"""Text cut into words a search can find: Chinese by pairs of characters, its pinyin in full and by initials, the rest by
words. The same cut is used for what is kept and for what is asked. Pairs need no dictionary: docs/reference/factor-search.md
has the recall of pairs and of a dictionary side by side.
"""

import re
import unicodedata
from collections.abc import Iterable

from pypinyin import Style, lazy_pinyin

HAN = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[a-z0-9]+")
RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
# The character for year belongs to the digits before it, not to the word after it.
YEAR = re.compile(r"((?:19|20)[0-9]{2})年")
# Beginnings of pinyin as long as anybody types them; longer questions are cut to the same length.
SYLLABLES, INITIALS, NAME = 18, 8, 60
PLURAL = 4


def normal(text: str) -> str:
    """Return text in one width and case: full-width letters and capitals do not matter; years stand alone."""
    return YEAR.sub(r" \1 ", unicodedata.normalize("NFKC", text).lower())


def compact(text: str) -> str:
    """Return text without spaces and signs, to compare whole names; at most 60 characters."""
    return "".join(RUNS.findall(normal(text)))[:NAME]


def kept_words(*texts: str) -> tuple[str, ...]:
    """Return every word under which texts shall be found, each once, in order."""
    words: dict[str, None] = {}
    for text in map(normal, texts):
        for run in HAN.findall(text):
            words |= dict.fromkeys((*pairs(run), run[-1], *_pinyin(run)))
        words |= dict.fromkeys(LATIN.findall(text))
    return tuple(words)


def asked_words(text: str) -> tuple[str, ...]:
    """Return the words a question must all have: pairs of Chinese characters as they are, single characters and the rest
    as beginnings (marked by ``:*`` in the manner of PostgreSQL).
    """
    words: dict[str, None] = {}
    for run in RUNS.findall(normal(text)):
        words |= dict.fromkeys((_latin(run),) if LATIN.match(run) else pairs(run) or (f"{run}:*",))
    return tuple(words)


def sort_key(text: str) -> str:
    """Return the pinyin by which Chinese text is sorted."""
    return " ".join(lazy_pinyin(normal(text), errors=list))


def pairs(run: str) -> tuple[str, ...]:
    """Return the pairs of neighbouring characters."""
    return tuple(run[n : n + 2] for n in range(len(run) - 1))


def all_of(words: Iterable[str]) -> str:
    """Return the question of PostgreSQL (tsquery) that asks for every word; empty for none."""
    return " & ".join(map(quoted, words))


def any_of(questions: Iterable[str]) -> str:
    """Return the question that asks for at least one of several questions; empty for none."""
    given = tuple(dict.fromkeys(question for question in questions if question))
    return given[0] if len(given) == 1 else " | ".join(f"({question})" for question in given)


def quoted(word: str) -> str:
    """Return a word as PostgreSQL reads it in a tsquery; a ``:*`` at its end stays a mark."""
    stem = word.removesuffix(":*")
    safe = stem.replace("\\", "\\\\").replace("'", "''")
    return f"'{safe}'{word[len(stem) :]}"


def _latin(run: str) -> str:
    if len(run) == 1 or (run.isdigit() and len(run) <= PLURAL):
        return run  # years and short numbers are meant as they are
    stem = run[:-1] if len(run) > PLURAL and run.endswith("s") else run
    return f"{stem[:SYLLABLES]}:*"


def _pinyin(run: str) -> tuple[str, ...]:
    # From every character on, so that the middle of a name is found by its beginning: shuini-shuliao, snsl.
    syllables = lazy_pinyin(run)
    initials = "".join(lazy_pinyin(run, style=Style.FIRST_LETTER))
    whole = ("".join(syllables[n : n + SYLLABLES])[:SYLLABLES] for n in range(len(syllables)))
    return tuple(dict.fromkeys((*whole, *(initials[n : n + INITIALS] for n in range(len(initials) - 1)))))
