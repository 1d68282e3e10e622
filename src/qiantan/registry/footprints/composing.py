"""From activity data to the study that is calculated or frozen, with every finding on the way."""

from typing import NamedTuple

from qiantan.core.findings import Finding, Severity
from qiantan.core.study.document import Evidence as Named
from qiantan.core.study.document import Exchange, Study
from qiantan.core.templates.compose import compose
from qiantan.core.templates.load import template as load_template
from qiantan.registry.products.library import library_for
from qiantan.registry.products.models import ActivityRecord, Evidence


class Composed(NamedTuple):
    """A study with the digests of its evidence, or none where answers are missing; all findings of both."""

    study: Study | None
    findings: tuple[Finding, ...]


def compose_activity(activity: ActivityRecord) -> Composed:
    """Compose the study of activity data; documents handed in are named by their digests."""
    plan, data = load_template(activity.product.template), activity.answers
    composition = compose(plan, data, library=library_for(plan, data))
    if composition.study is None:
        return Composed(None, composition.findings)
    handed_in = {e.name: e for e in Evidence.objects.filter(activity=activity)}
    return Composed(_with_digests(composition.study, handed_in), composition.findings)


def checked(composed: Composed) -> Composed:
    """Add what the conformity checks find, which need the outcome of the calculation."""
    if composed.study is None:
        return composed
    # Brings the numerical libraries, which pages do without.
    from qiantan.core.engine.calculate import calculate
    from qiantan.core.engine.errors import EngineError
    from qiantan.core.rules.check import check

    try:
        found = check(composed.study, calculate(composed.study))
    except EngineError as error:
        found = (Finding(code=error.code, severity=Severity.BLOCKING, place="", message=error.text),)
    return Composed(composed.study, (*composed.findings, *found))


def _with_digests(study: Study, handed_in: dict[str, Evidence]) -> Study:
    if not handed_in:
        return study

    def named(one: Named) -> Named:
        found = handed_in.get(one.name)
        return one.model_copy(update={"sha256": found.sha256, "sm3": found.sm3}) if found else one

    def shown(exchange: Exchange) -> Exchange:
        return exchange.model_copy(update={"evidence": tuple(named(one) for one in exchange.evidence)})

    processes = tuple(
        process.model_copy(update={"exchanges": tuple(shown(exchange) for exchange in process.exchanges)})
        for process in study.processes
    )
    return study.model_copy(update={"processes": processes})
