"""The guards of a single release: enough contributors, none dominant. They look at outputs only, never at values.

Sources: ESSNet SDC, *Handbook on Statistical Disclosure Control* (Hundepool et al.), threshold rule and (n, k)-dominance
rule. The (p, q) rule is the case of one release of `core.typical.overlap`.
"""

from collections.abc import Iterator

import numpy as np

from qiantan.core.typical.contribution import Cohort
from qiantan.core.typical.reason import Reason, dominated, too_few
from qiantan.core.typical.rule import DisclosureRule


def check_threshold(cohort: Cohort, least: int) -> Iterator[Reason]:
    """Fewer than `least` independent contributors are no crowd; a corporate group is one, however many plants it has."""
    count = len(cohort.groups)
    if count < least:
        yield too_few(count, least)


def check_dominance(cohort: Cohort, rule: DisclosureRule) -> Iterator[Reason]:
    """Neither the largest contributor nor the two largest may make up more than their limit of the output."""
    shares = np.sort(cohort.share)[::-1]
    for largest, limit in ((1, rule.largest_share), (2, rule.two_largest_share)):
        share = float(shares[:largest].sum())
        if share > float(limit.value) + 1e-12:
            yield dominated(largest, share, float(limit.value))
