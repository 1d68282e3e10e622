"""A finding about the study is shown at the answer that mends it."""

from dataclasses import replace

from tests.factories.answers import changed, choice, given, parameter, with_cell

from qiantan.core.engine.calculate import calculate
from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.check import check
from qiantan.core.templates.compose import compose
from qiantan.core.templates.load import example, template
from qiantan.core.templates.places import at_answers

CEMENT = template("cement")


def _at(places, pointer):
    finding = Finding(code="X", severity=Severity.NOTE, place=pointer, message=Text("", ""))
    return at_answers([finding], places)[0].place


def test_a_part_of_an_exchange_leads_to_the_cell_of_its_amount():
    data = with_cell(
        "cement", "fuels", 1, amount=replace(example("cement").rows["fuels"][1]["amount"], place="燃料!F7")
    )
    made = compose(CEMENT, data)
    p = next(n for n, process in enumerate(made.study.processes) if process.id == "clinker_burning")
    e = next(n for n, x in enumerate(made.study.processes[p].exchanges) if x.id == "kiln_fuel:2")
    for pointer in (f"/processes/{p}/exchanges/{e}", f"/processes/{p}/exchanges/{e}/supply/parameters/ncv"):
        assert _at(made.places, pointer) == "燃料!F7"


def test_an_answer_without_a_cell_is_named_by_its_question():
    """A form has no cells: the question is named as its own findings name it."""
    made = compose(CEMENT, example("cement"))
    assert _at(made.places, "/period/end") == "period_start"
    assert _at(made.places, "/processes/0/exchanges/0/evidence") == "electricity_sources[1].amount"


def test_what_no_answer_stands_behind_keeps_its_pointer():
    made = compose(CEMENT, example("cement"))
    assert [_at(made.places, pointer) for pointer in ("/rule", "/factors/0", "/processes")] == [
        "/rule",
        "/factors/0",
        "/processes",
    ]


def test_a_code_that_is_no_certificate_is_told_at_its_cell():
    rows = {
        "electricity_sources": (
            {"source": choice("contract_hydro"), "amount": given("193864.47368421053", "MWh")}
            | {"certificate": replace(choice("合同 12"), place="电力来源!I6")},
        )
    }
    made = compose(CEMENT, changed("cement", rows=rows))
    findings = at_answers(check(made.study, calculate(made.study)), made.places)
    assert {each.place for each in findings if each.code == "GBT24067-ELECTRICITY-CERTIFICATE"} == {"电力来源!I6"}


def test_a_suppliers_factor_is_told_at_its_cell():
    cells = {"own_factor": replace(parameter("50", "kgCO2e/t"), place="混合材!M6"), "own_factor_source": choice("报告")}
    made = compose(CEMENT, with_cell("cement", "additions", 0, **cells))
    n = next(n for n, factor in enumerate(made.study.factors) if factor.id == "supplier:additions:1")
    assert _at(made.places, f"/factors/{n}/provenance/certainty") == "混合材!M6"


def test_the_number_of_a_dedicated_line_is_its_evidence():
    """Only contracts on the market are proven by certificates of 32 characters."""
    line = {"source": choice("line_hydro"), "amount": given("193864.47368421053", "MWh")}
    made = compose(
        CEMENT, changed("cement", rows={"electricity_sources": (line | {"certificate": choice("供电合同 2025-3")},)})
    )
    exchange = made.study.processes[0].exchanges[0]
    assert (exchange.electricity.certificate, exchange.evidence[0].name) == ("", "供电合同 2025-3")
    blocking = [each.code for each in check(made.study, calculate(made.study)) if each.severity is Severity.BLOCKING]
    assert blocking == []
