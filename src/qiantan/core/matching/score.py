"""The judgement: a line and the factors a search found → ranked suggestions, each with its score in parts and in words.

A pure function of its arguments and the rules. It offers nothing whose name does not agree; what agrees in name and
cannot be used (another unit kind, another family) is returned apart, with the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from qiantan.core.findings import NO_TEXT, Text
from qiantan.core.matching.ladder import Rung, rung_of
from qiantan.core.matching.names import NameMatch, names
from qiantan.core.matching.regions import GUIZHOU, nearness, region_of
from qiantan.core.matching.rules import MatchingRules, matching_rules
from qiantan.core.quantities.units import dimension_words, same_dimension
from qiantan.core.study.document import Factor
from qiantan.core.templates.answers import converted
from qiantan.core.templates.scoring import latest_year

Origin = Literal["library", "supplier_verified", "supplier", "own"]
USABLE = frozenset({"footprint", "electricity_footprint"})
_FIRST_NAMES = frozenset({"same", "listed"})

_FAMILY = {
    "electricity_emission": Text(
        "电力二氧化碳排放因子只用于组织核算，不能用于产品碳足迹",
        "a CO2 factor of electricity is for organisation accounts, never for a product footprint",
    ),
    "emission": Text(
        "直接排放因子，不含生产和供应环节；燃烧和过程排放由模板计算",
        "a direct emission factor without upstream; the template computes combustion and process emissions",
    ),
    "parameter": Text("方法参数（热值、含碳量等），不是碳足迹", "a parameter of a method, no footprint"),
}
_PLACES = {
    "same": Text("地域相同", "same region"),
    "province": Text("同省", "same province"),
    "region": Text("同一电网区域", "same grid region"),
    "country": Text("全国平均，未分地区", "national average"),
    "other_region": Text("其他地区的数据", "another region"),
    "elsewhere": Text("境外或全球数据", "from abroad or global"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a line asks for: its name, amount and unit, where it is from, its code, and the year of the period."""

    name: str
    amount: Decimal
    unit: str
    year: int
    origin: str = ""
    code: str = ""
    site: str = GUIZHOU


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A factor a search found, with the kind of its source and where it comes from."""

    factor: Factor
    source_kind: str = ""
    origin: Origin = "library"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A factor judged for a line. `parts` are the parts of the score (0 to 1), `total` their weighted sum; `refusal` says
    why it cannot be taken, empty for one that can; `exact` that it may be accepted together with others.
    """

    factor: Factor
    name: NameMatch
    parts: MappingProxyType[str, float]
    total: float
    rung: Rung
    reasons: tuple[Text, ...]
    origin: Origin = "library"
    refusal: Text = NO_TEXT
    exact: bool = False

    @property
    def is_proxy(self) -> bool:
        """Whether the factor is of another material."""
        return self.name.kind == "proxy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a line gets: suggestions best first, what agrees in name and cannot be taken, and why there may be none."""

    offered: tuple[Suggestion, ...] = ()
    refused: tuple[Suggestion, ...] = ()
    why_not: Text = NO_TEXT

    @property
    def exact(self) -> Suggestion | None:
        """The one suggestion that may be accepted together with others."""
        return next((one for one in self.offered if one.exact), None)


def judge(wanted: Wanted, candidates: Iterable[Candidate], rules: MatchingRules | None = None) -> Judgement:
    """Return the suggestions for a line, best first; the same ones whatever the order of the candidates."""
    rules = rules or matching_rules()
    line = names().of_line(wanted.name, wanted.code)
    judged = [
        _judged(wanted, candidate, match, rules)
        for candidate in candidates
        if (match := names().match(line, candidate.factor)) is not None and match.score >= float(rules.least_name)
    ]
    judged.sort(key=lambda one: (-one.total, one.factor.id))
    offered = [one for one in judged if not one.refusal.zh]
    if any(one.name.kind != "proxy" for one in offered):
        # A proxy is the last step of the ladder: where the material itself is found, nobody needs one.
        offered = [one for one in offered if one.name.kind != "proxy"]
    refused = _different(one for one in judged if one.refusal.zh)
    return Judgement(
        offered=_with_exact(offered[: rules.most_offered], rules, wanted),
        refused=refused[: rules.most_refused],
        why_not=NO_TEXT if offered else names().why_not(line),
    )


def explain(wanted: Wanted, candidate: Candidate, rules: MatchingRules | None = None) -> Suggestion:
    """Return a factor a person chose, judged for a line: without agreement of names it counts as a proxy."""
    rules = rules or matching_rules()
    line = names().of_line(wanted.name, wanted.code)
    match = names().match(line, candidate.factor) or NameMatch(
        "proxy",
        0.0,
        Text("名称不同：确认是同一种物料，否则按代用填写理由", "another name: say whether it is the same material"),
    )
    return _judged(wanted, candidate, match, rules)


