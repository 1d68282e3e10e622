"""The ladder of sources, best first: where a suggestion stands on it."""

from enum import StrEnum
from typing import Final

from qiantan.core.findings import Text
from qiantan.core.study.document import Factor


class Rung(StrEnum):
    """A step of the ladder. What is missing on a step is looked for on the next."""

    SUPPLIER_VERIFIED = "supplier_verified"
    SUPPLIER = "supplier"
    OWN = "own"
    GUIZHOU = "guizhou"
    REGIONAL = "regional"
    NATIONAL = "national"
    INTERNATIONAL = "international"
    PROXY = "proxy"


RUNGS: Final = tuple(Rung)
RUNG_WORDS: Final = {
    Rung.SUPPLIER_VERIFIED: Text("供应商（经核查）", "supplier, verified"),
    Rung.SUPPLIER: Text("供应商", "supplier"),
    Rung.OWN: Text("本企业", "own"),
    Rung.GUIZHOU: Text("贵州", "Guizhou"),
    Rung.REGIONAL: Text("区域或电网", "region or grid"),
    Rung.NATIONAL: Text("全国", "national"),
    Rung.INTERNATIONAL: Text("国际", "international"),
    Rung.PROXY: Text("代用", "proxy"),
}


def rung_of(factor: Factor, origin: str, *, proxy: bool) -> Rung:
    """Return where a factor stands. `origin` is ``supplier_verified``, ``supplier``, ``own`` or ``library``."""
    if proxy:
        return Rung.PROXY
    if origin != "library":
        return Rung(origin)
    if factor.geography.startswith("CN-52"):
        return Rung.GUIZHOU
    if factor.geography == "CN":
        return Rung.NATIONAL
    return Rung.REGIONAL if factor.geography.startswith("CN-") else Rung.INTERNATIONAL
