"""Every template of the rulebook holds together: references, factors, methods, wording, ranges."""

import pytest

from qiantan.core.methods.catalogue import METHODS
from qiantan.core.quantities.units import is_unit, same_dimension
from qiantan.core.rules.load import factor, product_rule
from qiantan.core.templates.answers import Answers
from qiantan.core.templates.load import example, loose_ends, scoring, template, template_ids, template_pin
from qiantan.core.templates.schema import BASIC_FIELDS
from qiantan.core.templates.validate import validate


def _fields(plan):
    return [(section, field) for section in plan.sections for field in section.fields]


def _exchanges(plan):
    return [exchange for process in plan.processes for exchange in process.exchanges]


def _factor_ids(plan):
    for exchange in _exchanges(plan):
        supply = exchange.supply
        yield from filter(None, (supply.factor,))
        yield from (name for chosen in supply.by_choice.values() for name in chosen.values())
        yield from (p.default for p in supply.parameters.values() if p.default)
    yield from (name for each in plan.sums for name in each.of)
    yield from (plan.grid_factor, *plan.grid_factors.values())


def test_the_rulebook_has_cement_and_aluminium():
    assert template_ids() == ("cement", "electrolytic_aluminium")


def test_an_unknown_template_is_refused_with_the_known_ones():
    with pytest.raises(LookupError, match="cement, electrolytic_aluminium"):
        template("steel")


@pytest.mark.parametrize("name", template_ids())
def test_nothing_of_a_template_leads_nowhere(name):
    assert list(loose_ends(template(name))) == []


@pytest.mark.parametrize("name", template_ids())
def test_the_digest_of_a_template_is_stable(name):
    assert template_pin(template(name)) == template_pin(template.__wrapped__(name))


@pytest.mark.parametrize("name", template_ids())
def test_every_factor_of_a_template_exists_and_can_be_used(name):
    plan = template(name)
    own = {each.id for each in (*plan.factors, *plan.sums)}
    kinds = {factor_id: factor(factor_id).kind for factor_id in set(_factor_ids(plan)) - own}
    assert "electricity_emission" not in kinds.values()


@pytest.mark.parametrize("name", template_ids())
def test_every_assumed_factor_says_that_it_is_assumed(name):
    """What counts nothing because it is counted elsewhere, or follows from a chemical formula, is derived."""
    derived = {"assumed:waste-heat-power", "assumed:own-quarry", "assumed:pure-carbon", "assumed:urea-co2"}
    for each in template(name).factors:
        told = ("derived", "derived") if each.id in derived else ("assumed", "low")
        assert (each.provenance.how_found, each.provenance.certainty) == told, each.id


@pytest.mark.parametrize("name", template_ids())
def test_every_assumed_factor_is_used(name):
    plan = template(name)
    assert {each.id for each in (*plan.factors, *plan.sums)} - set(_factor_ids(plan)) == set()


@pytest.mark.parametrize("name", template_ids())
def test_every_method_of_a_template_takes_the_parameters_planned(name):
    for exchange in _exchanges(template(name)):
        supply = exchange.supply
        if supply.method:
            planned = {*supply.parameters, *(key for chosen in supply.by_choice.values() for key in chosen)}
            assert planned <= {spec.name for spec in METHODS[supply.method].parameters}, exchange.id


@pytest.mark.parametrize("name", template_ids())
def test_every_template_asks_the_basic_questions(name):
    basics = next(section for section in template(name).sections if section.id == "basics")
    assert {field.id for field in basics.fields} == set(BASIC_FIELDS)


@pytest.mark.parametrize("name", template_ids())
def test_every_question_has_both_languages_and_an_example(name):
    for section, field in _fields(template(name)):
        assert section.title.en, section.id
        assert field.label.en, field.id
        assert all(choice.label.en for choice in field.choices), field.id
        assert field.example or field.default or field.kind == "text", field.id


@pytest.mark.parametrize("name", template_ids())
def test_every_unit_offered_is_known_and_every_figure_has_one(name):
    for _, field in _fields(template(name)):
        units = (field.unit, *field.units) if field.unit else ()
        assert all(map(is_unit, units)), field.id
        assert units or field.kind not in {"quantity", "parameter"}, field.id


@pytest.mark.parametrize("name", template_ids())
def test_every_range_says_where_it_comes_from(name):
    for _, field in _fields(template(name)):
        if field.range:
            assert field.range.low < field.range.high, field.id
            assert len(field.range.basis) > 4, field.id


@pytest.mark.parametrize("name", template_ids())
def test_every_declared_unit_is_an_output_the_rule_knows(name):
    plan = template(name)
    rule = product_rule(plan.rule)
    outputs = {(process.id, output.flow) for process in plan.processes for output in process.outputs}
    assert {(each.process, each.flow) for each in plan.declared} <= outputs
    assert {each.category for each in plan.declared} == set(rule.categories)
    assert all(same_dimension(each.unit, "t") for each in plan.declared)


@pytest.mark.parametrize("name", template_ids())
def test_every_stage_of_a_template_is_included_by_its_rule(name):
    plan = template(name)
    included = {stage.id for stage in product_rule(plan.rule).stages if stage.included}
    used = {process.stage for process in plan.processes} | {x.stage for x in _exchanges(plan) if x.stage}
    assert used == included


@pytest.mark.parametrize("name", template_ids())
def test_every_stage_left_out_has_its_reason(name):
    assert all(stage.reason for stage in product_rule(template(name).rule).stages if not stage.included)


@pytest.mark.parametrize("name", template_ids())
def test_every_example_answers_its_template_without_a_finding(name):
    assert validate(template(name), example(name)) == ()


@pytest.mark.parametrize("name", template_ids())
def test_every_figure_of_an_example_is_of_the_case_or_marked_as_assumption(name):
    for question in Answers(template(name), example(name)).questions():
        entry = question.entry
        if entry.provided and question.field.kind in {"quantity", "parameter"}:
            assert entry.note.startswith(("公开算例", "假设（算例未给出）", "按热值折算")), question.key


def test_scores_say_that_they_are_set_not_measured():
    rule = scoring()
    assert (rule.provenance.how_found, rule.provenance.certainty) == ("assumed", "low")
    assert set(rule.amounts) == {"meter", "ledger", "invoice", "estimate", "literature"}
