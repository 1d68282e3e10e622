"""A product rule, a standard and facts for tests of the conformity checks.

    facts(study(...))                        a study calculated and held against `rule()` and the packaged standard
    codes(facts(...), "cut_off_single")      the codes one check finds

The rule fits what `tests.factories.studies.study` builds; every field can be set by its own name.
"""

import datetime as dt
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from tests.factories.studies import AR6, PROVENANCE, emitted, figure, output, process, study

from qiantan.core.engine.calculate import calculate
from qiantan.core.engine.outcome import Outcome
from qiantan.core.findings import Finding
from qiantan.core.rules import load
from qiantan.core.rules.facts import Facts, facts_with
from qiantan.core.rules.schema import CharacterizationFile, CutOffLimits, ProductRule, StageRule
from qiantan.core.study.document import Exchange, Factor, Output, Process, Study
from qiantan.core.study.shape import Named


def rule(**over: Any) -> ProductRule:
    """A rule in force for the category ``test``: cradle to gate, a mass, 1 % and 5 %, 80 % primary."""
    fields = {
        "id": "test.rule",
        "version": "1",
        "title": Named(zh="测试规则", en="test rule"),
        "standard": "worked by hand",
        "level": "general",
        "status": "in_force",
        "valid_from": dt.date(2024, 1, 1),
        "verification_status": "official_copy_compared",
        "review_by": dt.date(2030, 1, 1),
        "provenance": PROVENANCE,
        "categories": ("test",),
        "boundary_type": "cradle_to_gate",
        "stages": (StageRule(id="production", name=Named(zh="生产", en="production"), included=True),),
        "excluded_inputs": "资本货物",
        "unit_dimension": "mass",
        "gwp_set": "ar6",
        "cut_off": CutOffLimits(single=figure("0.01"), together=figure("0.05"), provenance=PROVENANCE),
        "primary_share": figure("0.8"),
    }
    return ProductRule(**fields | over)


def gwp_file(**values: str) -> CharacterizationFile:
    """The GWP set of the test studies as the rulebook would hold it, with other values where given."""
    return CharacterizationFile(
        id="ar6",
        title=Named(zh="IPCC 第六次评估报告", en="IPCC AR6"),
        version="1",
        review_by=dt.date(2030, 1, 1),
        provenance=PROVENANCE,
        values={flow: figure(value) for flow, value in (AR6 | values).items()},
    )


def facts(
    study: Study,
    *,
    against: ProductRule | str | None = "default",
    gwp: CharacterizationFile | str | None = "default",
    editions: Mapping[str, Factor] | None = None,
    outcome: Outcome | None = None,
) -> Facts:
    """A study calculated, and held against a rule, a GWP set and factor editions."""
    return facts_with(
        study,
        outcome or calculate(study),
        rule=rule() if against == "default" else against,
        standard=load.standard(),
        gwp=gwp_file() if gwp == "default" else gwp,
        editions=editions or {},
    )


def found(given: Facts, check: str) -> list[Finding]:
    """What one check finds, named by its file."""
    return list(import_module(f"qiantan.core.rules.checks.{check}").check(given))


def told(given: Facts, check: str) -> list[tuple[str, str]]:
    """Severity and place of what one check finds."""
    return [(finding.severity.value, finding.place) for finding in found(given, check)]


def kiln(*parts: Output | Exchange, **over: Any) -> Study:
    """One process that makes 1000 t of clinker and emits 1000 t of CO2: 1000 kg per declared tonne."""
    of_study = {key: over.pop(key) for key in list(over) if key not in Process.model_fields and key != "allocate"}
    whole = process("kiln", output("clinker", "1000 t"), emitted("co2_fossil", "1000 t"), *parts, **over)
    return study(whole, **{"unit": "1 t"} | of_study)
