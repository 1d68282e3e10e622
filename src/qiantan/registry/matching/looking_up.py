"""Looking up what may stand behind lines: one search for all of them, then the judgement of ``core.matching``."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from qiantan.core.matching.names import names
from qiantan.core.matching.score import Candidate, Judgement, Wanted, judge, kg_of
from qiantan.core.matching.shares import indication
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.factors import queries as library
from qiantan.registry.factors.many import Asked, ids_for
from qiantan.registry.factors.queries import FoundFactor
from qiantan.registry.matching.models import Line
from qiantan.registry.products.models import ActivityRecord

HERE = "52"


def wanted_of(line: Line, activity: ActivityRecord) -> Wanted:
    """Return what a line asks for, in the period and at the site of its activity data."""
    at_home = activity.product.site.division.startswith(HERE)
    return Wanted(
        name=line.name,
        amount=line.figure,
        unit=line.unit,
        year=activity.period_start.year,
        origin=line.origin,
        code=line.code,
        site="CN-520000" if at_home else "CN",
    )


def candidates_for(viewer: Viewer, wanted: Sequence[Wanted]) -> list[tuple[Candidate, ...]]:
    """Return the factors in force that may stand behind each of several lines: one query for every 200 different names,
    and one for the factors.
    """
    different = list(dict.fromkeys((one.name, one.code) for one in wanted))
    ids = dict(zip(different, ids_for([_asked(name, code) for name, code in different]), strict=True))
    known = factors_by_id(viewer, (factor_id for found in ids.values() for factor_id in found))
    return [
        tuple(candidate_of(known[factor_id]) for factor_id in ids[one.name, one.code] if factor_id in known)
        for one in wanted
    ]


def factors_by_id(viewer: Viewer, factor_ids: Iterable[str]) -> Mapping[str, FoundFactor]:
    """Return factors in force by id, in one query; ids of no factor, or of one that lapsed, are left out."""
    wanted = tuple(dict.fromkeys(factor_ids))
    found = library.get_factors(viewer, wanted) if wanted else ()
    return {one.factor.id: one for one in found if not one.lapsed}


def candidate_of(found: FoundFactor) -> Candidate:
    """Return a factor of the library as the judgement reads it."""
    return Candidate(factor=found.factor, source_kind=found.release.source_kind)


def look_up(viewer: Viewer, activity: ActivityRecord, lines: Sequence[Line]) -> None:
    """Note on lines what the library holds for them; nothing is linked."""
    wanted = [wanted_of(line, activity) for line in lines]
    for line, one, candidates in zip(lines, wanted, candidates_for(viewer, wanted), strict=True):
        note(line, one, judge(one, candidates))


def note(line: Line, wanted: Wanted, found: Judgement) -> None:
    """Note on a line what was found for it."""
    line.candidates = [one.factor.id for one in (*found.offered, *found.refused)]
    line.best = found.offered[0].factor.id if found.offered else ""
    line.exact = found.exact is not None
    line.indication = indication([kg_of(wanted.amount, wanted.unit, one.factor) for one in found.offered])


def carbon_of(line: Line, found: FoundFactor) -> float | None:
    """Return the kg CO2e of a line with a factor; none for factors of single gases, which the study counts."""
    kg: Decimal | None = kg_of(line.figure, line.unit, found.factor)
    return float(kg) if kg is not None else None


def _asked(name: str, code: str) -> Asked:
    line = names().of_line(name, code)
    listed = names().stands_for(line)
    words = line.forms[-1] if line.forms else ""
    return Asked(names=(*names().to_search(line), *listed), words=words, begins=(*line.forms[:1], *listed))
