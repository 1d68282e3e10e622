"""A row may name a published factor by its id: it is pinned with its source, scored, and judged before it counts."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.factories.answers import changed, choice, given, parameter
from tests.factories.composed import CEMENT, codes, composed, exchange, factor, kg_of

from qiantan.core.findings import Severity
from qiantan.core.formats.workbook import read, write_template
from qiantan.core.rules.load import factor as rulebook_factor
from qiantan.core.study.document import Emission
from qiantan.core.templates.activity import State
from qiantan.core.templates.compose import compose
from qiantan.core.templates.library import RetiredFactorError, rulebook_library
from qiantan.core.templates.load import example, template, template_ids
from qiantan.core.templates.validate import validate

AMMONIA = "cpcd-34280D0042022C-1"


def with_aid(amount=None, **cells):
    """The cement example that also uses 820 t of a grinding aid."""
    row = {
        "name": choice("液体助磨剂"),
        "kind": choice("grinding_aid"),
        "amount": amount or given("820", "t"),
        "transport_mode": choice("none"),
        **cells,
    }
    return changed("cement", rows={"auxiliaries": (row,)})


def only(data, code, **more):
    """The one finding of a code."""
    [found] = [each for each in validate(CEMENT, data, **more) if each.code == code]
    return found


def test_a_published_factor_named_by_a_row_supplies_it():
    # Ammonia 2.41 kgCO2e/kg (the rulebook's value); 820 t / 1,321,052.6315789474 t cement × 2410 kg/t.
    study = composed(with_aid(library_factor=choice(AMMONIA)))
    assert kg_of(study, "grinding_auxiliary") == pytest.approx(820 * 2410 / 1321052.6315789474, rel=1e-12)
    pinned = factor(study, AMMONIA)
    assert pinned.provenance == rulebook_factor(AMMONIA).provenance
    assert (pinned.quality.technology, pinned.distribution.spread) == (2, Decimal("1.20"))
    assert exchange(study, "grinding_auxiliary:1").supply.factor == AMMONIA


def test_a_row_without_any_factor_still_asks_for_one():
    assert "ENTRY-NO-FACTOR" in codes(with_aid())


def test_a_proxy_scores_lower_and_is_told_as_a_data_gap():
    # Joined spreads: exp(√(ln²1.20 + ln²1.50)) = exp(√(0.03324 + 0.16440)) = exp(0.44457) = 1.560.
    data = with_aid(library_factor=choice(AMMONIA), library_factor_reason=choice("库中没有助磨剂，先以氨代替"))
    study = composed(data)
    pinned = factor(study, AMMONIA)
    assert (pinned.quality.technology, pinned.distribution.spread) == (4, Decimal("1.560"))
    [told] = [each for each in study.choices if AMMONIA in each.text]
    assert (told.topic, told.reason) == ("data_gap", "库中没有助磨剂，先以氨代替")
    assert "液体助磨剂" in told.text


def test_the_suppliers_own_figure_goes_first_and_two_are_questioned():
    data = with_aid(
        library_factor=choice(AMMONIA), own_factor=parameter("1000", "kgCO2e/t"), own_factor_source=choice("声明 2025")
    )
    assert kg_of(composed(data), "grinding_auxiliary") == pytest.approx(820 * 1000 / 1321052.6315789474, rel=1e-12)
    assert only(data, "ENTRY-FACTOR-TWICE").severity is Severity.WARNING


def test_a_cut_off_is_estimated_with_the_factor_named():
    data = with_aid(library_factor=choice(AMMONIA), cut_off_reason=choice("用量很小"))
    supply = exchange(composed(data), "grinding_auxiliary:1").supply
    assert (supply.estimate, supply.basis) == (Decimal(820 * 2410), "用量 × 氨")


def test_a_fuel_takes_its_upstream_from_the_factor_named():
    rows = tuple({**row, "library_factor": choice("cpcd-11010X0012022C-1")} for row in example("cement").rows["fuels"])
    study = composed(changed("cement", rows={"fuels": rows}))
    used = {
        each.supply.factor for p in study.processes for each in p.exchanges if each.id.startswith("kiln_fuel_supply")
    }
    assert used == {"cpcd-11010X0012022C-1"}


def test_electricity_takes_a_footprint_of_electricity_only():
    [row] = example("cement").rows["electricity_sources"]
    right = changed(
        "cement", rows={"electricity_sources": ({**row, "library_factor": choice("cn-elec-cf-2024-hydro")},)}
    )
    wrong = changed(
        "cement", rows={"electricity_sources": ({**row, "library_factor": choice("cn-grid-co2-2023-520000")},)}
    )
    assert exchange(composed(right), "electricity_grid:1").supply.factor == "cn-elec-cf-2024-hydro"
    found = only(wrong, "ENTRY-LIBRARY-FAMILY")
    assert (found.place, found.severity) == ("electricity_sources[1].library_factor", Severity.BLOCKING)
    assert "不能混用" in found.message.zh
    assert compose(CEMENT, wrong).study is None


@pytest.mark.parametrize(
    ("factor_id", "amount", "code"),
    [
        ("cpcd-34280D0042022C-9", None, "ENTRY-LIBRARY-UNKNOWN"),
        ("没有这种编号", None, "ENTRY-LIBRARY-UNKNOWN"),
        ("cn-grid-co2-2023-520000", None, "ENTRY-LIBRARY-FAMILY"),
        ("ndrc24-diesel-ef", None, "ENTRY-LIBRARY-FAMILY"),
        ("cpcd-65119X0282024C", None, "ENTRY-LIBRARY-UNIT"),
        ("cpcd-12020X0142024C-1", given("820", "kg"), "ENTRY-LIBRARY-UNIT"),
    ],
)
def test_what_cannot_stand_behind_a_row_blocks_with_its_remedy(factor_id, amount, code):
    data = with_aid(amount, library_factor=choice(factor_id))
    found = only(data, code)
    assert (found.place, found.found, found.severity) == (
        "auxiliaries[1].library_factor",
        factor_id,
        Severity.BLOCKING,
    )
    assert all((found.message.en, found.expected.zh, found.remedy.zh, found.remedy.en))
    assert compose(CEMENT, data).study is None


def test_a_mistyped_id_is_answered_with_the_nearest():
    assert AMMONIA in only(with_aid(library_factor=choice("cpcd-34280D0042022C")), "ENTRY-LIBRARY-UNKNOWN").remedy.zh


def test_a_retired_factor_names_its_successor():
    def library(factor_id):
        raise RetiredFactorError(factor_id, "next-1")

    data = with_aid(library_factor=choice("old-1"))
    found = only(data, "ENTRY-LIBRARY-RETIRED", library=library)
    assert (found.example, found.severity) == ("next-1", Severity.BLOCKING)
    assert compose(CEMENT, data, library=library).study is None


def test_an_expired_factor_is_doubted():
    old = rulebook_factor(AMMONIA).model_copy(update={"valid_to": "2024-12-31"})
    found = only(with_aid(library_factor=choice(AMMONIA)), "ENTRY-LIBRARY-EXPIRED", library=lambda _: old)
    assert (found.severity, found.expected.zh) == (Severity.WARNING, "2025-01-01 以后仍有效的因子")


def test_a_library_may_know_more_than_the_rulebook():
    released = rulebook_factor(AMMONIA).model_copy(
        update={"id": "gz-2026-aid", "emissions": (Emission(flow="co2e", kg=Decimal("0.5")),), "release": "gz-2026"}
    )
    made = compose(
        CEMENT,
        with_aid(library_factor=choice("gz-2026-aid")),
        library=lambda key: released if key == "gz-2026-aid" else rulebook_library(key),
    )
    assert kg_of(made.study, "grinding_auxiliary") == pytest.approx(820 * 500 / 1321052.6315789474, rel=1e-12)
    assert factor(made.study, "gz-2026-aid").release == "gz-2026"


def test_a_reason_without_a_factor_is_questioned():
    found = only(with_aid(library_factor_reason=choice("代用")), "ENTRY-PROXY")
    assert (found.place, found.severity) == ("auxiliaries[1].library_factor_reason", Severity.WARNING)


@pytest.mark.parametrize("name", template_ids())
def test_answers_of_the_first_edition_read_without_a_word(name):
    plan = template(name)
    assert (plan.version, plan.same_since) == (2, 1)
    assert validate(plan, replace(example(name), version=1)) == validate(plan, example(name)) == ()


@pytest.mark.parametrize("name", template_ids())
def test_a_workbook_of_the_first_edition_is_read_whole(name):
    plan = template(name)
    first = plan.model_copy(
        update={
            "version": 1,
            "same_since": None,
            "sections": tuple(
                section.model_copy(
                    update={"fields": tuple(f for f in section.fields if not f.id.startswith("library_factor"))}
                )
                for section in plan.sections
            ),
        }
    )
    content = write_template(first, example(name))
    reading = read("v1.xlsx", content, template)
    assert [each.code for each in reading.findings if each.severity is Severity.BLOCKING] == []
    assert compose(plan, reading.data).study is not None


def test_a_workbook_keeps_the_id():
    data = with_aid(library_factor=choice(AMMONIA), library_factor_reason=choice("代用"))
    reading = read("v2.xlsx", write_template(CEMENT, data), template)
    [row] = reading.data.rows["auxiliaries"]
    assert (row["library_factor"].value, row["library_factor"].state) == (AMMONIA, State.PROVIDED)
    assert row["library_factor_reason"].value == "代用"
