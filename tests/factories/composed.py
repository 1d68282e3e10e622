"""Studies composed from answers, and what tests ask them for."""

from qiantan.core.engine.calculate import calculate
from qiantan.core.templates.compose import compose
from qiantan.core.templates.load import template

CEMENT = template("cement")


def composed(data, plan=CEMENT):
    """Return the study of answers that have none missing."""
    made = compose(plan, data)
    assert made.study is not None, [each.message.zh for each in made.findings]
    return made.study


def exchange(study, exchange_id):
    """Return an exchange by its id."""
    return next(each for process in study.processes for each in process.exchanges if each.id == exchange_id)


def factor(study, factor_id):
    """Return a factor by its id."""
    return next(each for each in study.factors if each.id == factor_id)


def codes(data, plan=CEMENT):
    """Return the codes of all findings."""
    return [each.code for each in compose(plan, data).findings]


def kg_of(study, *prefixes):
    """Return the kg CO2e per unit of all exchanges of some plans."""
    outcome = calculate(study)
    return sum(
        kg
        for name, kg in zip(outcome.exchange_ids, outcome.kg_by_exchange, strict=True)
        if name.partition(":")[0] in prefixes
    )
