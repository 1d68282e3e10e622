"""What search keeps of a factor."""

import hashlib
import re
from functools import cache
from typing import Any

from pypinyin import Style, lazy_pinyin

from qiantan.core.rules import load
from qiantan.core.rules.schema import ReleaseFile
from qiantan.core.study.document import Factor
from qiantan.registry.factors import facets, segments

EDITION = 3  # of the cut of words and of the facets: raise it when either changes
HEAD = re.compile(r"[\s（(，,/、—:：]+")
WHOLE = "="


def columns_of(factor: Factor, topic: str, release: ReleaseFile) -> dict[str, Any]:
    """Return the columns of a factor's entry; `words` as a list."""
    narrowed = facets.facets_of(factor, topic, release)
    group, magnitude = facets.likeness(factor, topic)
    return {
        **narrowed,
        "preference": facets.preference(factor),
        "length": len(segments.compact(factor.name.zh)),
        "pinyin_key": segments.sort_key(factor.name.zh)[:60],
        "series": facets.series(factor),
        "likeness": group,
        "magnitude": magnitude,
        "words": words_of(factor, narrowed),
    }


def words_of(factor: Factor, narrowed: dict[str, str]) -> list[str]:
    """Return the words of a factor: of its names, its id, its whole names and heads (``=石灰石``), its facets."""
    said = segments.kept_words(factor.name.zh, factor.name.en, factor.id)
    wholes = (f"{WHOLE}{name}" for name in whole_names(factor))
    facet_words = (facets.facet_word(facet, value) for facet, value in narrowed.items())
    return list(dict.fromkeys((*said, *wholes, *facet_words, f"/release={factor.release}")))


def whole_names(factor: Factor) -> tuple[str, ...]:
    """Return what a factor may be called in full: its names, their heads (柴油 of 柴油 低位发热量) also in pinyin, its id."""
    names: list[str] = []
    for name in (factor.name.zh, factor.name.en):
        parts = [part for part in HEAD.split(segments.normal(name).strip()) if part]
        heads = [part for part in parts[:2] if not re.fullmatch(r"[0-9]{4}", part)] if name is factor.name.zh else []
        names += [name, *heads, *map(sounds_of, heads), *map(initials_of, heads), re.split(r"[,(]", name)[0]]
    return tuple(dict.fromkeys(form for form in map(segments.compact, (*names, factor.id)) if form))


def sounds_of(name: str) -> str:
    """Return the pinyin of a name in one word."""
    return "".join(lazy_pinyin(name))


def initials_of(name: str) -> str:
    """Return the initials of the pinyin of a name; none for a single character, which too many share."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)) if len(name) > 1 else ""


@cache
def edition_of_index() -> str:
    """Return the digest of everything that decides how entries are made."""
    licences = load.digest_of(load.licences())
    return hashlib.sha256(f"{EDITION} {licences}".encode()).hexdigest()
