"""Text cut into words a search can find: Chinese by characters and pairs, its pinyin in full and by initials, the rest
by words. The same cut is used for what is kept and for what is asked.
"""

import re
import unicodedata

from pypinyin import Style, lazy_pinyin

HAN = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[a-z0-9]+")


def normal(text: str) -> str:
    """Return text in one width and case: full-width letters and capitals do not matter."""
    return unicodedata.normalize("NFKC", text).lower()


def kept_words(*texts: str) -> tuple[str, ...]:
    """Return every word under which texts shall be found, each once, in order."""
    words: dict[str, None] = {}
    for text in map(normal, texts):
        for run in HAN.findall(text):
            words |= dict.fromkeys((*run, *_pairs(run), *_pinyin(run)))
        words |= dict.fromkeys(LATIN.findall(text))
    return tuple(words)


def asked_words(text: str) -> tuple[str, ...]:
    """Return the words a question must all have: pairs of Chinese characters as they are, the rest as beginnings
    (marked by ``:*`` in the manner of PostgreSQL).
    """
    words: dict[str, None] = {}
    for run in HAN.findall(normal(text)):
        words |= dict.fromkeys(_pairs(run) or (run,))
    words |= dict.fromkeys(f"{word}:*" for word in LATIN.findall(normal(text)))
    return tuple(words)


def sort_key(text: str) -> str:
    """Return the pinyin by which Chinese text is sorted."""
    return " ".join(lazy_pinyin(normal(text), errors=list))


def _pairs(run: str) -> tuple[str, ...]:
    return tuple(run[n : n + 2] for n in range(len(run) - 1))


def _pinyin(run: str) -> tuple[str, ...]:
    # From every character on, so that the middle of a name is found by its beginning: shuini-shuliao, snsl.
    syllables = lazy_pinyin(run)
    initials = "".join(lazy_pinyin(run, style=Style.FIRST_LETTER))
    whole = ("".join(syllables[n:]) for n in range(len(syllables)))
    return tuple(dict.fromkeys((*whole, *(initials[n:] for n in range(len(initials) - 1)))))
