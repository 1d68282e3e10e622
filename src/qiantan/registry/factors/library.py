"""The library studies are composed from: the packaged rulebook, and what was published from the review."""

from collections.abc import Iterable

from qiantan.core.study.document import Factor
from qiantan.core.templates.library import Library, RetiredFactorError, rulebook_library
from qiantan.registry.factors.models import FactorValue
from qiantan.registry.factors.states import State


def library_of(factor_ids: Iterable[str]) -> Library:
    """Return a library for these ids: no query where the rulebook has them all, else two at most.

    It raises `RetiredFactorError` for a value that was retired, with the id of what replaced it. A superseded value may
    still be named: a study of an earlier year wants the edition of that year.
    """
    wanted = sorted({one for one in factor_ids if rulebook_library(one) is None})
    values = FactorValue.objects.in_bulk(wanted) if wanted else {}
    retired = [key for key, value in values.items() if value.state == State.RETIRED.value]
    successors: dict[str, str] = {}
    if retired:
        successors = dict(FactorValue.objects.filter(predecessor__in=retired).values_list("predecessor", "id"))

    def library(factor_id: str) -> Factor | None:
        value = values.get(factor_id)
        if value is None:
            return rulebook_library(factor_id)
        if value.state == State.RETIRED.value:
            raise RetiredFactorError(factor_id, successors.get(factor_id, ""))
        return value.factor

    return library
