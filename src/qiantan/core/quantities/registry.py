"""The pint registry behind the unit table, built only when asked for.

Building it takes far longer than a cold start may; conversions therefore use `table`, which this module prints and
which a test compares with pint unit by unit.
"""

import functools
import sys
from typing import Final

import pint

from qiantan.core.quantities.definitions import SHOWN, definitions

_HEAD: Final = '''"""Every simple unit: shown symbol, factor to the base unit, powers of the base dimensions, spellings.

Written by ``python -m qiantan.core.quantities.registry`` from `definitions`; please do not edit by hand.
"""

from typing import Final, NamedTuple


class Row(NamedTuple):
    """One simple unit."""

    symbol: str
    factor: float
    powers: tuple[tuple[str, int], ...]
    spellings: tuple[str, ...]


# fmt: off
ROWS: Final = (
'''


@functools.cache
def registry() -> pint.UnitRegistry[float]:
    """Return the pint registry that knows the units of `definitions`, and only those."""
    units: pint.UnitRegistry[float] = pint.UnitRegistry(None, on_redefinition="raise")
    units.load_definitions(definitions())
    return units


def written() -> str:
    """Return the text of ``table.py``, computed by pint."""
    return _HEAD + "".join(_row(*line.split(" = ")) for line in definitions() if "- = " not in line) + ")\n"


def _row(name: str, _: str, *spellings: str) -> str:
    base = registry().Quantity(1, name).to_base_units()
    powers = tuple(sorted((key.strip("[]"), round(float(str(power)))) for key, power in base.dimensionality.items()))
    symbol = SHOWN.get(name) or (spellings or (name,))[0]
    row = (symbol, float(base.magnitude), powers, tuple(dict.fromkeys((symbol, *spellings))))
    return f"    Row{row!r},\n".replace("'", '"')


if __name__ == "__main__":
    sys.stdout.write(written())
