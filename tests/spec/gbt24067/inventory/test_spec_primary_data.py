"""Site-specific and primary data, evidence, estimates."""

from tests.factories.rules import facts, found, kiln, told
from tests.factories.studies import (
    bought,
    computed,
    electricity,
    emitted,
    footprint,
    named,
    output,
    process,
    study,
    supplied,
)

from qiantan.core.study.document import Evidence
from qiantan.core.study.origin import is_default, is_primary


def _factors(*ids: str, **over):
    return [footprint(id_, per="t", co2e="500", over=over) for id_ in ids]


def test_own_processes_rest_on_recorded_amounts():
    given = kiln(bought("coal", "100 t", factor="coal", source="meter"), factors=_factors("coal"))
    assert told(facts(given), "primary_operated") == []


def test_an_estimate_in_an_own_process_is_asked_about():
    given = kiln(bought("coal", "100 t", factor="coal", source="estimate"), factors=_factors("coal"))
    assert told(facts(given), "primary_operated") == [("warning", "/processes/0/exchanges/1/source")]


def test_literature_in_an_own_process_blocks():
    given = kiln(bought("coal", "100 t", factor="coal", source="literature"), factors=_factors("coal"))
    assert told(facts(given), "primary_operated") == [("blocking", "/processes/0/exchanges/1/source")]


def test_small_estimates_are_told_together():
    parts = [bought(f"coal{n}", "1 t", factor="coal", source="literature") for n in range(3)]
    (finding,) = found(facts(kiln(*parts, factors=_factors("coal"))), "primary_operated")
    assert (finding.severity, finding.place, finding.found) == ("note", "/processes", "coal0、coal1、coal2")


def test_processes_of_others_may_rest_on_literature():
    given = kiln(bought("coal", "100 t", factor="coal", source="literature"), factors=_factors("coal"), operated=False)
    assert told(facts(given), "primary_operated") == []


def test_the_most_important_contributions_are_primary():
    """1000 t of measured gas are 95 % of the footprint; the rest may rest on a database."""
    given = kiln(bought("coal", "100 t", factor="coal"), factors=_factors("coal"))
    assert told(facts(given), "primary_important") == []


def test_a_large_contribution_with_a_database_factor_is_asked_about():
    given = kiln(bought("coal", "6000 t", factor="coal"), factors=_factors("coal"))
    (finding,) = found(facts(given), "primary_important")
    assert (finding.severity, finding.place) == ("warning", "/processes/0/exchanges/1")
    assert finding.message.zh == "“coal”（kiln）占碳足迹的 75.0%，属于重要贡献，但用的是次级数据"


def test_secondary_data_with_a_documented_reason_are_noted():
    given = kiln(bought("coal", "6000 t", factor="coal", note="供应商不提供"), factors=_factors("coal"))
    (finding,) = found(facts(given), "primary_important")
    assert (finding.severity, finding.found) == ("note", "供应商不提供")


def test_the_factor_of_the_supplier_is_primary():
    given = kiln(bought("coal", "6000 t", factor="coal"), factors=_factors("coal", release="supplier.2025"))
    assert told(facts(given), "primary_important") == []


def test_metered_grid_electricity_is_as_primary_as_it_can_be():
    power = bought("power", "9000 MWh", factor="grid", category="electricity", electricity={"instrument": "grid"})
    assert told(facts(kiln(power, factors=[electricity("grid", "0.5777")])), "primary_important") == []


def test_what_is_primary():
    burnt = {"method": "fuel_combustion", "parameters": {"ncv": "25 GJ/t", "carbon_content": "0.026 tC/GJ"}}
    factors = {f.id: f for f in _factors("coal")} | {f.id: f for f in _factors("own", release="supplier")}
    gas = study(process("p", output("x", "1 t"), emitted("n2o", "1 kg"))).factors[-1]
    factors[gas.id] = gas
    cases = [
        (bought("coal", "1 t", factor="coal"), False),
        (bought("coal", "1 t", factor="own"), True),
        (bought("coal", "1 t", factor="own", source="estimate"), False),
        (computed("coal", "1 t", **burnt), True),
        (computed("coal", "1 t", source="literature", **burnt), False),
        (emitted("n2o", "1 kg"), True),
    ]
    assert [is_primary(exchange, factors) for exchange, _ in cases] == [primary for _, primary in cases]


def test_what_is_a_default():
    """A value of a database is one; the supplier's own and the mass of a pure gas are not."""
    gas = study(process("p", output("x", "1 t"), emitted("n2o", "1 kg"))).factors[-1]
    (coal,), (own,) = _factors("coal"), _factors("own", release="supplier")
    assert [is_default(factor) for factor in (coal, own, gas)] == [True, False, False]


def test_recorded_amounts_dominate():
    given = kiln(bought("coal", "100 t", factor="coal", source="estimate"), factors=_factors("coal"))
    assert told(facts(given), "estimates_dominate") == []


def test_estimates_that_dominate_are_told():
    given = kiln(bought("coal", "6000 t", factor="coal", source="estimate"), factors=_factors("coal"))
    (finding,) = found(facts(given), "estimates_dominate")
    assert (finding.severity, finding.found) == ("warning", "75.0%")


def test_a_primary_amount_names_its_evidence():
    proof = (Evidence(name="CEMS 2025.pdf"),)
    only = study(process("kiln", output("clinker", "1 t"), emitted("co2_fossil", "1 t", evidence=proof)), unit="1 t")
    assert told(facts(only), "evidence_named") == []


def test_large_amounts_without_evidence_are_told_one_by_one_and_small_ones_together():
    parts = [emitted("n2o", "1 kg", id=f"n2o{n}", name=named(f"气体{n}")) for n in range(2)]
    assert told(facts(kiln(*parts)), "evidence_named") == [
        ("warning", "/processes/0/exchanges/0/evidence"),
        ("note", "/processes"),
    ]


def test_one_document_may_prove_different_things():
    proof = (Evidence(name="invoices.pdf", sha256="a" * 64),)
    parts = [emitted("n2o", "1 kg", id="a", evidence=proof), emitted("sf6", "1 kg", id="b", evidence=proof)]
    assert told(facts(kiln(*parts)), "evidence_twice") == []


def test_one_document_for_the_same_amount_twice_is_asked_about():
    proof = (Evidence(name="invoice.pdf", sha256="a" * 64),)
    parts = [emitted("n2o", "1 kg", id=id_, evidence=proof) for id_ in ("a", "b")]
    assert told(facts(kiln(*parts)), "evidence_twice") == [("warning", "/processes/0/exchanges/2")]


def test_one_record_may_prove_what_one_process_of_the_study_hands_to_another():
    """Both mills take 500 t of clinker on the same record of the store: transfers bring nothing in twice."""
    proof = (Evidence(name="熟料库台账.xlsx"),)
    mills = [
        process(f"mill{n}", output(f"cement{n}", "600 t"), supplied("clinker", "500 t", by="kiln", evidence=proof))
        for n in range(2)
    ]
    given = study(process("kiln", output("clinker", "1000 t"), emitted("n2o", "1 kg")), *mills, unit="1 t", of="mill1")
    assert told(facts(given), "evidence_twice") == []


def test_waste_taken_in_twice_on_one_invoice_is_told_though_it_is_free_of_burden():
    proof = (Evidence(name="粉煤灰结算单.pdf"),)
    ash = [bought("ash", "500 t", factor="ash", id=id_, evidence=proof) for id_ in ("a", "b")]
    given = kiln(*ash, factors=[footprint("ash", per="t", co2e="0")])
    assert told(facts(given), "evidence_twice") == [("warning", "/processes/0/exchanges/2")]
