"""A changed figure gives exactly the footprint of the study in which it stands: amounts, outputs, keys, parameters,
factors; loops, allocation and cut-offs included.
"""

import json
import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.factories.studies import bought, co_product, computed, cut_off, footprint, output, process, study, supplied
from tests.factories.systems import studies

from qiantan.core.engine.calculate import calculate
from qiantan.core.engine.errors import EngineError
from qiantan.core.results.what_if import ChangeError, basis_of_study, read_changes, what_if
from qiantan.core.study.document import Study
from qiantan.core.study.shape import Amount, plain
from qiantan.core.templates.compose import compose
from qiantan.core.templates.load import example, template

EXAMPLES = {name: compose(template(name), example(name)).study for name in ("cement", "electrolytic_aluminium")}


def edited(given_study: Study, changes: dict[str, Amount]) -> Study:
    """The study with the figures replaced in its JSON document, by a way of their own."""
    document = json.loads(given_study.model_dump_json(by_alias=True))
    for key, change in changes.items():
        kind, _, place = key.partition(":")
        new = {"value": plain(change.value), "unit": change.unit}
        if kind == "factor":
            _edit_factor(document, place, change.value)
            continue
        for part in document["processes"]:
            for exchange in part["exchanges"]:
                if kind == "amount" and exchange["id"] == place:
                    if exchange["supply"]["kind"] == "cut_off":
                        per = Decimal(exchange["supply"]["estimate"]) / Decimal(exchange["amount"]["value"])
                        exchange["supply"]["estimate"] = plain(Decimal(f"{per * change.value:.25g}"))
                    exchange["amount"] = new
                if kind == "parameter" and place.startswith(exchange["id"] + "/"):
                    name = place.removeprefix(exchange["id"] + "/")
                    exchange["supply"]["parameters"][name] = {"measured": new}
            for made in part["outputs"]:
                if place == f"{part['id']}/{made['flow']}":
                    made["amount" if kind == "output" else "key"] = new
    return Study.model_validate(document)


def _edit_factor(document, factor_id, value):
    gwp = {flow: Decimal(kg) for flow, kg in document["gwp_set"]["values"].items()}
    factor = next(each for each in document["factors"] if each["id"] == factor_id)
    if factor["value"]:
        factor["value"]["value"] = plain(value)
        return
    whole = sum(Decimal(e["kg"]) * gwp.get(e["flow"], Decimal(1)) for e in factor["emissions"])
    for emission in factor["emissions"]:
        emission["kg"] = plain(Decimal(f"{Decimal(emission['kg']) * value / whole:.25g}"))


def assert_same(forecast, expected):
    size = abs(expected.kg_by_exchange_flow).sum()
    assert forecast.total == pytest.approx(expected.total, rel=1e-12, abs=1e-12 * size)
    for cut in ("by_stage", "by_process", "by_gas"):
        wanted = {share.id: share.kg for share in getattr(expected, cut)}
        got = {part.id: part.after for part in getattr(forecast, cut)}
        for key in wanted.keys() | got.keys():
            assert got.get(key, 0.0) == pytest.approx(wanted.get(key, 0.0), rel=1e-12, abs=1e-12 * size)
    parts = [(p.before, p.after) for p in forecast.contributions]
    assert sum(after for _, after in parts) == pytest.approx(forecast.total, rel=1e-9, abs=1e-12 * size)
    assert sum(before for before, _ in parts) == pytest.approx(forecast.before, rel=1e-9, abs=1e-12 * size)


@st.composite
def changes_of(draw, dials, most=4):
    """Up to `most` dials at once, between a half and double their figure."""
    chosen = draw(st.lists(st.sampled_from(dials), min_size=1, max_size=most, unique_by=lambda dial: dial.key))
    times = st.decimals("0.5", "2", places=3)
    return {dial.key: Amount(value=dial.value * draw(times), unit=dial.unit) for dial in chosen}


