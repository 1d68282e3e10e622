"""Where the topics of the rulebook stand in the classifications the formats ask for: ISIC for processes, CPC for products.

Wordings are those of the TIDAS category lists, which its validator compares letter by letter. A topic that spans many
classes has none: no class is better than a wrong one.
"""

from typing import Final

from qiantan.core.datasets.document import UNCLASSIFIED, Classification, Level

_BASIC_METALS: Final = (Level("C", "Manufacturing"), Level("24", "Manufacture of basic metals"))
_NONFERROUS: Final = (
    *_BASIC_METALS,
    Level("242", "Manufacture of basic precious and other non-ferrous metals"),
    Level("2420", "Manufacture of basic precious and other non-ferrous metals"),
)
_SUPPLY: Final = (
    Level("D", "Electricity, gas, steam and air conditioning supply"),
    Level("35", "Electricity, gas, steam and air conditioning supply"),
)
_CEMENT: Final = (
    Level("C", "Manufacturing"),
    Level("23", "Manufacture of other non-metallic mineral products"),
    Level("239", "Manufacture of non-metallic mineral products n.e.c."),
    Level("2394", "Manufacture of cement, lime and plaster"),
)
_ISIC: Final = {
    "electricity": (*_SUPPLY, Level("351", "Electric power generation, transmission and distribution activities")),
    "heat": (
        *_SUPPLY,
        Level("353", "Steam and air conditioning supply"),
        Level("3530", "Steam and air conditioning supply"),
    ),
    "fuel": (Level("C", "Manufacturing"), Level("19", "Manufacture of coke and refined petroleum products")),
    "clinker": _CEMENT,
    "aluminium": _NONFERROUS,
    "nonferrous": _NONFERROUS,
    "steel": (
        *_BASIC_METALS,
        Level("241", "Manufacture of basic iron and steel"),
        Level("2410", "Manufacture of basic iron and steel"),
    ),
    "chemicals": (Level("C", "Manufacturing"), Level("20", "Manufacture of chemicals and chemical products")),
    "transport": (Level("H", "Transportation and storage"), Level("49", "Land transport and transport via pipelines")),
    "mine_gas": (Level("B", "Mining and quarrying"), Level("05", "Mining of coal and lignite")),
    "wastewater": (
        Level("E", "Water supply; sewerage, waste management and remediation activities"),
        Level("37", "Sewerage"),
    ),
    "agriculture": (
        Level("A", "Agriculture, forestry and fishing"),
        Level("01", "Crop and animal production, hunting and related service activities"),
    ),
}
_ORES: Final = Level("1", "Ores and minerals; electricity, gas and water")
_ENERGY: Final = (_ORES, Level("17", "Electricity, town gas, steam and hot water"))
_METALS: Final = (Level("4", "Metal products, machinery and equipment"), Level("41", "Basic metals"))
_CPC: Final = {
    "electricity": (
        *_ENERGY,
        Level("171", "Electrical energy"),
        Level("1710", "Electrical energy"),
        Level("17100", "Electrical energy"),
    ),
    "heat": (
        *_ENERGY,
        Level("173", "Steam and hot water"),
        Level("1730", "Steam and hot water"),
        Level("17300", "Steam and hot water"),
    ),
    "aluminium": _METALS,
    "nonferrous": _METALS,
    "steel": _METALS,
    "chemicals": (
        Level("3", "Other transportable goods, except metal products, machinery and equipment"),
        Level("34", "Basic chemicals"),
    ),
    "transport": (
        Level(
            "6",
            "Distributive trade services; accommodation, food and beverage serving services; transport services; "
            "and electricity, gas and water distribution services",
        ),
        Level("65", "Freight transport services"),
    ),
}


def process_class(topic: str) -> Classification:
    """Return the ISIC class of a topic; an empty classification where no single class fits."""
    levels = _ISIC.get(topic, ())
    return Classification("ISIC", levels) if levels else UNCLASSIFIED


def product_class(topic: str) -> tuple[Level, ...]:
    """Return the CPC class of a topic's product; none where no single class fits."""
    return _CPC.get(topic, ())
