"""The elementary flows a footprint counts, and the account each one belongs to.

ISO 14067:2018 wants fossil, biogenic, land-use-change and aircraft emissions kept apart; a flow therefore names its
origin as well as its gas. ``co2e`` is a published CO2-equivalent that its source does not split by gas; it is booked
as fossil because no Chinese source in the rulebook reports biogenic carbon inside such a figure.
"""

from enum import StrEnum


class Account(StrEnum):
    """The accounts a footprint is reported in."""

    FOSSIL = "fossil"
    BIOGENIC_EMISSION = "biogenic_emission"
    BIOGENIC_REMOVAL = "biogenic_removal"
    LAND_USE_CHANGE = "land_use_change"
    AIRCRAFT = "aircraft"


ACCOUNTS: dict[str, Account] = {
    "co2_fossil": Account.FOSSIL,
    "co2_biogenic": Account.BIOGENIC_EMISSION,
    "co2_biogenic_uptake": Account.BIOGENIC_REMOVAL,
    "co2_land_use_change": Account.LAND_USE_CHANGE,
    "co2_aircraft": Account.AIRCRAFT,
    "ch4_fossil": Account.FOSSIL,
    "ch4_biogenic": Account.BIOGENIC_EMISSION,
    "n2o": Account.FOSSIL,
    "n2o_biogenic": Account.BIOGENIC_EMISSION,
    "cf4": Account.FOSSIL,
    "c2f6": Account.FOSSIL,
    "sf6": Account.FOSSIL,
    "nf3": Account.FOSSIL,
    "hfc_23": Account.FOSSIL,
    "hfc_32": Account.FOSSIL,
    "hfc_125": Account.FOSSIL,
    "hfc_134a": Account.FOSSIL,
    "co2e": Account.FOSSIL,
}

FLOWS: tuple[str, ...] = tuple(ACCOUNTS)
