"""Functional or declared unit."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-UNIT-KIND"
CLAUSE = "GB/T 24067-2024 功能单位或声明单位（条款号待核）"
_NAMES = {"declared": Text("声明单位", "a declared unit"), "functional": Text("功能单位", "a functional unit")}


def check(facts: Facts) -> Iterator[Finding]:
    """A full footprint (cradle to grave) is stated per functional unit, a partial footprint per declared unit."""
    unit, boundary = facts.study.unit, facts.study.boundary
    wanted = "functional" if boundary.type == "cradle_to_grave" else "declared"
    if unit.kind != wanted:
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.BLOCKING,
            place="/unit/kind",
            message=Text(
                f"系统边界与单位不相配：此边界应采用{_NAMES[wanted].zh}",
                f"unit and system boundary do not fit: this boundary needs {_NAMES[wanted].en}",
            ),
            found=f"{unit.kind} + {boundary.type}",
            expected=Text(
                "完整碳足迹（从摇篮到坟墓）用功能单位，部分碳足迹用声明单位",
                "functional unit for the full footprint (cradle to grave), declared unit for a partial one",
            ),
            remedy=Text(
                f"把单位改为{_NAMES[wanted].zh}，或更正系统边界", f"use {_NAMES[wanted].en}, or correct the boundary"
            ),
        )
