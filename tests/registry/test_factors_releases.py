"""New releases change no old study: a study carries the values it uses."""

from decimal import Decimal

import pytest
from tests.factories.records import AT, filled_activity, user

from qiantan.core.results.make import make_result, result_bytes
from qiantan.core.results.recompute import recompute
from qiantan.core.rules import load
from qiantan.core.study.document import Study
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.factors import queries
from qiantan.registry.factors.mirror import mirror
from qiantan.registry.factors.models import FactorRelease
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.footprints import operations as footprints

pytestmark = pytest.mark.django_db
RELEASES = 10


@pytest.mark.parametrize("kind", ["cement", "electrolytic_aluminium"])
def test_a_frozen_study_gives_the_same_digits_after_ten_releases(kind):
    """Each release raises every figure the study pins by a tenth and takes the place of the one before."""
    load_rulebook_factors(at=AT)
    clerk = user()
    kept = bytes(footprints.freeze_study(activity=filled_activity(clerk, kind), by=clerk, at=AT).content)
    study = Study.model_validate_json(kept)
    before = result_bytes(make_result(study))
    pinned = {factor.id: factor for factor in study.factors if factor.id in load.factor_rows()}
    assert len(pinned) >= 3

    for number in range(1, RELEASES + 1):
        publish(pinned, Decimal("1.1") ** number)

    for key, factor in pinned.items():
        assert figure(queries.get_factor(VISITOR, key).factor) > 2 * figure(factor)
    again = recompute(kept, before)
    assert (again.same, again.differences) == (True, ())
    assert result_bytes(make_result(Study.model_validate_json(kept))) == before


def publish(pinned, growth: Decimal) -> None:
    """Put every release that holds one of the factors in place again, with their figures grown."""
    releases = {release.id: release for release in load.releases()}
    for owner in {factor.release for factor in pinned.values()}:
        rows = {key: found for key, (release, found) in load.factor_rows().items() if release == owner}
        FactorRelease.objects.filter(pk=owner).delete()
        factors = [
            (grown(load.factor(key), growth if key in pinned else Decimal(1)), found[0].topic)
            for key, found in rows.items()
        ]
        mirror(releases[owner], factors, at=AT)


def grown(factor, growth: Decimal):
    emissions = tuple(one.model_copy(update={"kg": one.kg * growth}) for one in factor.emissions)
    value = factor.value and factor.value.model_copy(update={"value": factor.value.value * growth})
    return factor.model_copy(update={"emissions": emissions, "value": value})


def figure(factor) -> Decimal:
    return factor.value.value if factor.value else factor.emissions[0].kg
