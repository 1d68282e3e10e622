"""What holds for any answers: compose is pure, answers survive JSON, a unit changes nothing."""

import json
from decimal import Decimal

import pytest
from hypothesis import given as draw
from hypothesis import settings
from hypothesis import strategies as some
from tests.factories.answers import changed, given

from qiantan.core.engine.calculate import calculate
from qiantan.core.quantities.units import UNIT_CHOICES, convert, dimension
from qiantan.core.study.bytes import study_bytes
from qiantan.core.study.shape import plain
from qiantan.core.templates.activity import ActivityData, Entry, State, from_json, to_json
from qiantan.core.templates.compose import compose
from qiantan.core.templates.load import example, template, template_ids
from qiantan.core.templates.validate import validate

TEXT = some.text(some.characters(exclude_categories=("Cs",)), max_size=12)
ENTRIES = some.builds(
    Entry,
    state=some.sampled_from(State),
    value=some.one_of(TEXT, some.sampled_from(["0", "1", "-3.5", "1e9", "inf", "2025-02-30", "grid", "100"])),
    unit=some.one_of(TEXT, some.sampled_from(["t", "kWh", "GJ/t", "%", "kgCO2e/t", "tC/GJ", "km", "槽日", ""])),
    source=some.sampled_from(["", "meter", "ledger", "estimate", "rumour"]),
    evidence=some.lists(TEXT, max_size=2).map(tuple),
    note=TEXT,
)


def _ids(plan, kind):
    return {section.id: [field.id for field in section.fields] for section in plan.sections if section.kind == kind}


@some.composite
def answers(drawn, plan):
    """Any answers to a template: the example with some of them replaced by anything."""
    data = example(plan.id)
    asked = [field for fields in _ids(plan, "fields").values() for field in fields]
    fields = dict(data.fields) | drawn(some.dictionaries(some.sampled_from(asked), ENTRIES, max_size=5))
    rows = dict(data.rows)
    for section, columns in _ids(plan, "rows").items():
        row = some.dictionaries(some.sampled_from(columns), ENTRIES, max_size=5)
        rows[section] = (*rows.get(section, ()), *drawn(some.lists(row, max_size=1)))
    return ActivityData(template=plan.id, version=plan.version, fields=fields, rows=rows)


@pytest.mark.parametrize("name", template_ids())
@settings(max_examples=40, deadline=None)
@draw(some.data())
def test_whatever_is_typed_gives_findings_or_a_study_and_always_the_same(name, data):
    plan = template(name)
    typed = data.draw(answers(plan))
    first, second = compose(plan, typed), compose(plan, typed)
    assert first == second
    assert set(validate(plan, typed)) <= set(first.findings)
    if first.study is not None:
        assert study_bytes(first.study) == study_bytes(second.study)


@pytest.mark.parametrize("name", template_ids())
@settings(max_examples=40, deadline=None)
@draw(some.data())
def test_answers_survive_their_json(name, data):
    typed = data.draw(answers(template(name)))
    once = json.loads(json.dumps(to_json(typed)))
    assert to_json(from_json(once)) == once


def test_findings_name_places_of_the_template():
    plan = template("cement")
    findings = validate(plan, ActivityData(template="cement", version=1))
    known = {section.id for section in plan.sections} | {f.id for s in plan.sections for f in s.fields}
    assert {each.place for each in findings} <= known


QUANTITIES = [
    (name, field, unit)
    for name in template_ids()
    for field, entry in example(name).fields.items()
    if entry.provided and entry.unit and dimension(entry.unit) in {"mass", "energy", "ratio"}
    for unit in UNIT_CHOICES[dimension(entry.unit)][:4]
    if unit not in {"kg/t", "t/t"}
]


@pytest.mark.parametrize(("name", "field", "unit"), QUANTITIES)
def test_the_unit_of_an_answer_changes_nothing(name, field, unit):
    entry = example(name).fields[field]
    value = Decimal(entry.value) * Decimal(repr(convert(1.0, entry.unit, unit)))
    same = given(plain(+value), unit, source=entry.source)
    plan = template(name)
    total = calculate(compose(plan, changed(name, **{field: same})).study).total
    assert total == pytest.approx(calculate(compose(plan, example(name)).study).total, rel=1e-12)
