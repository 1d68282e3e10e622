"""The automatic check of a dataset: the screens of core, with the comparable values of the library beside it."""

import datetime as dt
from collections.abc import Mapping

from qiantan.core.datasets.proposal.check import proposal_faults
from qiantan.core.datasets.proposal.stated import factor_of
from qiantan.core.datasets.screens import Peers, screen
from qiantan.core.findings import Finding, Severity, Text, has_blocking
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.factors import queries as library
from qiantan.registry.factors.models import FactorValue
from qiantan.registry.factors.states import State


def screened(answers: Mapping[str, str], today: dt.date) -> tuple[Finding, ...]:
    """Return everything found about a proposal: what is missing, what the screens ask, whether what it replaces exists."""
    if has_blocking(proposal_faults(answers, today=today)):
        return screen(answers, today=today)
    factor = factor_of(answers, "proposal", "proposal")
    near = library.peers(VISITOR, factor, answers["topic"])
    peers = Peers(count=near.count, low=near.low, high=near.high, figure=near.figure, unit=near.unit, same=near.same)
    return (*screen(answers, today=today, peers=peers), *predecessor_faults(answers))


def predecessor_faults(answers: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return what stands against the factor a dataset wants to replace: it must be in force, of the same kind and unit."""
    wanted = answers.get("predecessor", "")
    if not wanted:
        return ()
    old = FactorValue.objects.filter(pk=wanted).first()
    if old is None or old.state != State.PUBLISHED.value:
        message = Text(
            "替代的因子：不存在，或已不再有效。", "Replaces factor: it does not exist or is no longer in force."
        )
        return (_refused(wanted, message),)
    if old.kind != answers.get("kind"):
        message = Text("替代的因子：类别不同，不能互相替代。", "Replaces factor: it is of another kind.")
        return (_refused(wanted, message),)
    return ()


def _refused(found: str, message: Text) -> Finding:
    return Finding(
        code="SCR-PREDECESSOR", severity=Severity.BLOCKING, place="predecessor", message=message, found=found
    )
