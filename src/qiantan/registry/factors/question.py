"""What a person types as a question to the index.

The text is cut at spaces. Each piece asks for its own words, or for the words of a synonym that stands in it; all pieces
must be met. Pieces that only say what kind of figure is wanted (因子, 碳足迹) put that kind first instead. When nothing
has every word, whole names at the beginning or end of a piece and the same question with fewer words are asked
(`nearest`): that finds the closest, and is said to be no more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from qiantan.core.rules import load
from qiantan.core.rules.schema import Filler
from qiantan.registry.factors.facets import facet_word
from qiantan.registry.factors.segments import HAN, LATIN, all_of, any_of, asked_words, compact, normal, quoted

MOST_PIECES, MOST_VARIANTS, MOST_COUNTED = 8, 12, 32
MOST_COMBINED, LEAST_COMBINED, MOST_PARTS = 8, 3, 24
SHORTEST = 2  # letters or characters from which a piece is looked up in the names of releases


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question in PostgreSQL's language, by tiers: the whole name, a synonym's whole name or the beginning of one, the
    words as typed, everything that is accepted, what comes nearest; `words` count how near, `kinds` come first, `stood_for`
    says which words were looked up instead of which.
    """

    whole: str = ""
    begins: str = ""
    typed: str = ""
    every: str = ""
    nearest: str = ""
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    stood_for: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing was asked."""
        return not self.every


def question_of(text: str, releases: Iterable[tuple[str, str]] = ()) -> Question:
    """Return the question of a text; `releases` are (id, words) of the releases, which a piece may name as well."""
    said = " ".join(normal(text).replace("的", " ").split())
    pieces, kinds = _without_fillers(said)
    if not pieces:
        return Question()
    known = tuple((key, normal(words)) for key, words in releases)
    means = {said: _whole(said)} | {piece: _means(piece) for piece in pieces}
    alternatives = [
        any_of((all_of(asked_words(piece)), *_worded(means[piece]), *_in_releases(piece, known), _year(piece)))
        for piece in pieces
    ]
    core = " ".join(pieces)
    typed_words = dict.fromkeys(word for piece in pieces for word in asked_words(piece))
    typed = all_of(typed_words)
    parts = [part for piece in pieces for part in _parts(piece)]
    meant = dict.fromkeys((*means[said], *means.get(core, _whole(core))))
    words = tuple(dict.fromkeys(word for one in (*pieces, *meant) for word in asked_words(one)))
    forms = [form for form in map(compact, (said, core)) if form]
    others = [form for form in map(compact, meant) if form]
    return Question(
        whole=any_of(quoted(f"={form}") for form in dict.fromkeys(forms)),
        begins=any_of(
            (
                *(quoted(f"={form}") for form in others),
                *(quoted(f"={form}:*") for form in dict.fromkeys(forms + others)),
            )
        ),
        typed=typed,
        every=any_of((_both(alternatives), *_worded(means[said]))),
        nearest=any_of((*(question for _, question in parts), _fewer(tuple(typed_words)))),
        words=tuple(dict.fromkeys((*(word for word, _ in parts), *words)))[:MOST_COUNTED],
        kinds=kinds,
        stood_for=tuple((piece, tuple(found)) for piece, found in means.items() if found),
    )


def narrowed(question: str, chosen: Mapping[str, str]) -> str:
    """Return a question that also asks for the chosen values of facets; empty when nothing is asked at all."""
    wanted = all_of(facet_word(facet, value) for facet, value in chosen.items())
    return f"({question}) & {wanted}" if question and wanted else question or wanted


def _without_fillers(said: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    kinds: dict[str, None] = {}
    left = said
    for word, filler in _fillers():
        if not HAN.search(word) and f" {word} " in f" {left} ":
            left = f" {left} ".replace(f" {word} ", " ").strip()
            kinds |= dict.fromkeys(filler.kinds)
    pieces: dict[str, None] = {}
    for piece in left.split():
        core, wanted = _core(piece)
        kinds |= dict.fromkeys(wanted)
        if core and asked_words(core):
            pieces[core] = None
    if not pieces:  # only fillers: they are what is asked
        pieces = dict.fromkeys(piece for piece in said.split() if asked_words(piece))
    return tuple(pieces)[:MOST_PIECES], tuple(kinds)


def _core(piece: str) -> tuple[str, tuple[str, ...]]:
    """Return a piece without the Chinese fillers at its ends, and the kinds they ask for; a synonym stays whole."""
    kinds: tuple[str, ...] = ()
    for word, filler in _fillers():
        if not HAN.search(word) or word not in piece or compact(piece) in _synonyms():
            continue
        rest = piece.removesuffix(word).removeprefix(word)
        if rest != piece and len(rest) != 1:
            piece, kinds = rest, (*kinds, *filler.kinds)
    return piece, kinds


def _means(piece: str) -> tuple[str, ...]:
    """Return what may stand for a piece: its own synonyms, or the piece with a synonym put in place of a part of it that
    leaves no single character over.
    """
    if compact(piece) in _synonyms():
        return _whole(piece)
    found: dict[str, None] = {}
    for said, means in _synonyms().items():
        before, part, after = piece.partition(said) if len(said) > 1 and HAN.match(said) else ("", "", "")
        if part and 1 not in {len(before.strip()), len(after.strip())} and not _meant_already(said, piece, means):
            found |= dict.fromkeys(" ".join(f"{before} {one} {after}".split()) for one in means)
    return tuple(found)[:MOST_VARIANTS]


def _whole(text: str) -> tuple[str, ...]:
    """Return what stands for a text as a whole."""
    return tuple(one for one in _synonyms().get(compact(text), ()) if compact(one) != compact(text))


def _meant_already(said: str, piece: str, means: Iterable[str]) -> bool:
    return any(said in compact(one) and compact(one) in piece for one in means)


def _worded(means: Iterable[str]) -> tuple[str, ...]:
    return tuple(all_of(asked_words(one)) for one in means)


def _in_releases(piece: str, releases: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    if len(piece) < SHORTEST or (piece.isdigit() and len(piece) <= SHORTEST):
        return ()
    return tuple(quoted(f"/release={key}") for key, words in releases if piece in words)


def _year(piece: str) -> str:
    return quoted(facet_word("year", piece)) if LATIN.fullmatch(piece) and piece.isdigit() and len(piece) == 4 else ""  # noqa: PLR2004


def _both(questions: list[str]) -> str:
    given = [question for question in questions if question]
    return given[0] if len(given) == 1 else " & ".join(f"({question})" for question in given)


def _parts(piece: str) -> tuple[tuple[str, str], ...]:
    """Return the beginnings and ends of a Chinese piece as (word to count, question): each a whole name (厂内柴油 ends in
    =柴油) or what may stand for it (熟料煅烧 begins with 熟料). The longest come first.
    """
    found: dict[str, str] = {}
    for run in HAN.findall(piece):
        shorter = (part for size in range(len(run) - 1, 1, -1) for part in (run[-size:], run[:size]))
        for part in shorter:
            found.setdefault(f"={part}", quoted(f"={part}"))
            for one in _whole(part):
                found.setdefault(f"={compact(one)}", any_of((quoted(f"={compact(one)}"), all_of(asked_words(one)))))
    return tuple(found.items())[:MOST_PARTS]


def _fewer(words: tuple[str, ...]) -> str:
    """Return the question for about half of three or more words; one of two would find too much that is something else."""
    some = tuple(dict.fromkeys(words))[:MOST_COMBINED]
    if len(some) < LEAST_COMBINED:
        return ""
    return any_of(all_of(group) for group in combinations(some, max(2, len(some) // 2)))


@cache
def _synonyms() -> Mapping[str, tuple[str, ...]]:
    """Return what may stand for a compact text, the longest first: synonyms and CAS numbers."""
    file = load.search_words()
    table: dict[str, tuple[str, ...]] = {}
    for one in file.synonyms:
        for said in one.says:
            table[compact(said)] = (*table.get(compact(said), ()), *one.means)
    for substance in file.substances:
        table[compact(substance.cas)] = substance.means
    return dict(sorted(table.items(), key=lambda item: -len(item[0])))


@cache
def _fillers() -> tuple[tuple[str, Filler], ...]:
    found = [(normal(said), one) for one in load.search_words().fillers for said in one.says]
    return tuple(sorted(found, key=lambda item: -len(item[0])))
