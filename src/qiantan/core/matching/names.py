"""How well the name of a line agrees with the name of a factor, and in what way.

Chinese names of materials end in what the thing is: 水洗石灰石 is a limestone, 电石渣 is a slag and no carbide. So a name that
*ends* in the factor's name is a kind of it, and one that only begins with it is something else, unless the rest says no
more than its shape (石灰石粉). What the ending cannot tell, the rules list: other names of the same material, kinds,
proxies, and names that look alike and differ.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from qiantan.core.findings import NO_TEXT, Text
from qiantan.core.matching.rules import Differs, MatchingRules, Stands, matching_rules
from qiantan.core.rules.load import search_words
from qiantan.core.study.document import Factor

_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_APART = re.compile(r"[\s/、,，;；+]+")
_ENDS = re.compile(r"^[a-z0-9]+(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])[a-z0-9]+$")
_YEAR = re.compile(r"^(?:19|20)\d\d年?")
_KIND_WORDS = ("二氧化碳排放因子", "碳足迹因子", "排放因子", "因子")
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How a name agrees: `kind` is a key of the rules' `names`, `score` its value, `reason` says it in words."""

    kind: str
    score: float
    reason: Text


@dataclass(frozen=True, slots=True)
class LineNames:
    """What a line may be called: as typed and without words that change nothing; what stands in brackets, which says what
    it is made of as often as what it is; names its code stands for.
    """

    forms: tuple[str, ...]
    inside: tuple[str, ...] = ()
    coded: frozenset[str] = frozenset()


def compact(text: str) -> str:
    """Return a name in one width and case, without blanks and signs."""
    return "".join(_RUNS.findall(unicodedata.normalize("NFKC", text).casefold()))


class Names:
    """The rules about names, made ready to be asked."""

    def __init__(self, rules: MatchingRules) -> None:
        self._scores = {key: float(value) for key, value in rules.names.items()}
        self._states = frozenset(map(compact, rules.states))
        self._qualifiers = tuple(sorted(map(compact, rules.qualifiers), key=len, reverse=True))
        self._listed = {
            "listed": _table(rules.same),
            "kind": _table(rules.kinds),
            "proxy": _table(rules.proxies),
        }
        self._differs = tuple(
            (compact(said), frozenset(map(compact, one.kept_from)), _different_words(one))
            for one in rules.differs
            for said in one.says
        )

    def of_line(self, name: str, code: str = "") -> LineNames:
        """Return what a line may be called."""
        forms = tuple(dict.fromkeys(self._forms(name)))
        folded = unicodedata.normalize("NFKC", name).casefold()
        inside = tuple(dict.fromkeys(compact(part) for part in _BRACKETS.findall(folded) if compact(part)))
        return LineNames(forms, inside, frozenset(map(compact, _coded(code))))

    def to_search(self, line: LineNames) -> tuple[str, ...]:
        """Return the names under which factors for a line are looked up, its shape taken off (石灰石粉 asks for 石灰石)."""
        tails = (form[: -len(state)] for form in line.forms for state in self._states if form.endswith(state))
        return tuple(
            dict.fromkeys(form for form in (*line.forms[:4], *line.inside, *sorted(line.coded), *tails) if form)
        )

    def stands_for(self, line: LineNames) -> tuple[str, ...]:
        """Return the names of factors that the rules list for a line."""
        found: dict[str, None] = {}
        forms = (*line.forms, *line.inside)
        bases = [form[: -len(state)] for form in forms for state in self._states if form.endswith(state)]
        for table in self._listed.values():
            for form in (*forms, *bases):
                for means, _ in (*table.get(form, ()), *self._by_ending(table, form)):
                    found[means] = None
        return tuple(found)

    def match(self, line: LineNames, factor: Factor) -> NameMatch | None:
        """Return the best way in which a line's name agrees with a factor's; none where it does not."""
        heads = heads_of(factor.id, factor.name.zh, factor.name.en)
        found = [one for head in heads for one in self._ways(line, head)]
        return max(found, key=lambda one: one.score, default=None)

    def why_not(self, line: LineNames) -> Text:
        """Return why a name that looks like one of the library's is something else; empty where nothing is listed."""
        return next((reason for word, _, reason in self._differs if word in line.forms), NO_TEXT)

    def _ways(self, line: LineNames, head: str) -> Iterator[NameMatch]:
        if head in line.coded:
            yield self._made("same", Text("编码所指的物料", "the material its code names"))
        found = [way for form in line.forms for way in self._agreeing(form, head)]
        if not found:
            found = [
                (min(kind, "kind", key=self._scores.__getitem__), reason)
                for form in line.inside
                for kind, reason in self._agreeing(form, head)
            ]
        yield from (self._made(kind, reason) for kind, reason in found)

    def _agreeing(self, form: str, head: str) -> Iterator[tuple[str, Text]]:
        found = self._way(form, head)
        if found is not None and not self._is_different(form, head, found[2]):
            yield found[0], found[1]

    def _way(self, form: str, head: str) -> tuple[str, Text, str] | None:
        """Return kind, reason and the listed name that led there, for one form and one head."""
        if form == head:
            return "same", Text("同名物料", "same material"), form
        for kind, table in self._listed.items():
            for means, reason in table.get(form, ()):
                if means == head:
                    return kind, _listed_words(kind, form, head, reason), form
        if not _HAN.search(form) or not _HAN.search(head):
            return None
        return self._by_shape(form, head) or self._by_end(form, head)

    def _by_shape(self, form: str, head: str) -> tuple[str, Text, str] | None:
        """Look behind a word for the shape: 石灰石粉 is 石灰石, 无烟煤块 is 无烟煤."""
        for base in (form[: -len(state)] for state in self._states if form.endswith(state)):
            if len(base) >= _SHORTEST and base == head:
                return "state", Text(f"同一物料“{head}”，加工状态不同", "same material, prepared otherwise"), head
            for kind, table in self._listed.items():
                for means, reason in table.get(base, ()) if len(base) >= _SHORTEST else ():
                    if means == head:
                        way = "state" if kind == "listed" else kind
                        return way, _listed_words(kind, base, head, reason), base
        return None

    def _by_end(self, form: str, head: str) -> tuple[str, Text, str] | None:
        if len(head) >= _SHORTEST and form.endswith(head):
            return "kind", Text(f"属于“{head}”，因子不分品种", f"a kind of “{head}”; the factor is more general"), head
        for kind, table in self._listed.items():
            for means, reason in self._by_ending(table, form):
                if means == head:
                    said = next(end for end in _endings(form) if end in table)
                    way = "kind" if kind == "listed" else kind
                    return way, _listed_words(way, said, head, reason), said
        if len(form) >= _SHORTEST and head.endswith(form):
            return "general", Text(f"因子“{head}”比清单所写的更具体", f"the factor “{head}” is more special"), form
        return None

    @staticmethod
    def _by_ending(table: Mapping[str, tuple[tuple[str, str], ...]], form: str) -> tuple[tuple[str, str], ...]:
        return next((table[end] for end in _endings(form) if end in table), ())

    def _is_different(self, form: str, head: str, said: str) -> bool:
        return any(
            head in kept_from and word in form and word not in head and word not in said
            for word, kept_from, _ in self._differs
        ) or any(word == form and head in kept_from for word, kept_from, _ in self._differs)

    def _made(self, kind: str, reason: Text) -> NameMatch:
        return NameMatch(kind, self._scores[kind], reason)

    def _forms(self, name: str) -> Iterator[str]:
        folded = unicodedata.normalize("NFKC", name).casefold()
        outside = _BRACKETS.sub(" ", folded)
        first = next((part for part in _APART.split(outside) if compact(part)), "")
        for form in (compact(folded), compact(outside), compact(first)):
            if form:
                yield form
                yield from self._stripped(form)

    def _stripped(self, form: str) -> Iterator[str]:
        left, before = form, ""
        while left != before:
            before = left
            left = _ENDS.sub("", left)
            for word in self._qualifiers:
                if left != word and left.startswith(word):
                    left = left[len(word) :]
                if left != word and left.endswith(word):
                    left = left[: -len(word)]
            if left != before and left:
                yield left


