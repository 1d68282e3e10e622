"""The elementary flows of greenhouse gases: what we write for each of ours, and how a foreign one is recognised.

Identifiers are those of the ILCD reference elementary flows (emissions to air, unspecified) where they could be checked
in public data that quotes them; the others get UUIDs of ours and are recognised by name and CAS number. Carbon dioxide
and methane are recognised only with their origin, and nothing counted as carbon or nitrogen is ever taken for the gas.
"""

import functools
import re
from typing import Final, NamedTuple

from qiantan.core.datasets.document import Flow, Level
from qiantan.core.datasets.identity import uuid_of
from qiantan.core.datasets.measures import measure_of
from qiantan.core.findings import Text
from qiantan.core.study.flows import FLOWS

TO_AIR: Final = (
    Level("1", "Emissions"),
    Level("1.3", "Emissions to air"),
    Level("1.3.4", "Emissions to air, unspecified"),
)
FROM_AIR: Final = (
    Level("2", "Resources"),
    Level("2.3", "Resources from air"),
    Level("2.3.6", "Renewable material resources from air"),
)


class Gas(NamedTuple):
    """One of our elementary flows as the exchange formats know it."""

    name: Text
    cas: str = ""
    uuid: str = ""
    path: tuple[Level, ...] = TO_AIR


GASES: Final = {
    "co2_fossil": Gas(
        Text("二氧化碳（化石源）", "carbon dioxide (fossil)"), "124-38-9", "08a91e70-3ddc-11dd-923d-0050c2490048"
    ),
    "co2_biogenic": Gas(
        Text("二氧化碳（生物源）", "carbon dioxide (biogenic)"), "124-38-9", "08a91e70-3ddc-11dd-9c15-0050c2490048"
    ),
    "co2_biogenic_uptake": Gas(Text("二氧化碳（自空气吸收）", "carbon dioxide (in air)"), "124-38-9", path=FROM_AIR),
    "co2_land_use_change": Gas(Text("二氧化碳（土地利用变化）", "carbon dioxide (land use change)"), "124-38-9"),
    "co2_aircraft": Gas(Text("二氧化碳（航空）", "carbon dioxide (fossil, aircraft)"), "124-38-9"),
    "ch4_fossil": Gas(Text("甲烷（化石源）", "methane (fossil)"), "74-82-8", "08a91e70-3ddc-11dd-9610-0050c2490048"),
    "ch4_biogenic": Gas(Text("甲烷（生物源）", "methane (biogenic)"), "74-82-8"),
    "n2o": Gas(Text("氧化亚氮", "nitrous oxide"), "10024-97-2", "08a91e70-3ddc-11dd-94c3-0050c2490048"),
    "n2o_biogenic": Gas(Text("氧化亚氮（生物源）", "nitrous oxide (biogenic)"), "10024-97-2"),
    "cf4": Gas(Text("四氟化碳", "tetrafluoromethane, CF4, PFC-14"), "75-73-0"),
    "c2f6": Gas(Text("六氟乙烷", "hexafluoroethane, C2F6, PFC-116"), "76-16-4"),
    "sf6": Gas(Text("六氟化硫", "sulfur hexafluoride"), "2551-62-4"),
    "nf3": Gas(Text("三氟化氮", "nitrogen trifluoride"), "7783-54-2"),
    "hfc_23": Gas(Text("三氟甲烷", "trifluoromethane, HFC-23"), "75-46-7"),
    "hfc_32": Gas(Text("二氟甲烷", "difluoromethane, HFC-32"), "75-10-5"),
    "hfc_125": Gas(Text("五氟乙烷", "pentafluoroethane, HFC-125"), "354-33-6"),
    "hfc_134a": Gas(Text("四氟乙烷", "1,1,1,2-tetrafluoroethane, HFC-134a"), "811-97-2"),
    "co2e": Gas(Text("二氧化碳当量（来源未分气体）", "carbon dioxide equivalents, not split by gas")),
}
# Flows of other lists that mean one of ours, as databases quote them.
_ALIASES: Final = {"fe0acd60-3ddc-11dd-a8e8-0050c2490048": "ch4_biogenic"}
_BY_CAS: Final = {
    gas.cas: flow for flow, gas in GASES.items() if gas.cas not in ("", "124-38-9", "74-82-8", "10024-97-2")
}
_SPELLINGS: dict[str, str] = {
    "dinitrogen monoxide": "n2o",
    "methane, tetrafluoro-": "cf4",
    "ethane, hexafluoro-": "c2f6",
    "perfluoromethane": "cf4",
    "perfluoroethane": "c2f6",
    "sulphur hexafluoride": "sf6",
    "nitrogen fluoride": "nf3",
    "methane, trifluoro-": "hfc_23",
    "methane, difluoro-": "hfc_32",
    "ethane, pentafluoro-": "hfc_125",
    "ethane, 1,1,1,2-tetrafluoro-": "hfc_134a",
}
for _flow, _gas in GASES.items():
    if _flow[:3] not in ("co2", "ch4", "n2o"):
        _SPELLINGS |= dict.fromkeys(
            (_gas.name.en.lower(), _gas.name.en.lower().partition(", ")[0], _gas.name.zh), _flow
        )
