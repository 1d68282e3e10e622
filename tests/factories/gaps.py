"""A counted board and a preview, for tests of addresses."""

from tests.factories.records import AT, user

from qiantan.core.province.changes import Replacement
from qiantan.core.rules import load
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.operations import grant_department_role
from qiantan.registry.gaps import operations
from qiantan.registry.gaps.changing import Changes
from qiantan.registry.gaps.models import Count


def analyst() -> User:
    """An analyst of the department."""
    return grant_department_role(email=user().email, role="analyst", by=None, at=AT)


def counted(by: User | None = None) -> Count:
    """The board counted from everything frozen."""
    queued = operations.queue_count(by=by, at=AT)
    done = operations.count_gaps(public_id=str(queued.public_id), at=AT)
    assert done.state == "done"
    return done


def addressed() -> dict[str, object]:
    """The parts of addresses that lead to a preview and a gap."""
    grid = load.factor("cn-elec-cf-2024-CN")
    changes = Changes(replacements=(Replacement(before=grid, after=grid),))
    asked = operations.ask_impact(changes=changes, threshold=0.0, by=analyst(), at=AT)
    return {"impact": asked.public_id, "number": 1}
