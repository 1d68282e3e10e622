"""Uncertainty of an amount or a factor, as a relative factor on the stated value whose mean is one.

Keeping the mean keeps the footprint: the expected value of a sampled result is the calculated one, whatever spread
somebody states. Parameters: log-normal by geometric standard deviation, normal by relative standard deviation,
triangular and uniform by lower and upper factor on the stated value (the mode of a triangle is 1). Triangles and
uniforms that are not centred are rescaled to mean one.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Kind = Literal["lognormal", "normal", "triangular", "uniform"]
WIDEST_GSD: Final = 100.0


class DistributionError(ValueError):
    """The parameters do not describe a distribution; worded in Chinese (`zh`) and English (`en`)."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty:
    """A distribution of the relative factor; refuses parameters that do not describe one. Raises DistributionError."""

    kind: Kind
    spread: float = 0.0
    lower: float = 1.0
    upper: float = 1.0

    def __post_init__(self) -> None:
        _check(self)

    @property
    def variance(self) -> float:
        """Variance of the relative factor."""
        match self.kind:
            case "lognormal":
                return math.expm1(math.log(self.spread) ** 2)
            case "normal":
                return self.spread**2
            case "triangular":
                low, mode, high = self._scaled()
                return (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
            case _:
                low, _, high = self._scaled()
                return (high - low) ** 2 / 12

    @property
    def standard_deviation(self) -> float:
        """Standard deviation of the relative factor."""
        return math.sqrt(self.variance)

    def factor(self, uniform: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Return the relative factor at uniform numbers in (0, 1), by the inverse distribution; same shape."""
        match self.kind:
            case "lognormal":
                sigma = math.log(self.spread)
                return np.exp(sigma * _standard_normal(uniform) - sigma**2 / 2)
            case "normal":
                return 1 + self.spread * _standard_normal(uniform)
            case "triangular":
                return _triangle(uniform, *self._scaled())
            case _:
                low, _, high = self._scaled()
                return low + (high - low) * uniform

    def _scaled(self) -> tuple[float, float, float]:
        """Lower bound, mode and upper bound after the mean was set to one."""
        mean = (self.lower + 1 + self.upper) / 3 if self.kind == "triangular" else (self.lower + self.upper) / 2
        return self.lower / mean, 1 / mean, self.upper / mean


def _standard_normal(uniform: "NDArray[np.float64]") -> "NDArray[np.float64]":
    # scipy.special takes longer to import than a cold start may; only sampling needs it.
    from scipy.special import ndtri

    result: NDArray[np.float64] = ndtri(uniform)
    return result


def _triangle(uniform: "NDArray[np.float64]", low: float, mode: float, high: float) -> "NDArray[np.float64]":
    width = high - low
    if width == 0:
        return np.ones_like(uniform)
    rising = low + np.sqrt(uniform * width * (mode - low))
    falling = high - np.sqrt((1 - uniform) * width * (high - mode))
    return np.where(uniform < (mode - low) / width, rising, falling)


def _check(given: Uncertainty) -> None:
    if not all(map(math.isfinite, (given.spread, given.lower, given.upper))):
        raise DistributionError("分布参数必须是有限数值。", "Parameters of a distribution must be finite.")
    if given.kind == "lognormal" and not 1 <= given.spread <= WIDEST_GSD:
        raise DistributionError(
            f"对数正态分布的几何标准差应在 1 到 {WIDEST_GSD:g} 之间，现为 {given.spread:g}。",
            f"A geometric standard deviation lies between 1 and {WIDEST_GSD:g}; found {given.spread:g}.",
        )
    if given.kind == "normal" and not 0 <= given.spread <= 1:
        raise DistributionError(
            f"正态分布的相对标准差应在 0 到 1 之间，现为 {given.spread:g}。",
            f"A relative standard deviation lies between 0 and 1; found {given.spread:g}.",
        )
    if given.kind in ("triangular", "uniform") and not 0 <= given.lower <= 1 <= given.upper:
        raise DistributionError(
            f"下限系数应在 0 到 1 之间、上限系数不小于 1，现为 {given.lower:g} 和 {given.upper:g}。",
            f"The lower factor lies in 0…1, the upper is at least 1; found {given.lower:g} and {given.upper:g}.",
        )