@cache
def names() -> Names:
    """Return the names of the rulebook's rules."""
    return Names(matching_rules())


@lru_cache(maxsize=65536)
def heads_of(factor_id: str, name_zh: str, name_en: str) -> tuple[str, ...]:  # noqa: ARG001 - the id makes the key short to compare
    """Return what a factor is of: its name without year, brackets and the words for its kind, and the parts of it."""
    found: dict[str, None] = {}
    for part in _parts(unicodedata.normalize("NFKC", name_zh).casefold()):
        found[part] = None
    english = unicodedata.normalize("NFKC", name_en).casefold().split("(")[0].split(",")[0]
    found[compact(english)] = None
    return tuple(head for head in found if head)


def _parts(name: str) -> Iterator[str]:
    cut = _YEAR.sub("", re.split(r"[(（]", name)[0].strip())
    pieces = [cut, *re.split(r"[-—]", cut), *re.split(r"[\s/]", cut)[:1]]
    for piece in pieces:
        head = compact(piece)
        for word in _KIND_WORDS:
            head = head.removesuffix(word)
        if head and not (piece is not cut and not _HAN.search(head)):
            yield head


def _table(entries: Iterable[Stands]) -> dict[str, tuple[tuple[str, str], ...]]:
    table: dict[str, tuple[tuple[str, str], ...]] = {}
    for one in entries:
        for said in one.says:
            table[compact(said)] = (
                *table.get(compact(said), ()),
                *((compact(means), one.reason) for means in one.means),
            )
    return table


def _endings(form: str) -> Iterator[str]:
    """Yield the ends of a form that ends in Chinese, the longest first, none of a single character."""
    if _HAN.match(form[-1:]):
        yield from (form[at:] for at in range(1, len(form) - 1))


def _different_words(one: Differs) -> Text:
    kept_from = "、".join(one.kept_from)
    return Text(
        f"不能用“{kept_from}”的因子：{one.reason}", f"not the same as “{kept_from}”, whose factor is not offered"
    )


def _listed_words(kind: str, said: str, head: str, reason: str) -> Text:
    if kind == "listed":
        return Text(f"“{said}”即“{head}”：{reason}", f"“{said}” is listed as another name of “{head}”")
    if kind == "kind":
        return Text(f"“{said}”属于“{head}”：{reason}", f"“{said}” is a kind of “{head}”; the factor is more general")
    return Text(f"不是同一种物料，只能代用：{reason}", f"another material (“{head}”), only as a proxy")


@cache
def _by_cas() -> dict[str, tuple[str, ...]]:
    return {one.cas: one.means for one in search_words().substances}


def _coded(code: str) -> tuple[str, ...]:
    return (code, *_by_cas().get(code.strip(), ())) if code.strip() else ()