@settings(max_examples=60, deadline=None)
@given(studies(), st.data())
def test_random_changes_of_random_systems(system, data):
    basis = basis_of_study(system)
    assume(basis.dials)
    changes = data.draw(changes_of(basis.dials))
    try:
        expected = calculate(edited(system, changes))
    except EngineError:
        with pytest.raises(ChangeError):
            what_if(basis, changes)
        return
    assert_same(what_if(basis, changes), expected)


@pytest.mark.parametrize("name", EXAMPLES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_random_changes_of_the_worked_examples(name, data):
    """Methods of cement and aluminium are recomputed, not extrapolated: heating value times carbon content, slopes."""
    basis = basis_of_study(EXAMPLES[name])
    changes = data.draw(changes_of(basis.dials))
    try:
        expected = calculate(edited(basis.study, changes))
    except EngineError:
        with pytest.raises(ChangeError):
            what_if(basis, changes)
        return
    assert_same(what_if(basis, changes), expected)


def allocated():
    """Kiln with a loop of its own, heat as a co-product by key, a cut-off: 1 t of clinker."""
    return study(
        process(
            "kiln",
            output("clinker", "1000 t", key="900 CNY"),
            co_product("heat", "50 GJ", key="100 CNY"),
            bought("coal", "120 t", factor="coal"),
            supplied("clinker", "100 t", by="kiln"),
            cut_off("oil", "2 t", estimate="500"),
            allocate="economic",
        ),
        factors=[footprint("coal", per="t", co2e="2500")],
        unit="1 t",
        of="kiln",
    )


def test_an_allocation_key_by_hand():
    """A share of 0.9 of 120 × 2500 kg over 1000 t, and a loop of 0.9 × 100 of 1000 t: 270 / (1 − 0.09).

    With a key of 300 the share is 0.75: 225 / (1 − 0.075) = 243.243…
    """
    basis = basis_of_study(allocated())
    assert basis.outcome.total == pytest.approx(270 / 0.91, rel=1e-14)
    changed = what_if(basis, {"key:kiln/heat": Amount(value=Decimal(300), unit="CNY")})
    assert changed.total == pytest.approx(225 / 0.925, rel=1e-14)
    assert changed.change == changed.total - basis.outcome.total
    assert changed.relative == pytest.approx(225 / 0.925 / (270 / 0.91) - 1, rel=1e-12)


def test_several_at_once_and_another_unit():
    """120 000 kg are 120 t: no change; 60 t with a factor of 5000 are what they were."""
    basis = basis_of_study(allocated())
    dials = {dial.key: dial for dial in basis.dials}
    coal, factor = next(k for k in dials if k.startswith("amount:") and "coal" in k), "factor:coal"
    assert read_changes(basis.dials, {coal: "120000 kg"}) == {}
    changes = read_changes(basis.dials, {coal: "60000 kg", factor: "5 tCO2e/t"})
    assert {key: (float(change.value), change.unit) for key, change in changes.items()} == {
        coal: (60.0, "t"),
        factor: (5000.0, "kgCO2e/t"),
    }
    assert what_if(basis, changes).total == pytest.approx(basis.outcome.total, rel=1e-14)


def test_a_cut_off_moves_nothing_but_its_estimate():
    basis = basis_of_study(allocated())
    assert not [dial for dial in basis.dials if "oil" in dial.key]


def test_a_loop_that_feeds_itself_is_refused_by_name():
    basis = basis_of_study(allocated())
    loop = next(dial for dial in basis.dials if dial.key.startswith("amount:") and dial.key.endswith("clinker"))
    with pytest.raises(ChangeError) as refused:
        what_if(basis, {loop.key: Amount(value=Decimal(1200), unit="t")})
    (found,) = refused.value.findings
    assert found.code == "ENGINE-LOOP-GAIN"
    assert "kiln" in found.message.zh


def test_a_parameter_of_a_method_is_not_linear():
    """Fuel: 100 t × 20 GJ/t × 0.025 tC/GJ × 0.98 × 44/12; half the heating value and half the carbon are a quarter."""
    made = study(
        process(
            "kiln",
            output("clinker", "1 t"),
            computed(
                "coal",
                "100 t",
                method="fuel_combustion",
                parameters={"ncv": "20 GJ/t", "carbon_content": "0.025 tC/GJ", "oxidation": "0.98 ratio"},
            ),
        ),
        unit="1 t",
    )
    basis = basis_of_study(made)
    keys = [dial.key for dial in basis.dials if dial.kind == "parameter" and not dial.key.endswith("oxidation")]
    halves = {dial.key: Amount(value=dial.value / 2, unit=dial.unit) for dial in basis.dials if dial.key in keys}
    assert len(halves) == 2
    assert basis.outcome.total == pytest.approx(100 * 20 * 0.025 * 0.98 * 44 / 12 * 1000, rel=1e-12)
    assert what_if(basis, halves).total == pytest.approx(basis.outcome.total / 4, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("many", "WHATIF-FIGURE", "不是可以读取的数值"),
        ("NaN", "WHATIF-FIGURE", "不是可以读取的数值"),
        ("", "WHATIF-FIGURE", "不是可以读取的数值"),
        ("1e300", "WHATIF-LARGE", "超出可以计算的范围"),
        ("1e31", "WHATIF-LARGE", "超出可以计算的范围"),
        ("43 GJ", "WHATIF-UNIT", "不能换算为 t"),
        ("5 furlongs", "WHATIF-UNIT", "不能换算为 t"),
        ("-1", "WHATIF-LEAST", "须为大于零的数值"),
        ("0", "WHATIF-LEAST", "须为大于零的数值"),
    ],
)
def test_what_is_no_figure_is_refused_in_words(text, code, words):
    with pytest.raises(ChangeError) as refused:
        read_changes(basis_of_study(allocated()).dials, {"output:kiln/clinker": text})
    (found,) = refused.value.findings
    assert (found.code, found.place) == (code, "output:kiln/clinker")
    assert words in found.message.zh
    assert found.message.en


