"""Where in the answers the parts of a study come from, so that a finding about the study is shown where it is mended."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from qiantan.core.findings import Finding
from qiantan.core.study.document import Study
from qiantan.core.study.index import exchanges, factor_place

# Questions behind parts of the study that are no exchange, by JSON pointer.
BASICS = {
    "/period": "period_start",
    "/tracking": "previous_value",
    "/product": "product_name_zh",
    "/goal": "goal_reason",
    "/interpretation": "conclusions",
}


def places_of(study: Study, answered: Mapping[str, str]) -> dict[str, str]:
    """Return the place of the answer behind each part of a study, by JSON pointer.

    `answered` gives places by the id of an exchange (``raw_material:2``, with what stands below it:
    ``electricity_contract:1/electricity/certificate``), of a factor the plant stated, or of a question.
    """
    return dict(_places(study, answered))


def at_answers(findings: Iterable[Finding], places: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return findings with their JSON pointers replaced by the places of the answers, where an answer stands behind."""
    return tuple(replace(finding, place=_nearest(finding.place, places)) for finding in findings)


def _places(study: Study, answered: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for pointer, question in BASICS.items():
        if question in answered:
            yield pointer, answered[question]
    at = {located.exchange.id: located.place for located in exchanges(study)}
    at |= {factor.id: factor_place(study, factor.id) for factor in study.factors if factor.id in answered}
    for key, place in answered.items():
        owner, slash, below = key.partition("/")
        if owner in at:
            yield at[owner] + slash + below, place


def _nearest(pointer: str, places: Mapping[str, str]) -> str:
    """Return the place of a pointer, or of the nearest part of the study above it that an answer stands behind."""
    above = pointer
    while above:
        if above in places:
            return places[above]
        above = above.rpartition("/")[0]
    return pointer
