"""All conformity checks over one study: every file of ``rules/checks``, in the order of their names."""

import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import NamedTuple

from qiantan.core.engine.outcome import Outcome
from qiantan.core.findings import Finding, Severity
from qiantan.core.rules import checks as folder
from qiantan.core.rules.facts import Facts, facts_of
from qiantan.core.study.document import Study

_ORDER = {severity: n for n, severity in enumerate(Severity)}


class Check(NamedTuple):
    """One requirement: the code and clause of its findings, its text, and the function that looks for them."""

    name: str
    code: str
    clause: str
    requirement: str
    check: Callable[[Facts], Iterator[Finding]]


@cache
def checks() -> tuple[Check, ...]:
    """Return every check of the folder, by name."""
    return tuple(_check(name) for name in sorted(module.name for module in pkgutil.iter_modules(folder.__path__)))


def check(study: Study, outcome: Outcome) -> tuple[Finding, ...]:
    """Return what every check finds in a calculated study: blocking first, then by check and place in the document."""
    return run_checks(facts_of(study, outcome))


def run_checks(facts: Facts) -> tuple[Finding, ...]:
    """Return what every check finds in the facts, in the order of `check`."""
    found = [finding for each in checks() for finding in each.check(facts)]
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))


def _check(name: str) -> Check:
    module = import_module(f"{folder.__name__}.{name}")
    return Check(name, module.CODE, module.CLAUSE, (module.check.__doc__ or "").strip(), module.check)