def test_every_fault_at_once():
    with pytest.raises(ChangeError) as refused:
        read_changes(
            basis_of_study(allocated()).dials, {"factor:coal": "x", "amount:nobody": "1", "key:kiln/heat": "-2"}
        )
    assert [each.code for each in refused.value.findings] == ["WHATIF-FIGURE", "WHATIF-UNKNOWN", "WHATIF-LEAST"]


def test_a_figure_as_shown_is_no_change():
    basis = basis_of_study(EXAMPLES["cement"])
    assert read_changes(basis.dials, {dial.key: dial.shown for dial in basis.dials}) == {}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_effect_of_one_per_cent(name):
    """The slope of every dial is that of the finite difference, as far as a thousandth of a per cent shows it."""
    basis = basis_of_study(EXAMPLES[name])
    for dial in basis.dials:
        step = Amount(value=dial.value * Decimal("0.99999"), unit=dial.unit)
        moved = what_if(basis, {dial.key: step}).change * -1000
        assert moved == pytest.approx(dial.effect, rel=1e-3, abs=1e-9 * basis.outcome.total)


def test_the_largest_effect_comes_first():
    effects = [abs(dial.effect) for dial in basis_of_study(EXAMPLES["cement"]).dials]
    assert effects == sorted(effects, reverse=True)
    assert min(effects) > 0


def test_the_study_stays_as_it_was():
    before = EXAMPLES["cement"].model_dump_json()
    basis = basis_of_study(EXAMPLES["cement"])
    what_if(basis, {basis.dials[0].key: Amount(value=Decimal(1), unit=basis.dials[0].unit)})
    assert EXAMPLES["cement"].model_dump_json() == before


def test_no_compiler_is_needed():
    """Questions are answered by the small engine, in a process that need not wait for a compiler."""
    code = (
        "import sys; sys.modules['numba'] = None\n"
        "from qiantan.core.results.what_if import basis_of_study, read_changes, what_if\n"
        "from qiantan.core.templates.compose import compose\n"
        "from qiantan.core.templates.load import example, template\n"
        "basis = basis_of_study(compose(template('cement'), example('cement')).study)\n"
        "print(what_if(basis, read_changes(basis.dials, {'factor:cn-elec-cf-2024-CN': '0'})).change < 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("True\n", "")
