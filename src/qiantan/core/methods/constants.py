"""Ratios of molar masses as the Chinese accounting guides and the IPCC round them.

Whole molar masses (C 12, CO2 44, CaO 56, MgO 40) are the convention of the guides; with exact masses C → CO2 would be
3.6641 instead of 3.6667 (-0.07 %), which is why EU examples, which use 3.664, differ slightly.
"""

from typing import Final

CO2_PER_CARBON: Final = 44 / 12
CO2_PER_CAO: Final = 44 / 56
CO2_PER_MGO: Final = 44 / 40
KG_PER_T: Final = 1000.0
