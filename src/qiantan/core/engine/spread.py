"""From a distribution as the document states it to a relative factor with mean one; how its statistics are quoted."""

from qiantan.core.quantities.distributions import Uncertainty
from qiantan.core.study.document import Distribution


def relative_factor(distribution: Distribution) -> Uncertainty:
    """Return the relative factor a distribution describes; raises DistributionError."""
    stated = {name: getattr(distribution, name) for name in ("spread", "lower", "upper")}
    figures = {name: float(figure) for name, figure in stated.items() if figure is not None}
    return Uncertainty(kind=distribution.kind, **figures)


def quoted(value: float) -> float:
    """Return a statistic with nine significant digits.

    Spreads pass through exp and log, whose last bit differs between processors; the footprint itself does not. Nine
    digits are the same everywhere, and more than any uncertainty is known to.
    """
    return float(f"{value:.9g}")
