"""From a distribution as the document states it to a relative factor with mean one."""

from qiantan.core.quantities.distributions import Uncertainty
from qiantan.core.study.document import Distribution


def relative_factor(distribution: Distribution) -> Uncertainty:
    """Return the relative factor a distribution describes; raises DistributionError."""
    stated = {name: getattr(distribution, name) for name in ("spread", "lower", "upper")}
    figures = {name: float(figure) for name, figure in stated.items() if figure is not None}
    return Uncertainty(kind=distribution.kind, **figures)