def kg_of(amount: Decimal, unit: str, factor: Factor) -> Decimal | None:
    """Return the kg CO2e of an amount with a footprint factor; none for what cannot be multiplied."""
    if factor.kind not in USABLE or not same_dimension(unit, factor.per):
        return None
    if any(emission.flow != "co2e" for emission in factor.emissions):
        return None
    per = sum((emission.kg for emission in factor.emissions), Decimal(0))
    return per * converted(amount, unit, factor.per)


def _judged(wanted: Wanted, candidate: Candidate, match: NameMatch, rules: MatchingRules) -> Suggestion:
    factor = candidate.factor
    near = nearness(factor.geography, region_of(wanted.origin, wanted.site))
    age, year_words = _age(factor, wanted.year)
    source = candidate.origin if candidate.origin != "library" else candidate.source_kind
    certainty = factor.provenance.certainty
    parts = {
        "name": match.score,
        "geography": float(rules.geographies[near]),
        "year": _age_score(age, rules),
        "source": float(rules.sources.get(source, rules.source_unknown)),
        "certainty": float(rules.certainties.get(certainty, rules.certainties["low"])),
    }
    total = sum(float(rules.weights[key]) * value for key, value in parts.items())
    return Suggestion(
        factor=factor,
        name=match,
        parts=MappingProxyType(parts),
        total=round(total, 4),
        rung=rung_of(factor, candidate.origin, proxy=match.kind == "proxy"),
        reasons=(match.reason, _PLACES[near], year_words),
        origin=candidate.origin,
        refusal=_refusal(wanted, factor),
    )


def _refusal(wanted: Wanted, factor: Factor) -> Text:
    if factor.kind not in USABLE:
        return _FAMILY[factor.kind]
    if same_dimension(wanted.unit, factor.per):
        return NO_TEXT
    (per, per_en), (unit, unit_en) = dimension_words(factor.per), dimension_words(wanted.unit)
    return Text(
        f"按 {factor.per}（{per}）给出，清单数量是 {wanted.unit}（{unit}），无法换算",
        f"per {factor.per} ({per_en}); the line is in {wanted.unit} ({unit_en})",
    )


def _age(factor: Factor, year: int) -> tuple[int | None, Text]:
    stated = latest_year(factor.reference_year or factor.provenance.year)
    if not stated:
        return None, Text("数据年份未注明", "year of the data not stated")
    gap = year - int(stated)
    if gap == 0:
        return 0, Text(f"数据年份 {stated}，与统计期同年", f"data of {stated}, the year of the period")
    if gap > 0:
        return gap, Text(f"数据年份 {stated}，比统计期早 {gap} 年", f"data of {stated}, {gap} year(s) older")
    return -gap, Text(f"数据年份 {stated}，比统计期晚 {-gap} 年", f"data of {stated}, {-gap} year(s) newer")


def _age_score(age: int | None, rules: MatchingRules) -> float:
    if age is None:
        return float(rules.age_unknown)
    return next((float(score) for limit, score in rules.ages.items() if age <= int(limit)), float(rules.age_beyond))


def _with_exact(offered: list[Suggestion], rules: MatchingRules, wanted: Wanted) -> tuple[Suggestion, ...]:
    """Mark the first suggestion as exact where name, region, year and certainty leave nothing to decide."""
    if not offered or not _is_exact(offered[0], rules, wanted):
        return tuple(offered)
    first, rest = offered[0], offered[1:]
    rivals = [one for one in rest if one.name.kind in _FIRST_NAMES and one.total == first.total]
    if rivals:
        return tuple(offered)
    return (replace(first, exact=True), *rest)


def _is_exact(one: Suggestion, rules: MatchingRules, wanted: Wanted) -> bool:
    age, _ = _age(one.factor, wanted.year)
    return (
        one.name.kind in rules.exact.names
        and one.factor.provenance.certainty in rules.exact.certainties
        and age is not None
        and age <= rules.exact.most_years
        and nearness(one.factor.geography, region_of(wanted.origin, wanted.site))
        in {"same", "province", "region", "country"}
    )


def _different(refused: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Return the best of each kind of refusal: a hundred CO2 factors of electricity are refused once."""
    found: dict[tuple[str, str], Suggestion] = {}
    for one in refused:
        found.setdefault((one.factor.kind, one.refusal.zh), one)
    return tuple(found.values())