# Trade codes behind a name: ``Methane, trifluoro-, HFC-23``.
_CODE: Final = re.compile(r", (?:hfc|pfc|cfc|fc|r)-?\d+\w*$")
_ORIGINS: Final = (
    (re.compile(r"aircraft|aviation|航空"), "aircraft"),
    (re.compile(r"land use|land transformation|luluc|dluc|iluc|soil or biomass stock|土地"), "land_use_change"),
    (re.compile(r"non-fossil|nonfossil|biogenic|biotic|生物"), "biogenic"),
    (re.compile(r"fossil|化石"), "fossil"),
)
_CO2: Final = re.compile(r"^(carbon dioxide|co2|co₂|二氧化碳)(?![\w₂-])")
_CH4: Final = re.compile(r"^(methane|ch4|ch₄|甲烷)(?![\w₂-])(?!, *(?:\w+o-|\d|di|tri|tetra|bromo|chloro|fluoro))")
_N2O: Final = re.compile(r"^(nitrous oxide|dinitrogen monoxide|n2o|氧化亚氮|一氧化二氮)")
_EQUIVALENT: Final = re.compile(r"equivalent|co2[- ]?eq?\b|co2e|当量")
_COUNTED_AS: Final = re.compile(r"\bas (c|carbon|n|nitrogen)\b|[- ](c|n)$|-n\b|以(碳|氮)计", re.IGNORECASE)
_AIR: Final = re.compile(r"\bair\b|空气|大气")
_SUSPECT: Final = re.compile(
    r"\b(hfcs?|hcfcs?|pfcs?|cfcs?|halon|r)[- ]?\d|fluoro(?!carbon poly)|chlorofluor|sulfuryl fluoride|carbon tetrachloride|全氟|氢氟|氟氯",
    re.IGNORECASE,
)


class Ambiguous(Exception):
    """A flow is a greenhouse gas but leaves open which: `code` is the finding to report."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@functools.cache
def gas_flow(flow: str) -> Flow:
    """Return one of our elementary flows as a flow of a dataset. LookupError for a flow we do not know."""
    gas = GASES[flow]
    uuid = gas.uuid or uuid_of("flow", flow)
    return Flow(uuid, gas.name, "elementary", measure_of("kg"), gas.path, gas.cas)


_BY_UUID: Final = {gas.uuid or uuid_of("flow", flow): flow for flow, gas in GASES.items()} | _ALIASES


def is_stored(flow: Flow) -> bool:
    """Say whether a flow is carbon dioxide taken into soil or biomass stock, which counts against land-use change."""
    return "to soil or biomass stock" in flow.name.en.lower()


def is_emission(flow: Flow) -> bool:
    """Say whether a flow goes to air, as far as its compartment tells; "urban air close to ground" is air."""
    path = " ".join(one.name for one in flow.path).lower()
    return _AIR.search(path) is not None or not any(word in path for word in ("water", "soil", "ground", "水", "土"))


@functools.lru_cache(maxsize=65_536)
def recognised(flow: Flow, direction: str) -> str:
    """Return which of our greenhouse gases an elementary flow is; empty text for none.

    Raises `Ambiguous` for carbon dioxide or methane of unknown origin and for what is counted as carbon or nitrogen.
    """
    known = _BY_UUID.get(flow.uuid)
    if known:
        return known
    name = (flow.name.en or flow.name.zh).strip().lower()
    if _COUNTED_AS.search(name) and (_CO2.match(name) or _CH4.match(name) or _N2O.match(name)):
        raise Ambiguous("DS-GAS-CARBON")
    spelled = _SPELLINGS.get(_CODE.sub("", name))
    if spelled:
        return spelled
    if _N2O.match(name):
        return "n2o_biogenic" if _origin(name, flow) == "biogenic" else "n2o"
    if _CO2.match(name):
        return "co2e" if _EQUIVALENT.search(name) else _carbon_dioxide(name, flow, direction)
    if _CH4.match(name):
        origin = _origin(name, flow)
        if origin not in ("fossil", "biogenic", "land_use_change"):
            raise Ambiguous("DS-GAS-ORIGIN")
        return "ch4_fossil" if origin == "fossil" else "ch4_biogenic"
    return _BY_CAS.get(flow.cas.lstrip("0"), "")


def _carbon_dioxide(name: str, flow: Flow, direction: str) -> str:
    path = " ".join(one.name for one in flow.path).lower()
    if "in air" in name or (direction == "input" and ("resource" in path or "air" in path)):
        return "co2_biogenic_uptake"
    origin = _origin(name, flow)
    if not origin:
        raise Ambiguous("DS-GAS-ORIGIN")
    return f"co2_{origin}"


def _origin(name: str, flow: Flow) -> str:
    both = f"{name} {flow.name.zh}".lower()
    return next((origin for pattern, origin in _ORIGINS if pattern.search(both)), "")


def is_suspect(flow: Flow) -> bool:
    """Say whether an unrecognised flow bears the name of a greenhouse gas that our list does not hold."""
    return _SUSPECT.search(f"{flow.name.en} {flow.name.zh}") is not None


if set(GASES) != set(FLOWS):
    raise AssertionError(f"gases and flows differ: {set(GASES) ^ set(FLOWS)}")
