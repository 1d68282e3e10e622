"""What share of a bill each line has: of its mass, and of the carbon of what is matched.

The carbon share counts matched lines only, because nothing is known of the others; for those the median of their
suggestions gives an indication, which is never added to anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from qiantan.core.quantities.units import same_dimension
from qiantan.core.templates.answers import converted


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one line brings: kilograms of material (none for what is no mass), kg CO2e where it is matched, and the kg
    CO2e its suggestions would give where it is not.
    """

    mass: float | None
    carbon: float | None = None
    indication: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """The sums of a bill: kilograms, kg CO2e of matched lines, kg CO2e of indications; how many lines are no mass."""

    mass: float
    carbon: float
    indication: float
    without_mass: int

    def of_mass(self, part: Part) -> float | None:
        """Return the share of the mass (0 to 1); none for what is no mass."""
        return part.mass / self.mass if part.mass is not None and self.mass else None

    def of_carbon(self, part: Part) -> float | None:
        """Return the share of the carbon of matched lines; none for lines that are not matched."""
        return part.carbon / self.carbon if part.carbon is not None and self.carbon else None

    def indicated(self, part: Part) -> float | None:
        """Return the share a line would have of matched lines and all indications; none where it is matched."""
        whole = self.carbon + self.indication
        return part.indication / whole if part.carbon is None and part.indication is not None and whole else None


def shares(parts: Sequence[Part]) -> Shares:
    """Return the sums of a bill. An indication counts only where the line is not matched."""
    return Shares(
        mass=sum(part.mass for part in parts if part.mass is not None),
        carbon=sum(part.carbon for part in parts if part.carbon is not None),
        indication=sum(part.indication for part in parts if part.carbon is None and part.indication is not None),
        without_mass=sum(part.mass is None for part in parts),
    )


def mass_of(amount: Decimal, unit: str) -> float | None:
    """Return an amount in kilograms; none for what is no mass."""
    return float(converted(amount, unit, "kg")) if same_dimension(unit, "kg") else None


def indication(figures: Sequence[Decimal | None]) -> float | None:
    """Return the median of what the suggestions would give, kg CO2e; none where there is none."""
    known = [float(figure) for figure in figures if figure is not None]
    return median(known) if known else None
