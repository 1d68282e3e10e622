"""Places: our geography codes (GB/T 2260 divisions, grid regions) and the location codes of ILCD and TIDAS."""

from typing import Final

from qiantan.core.datasets.document import Geography
from qiantan.core.datasets.language import text_of

_PROVINCES: Final = {
    "11": "BJ", "12": "TJ", "13": "HE", "14": "SX", "15": "NM", "21": "LN", "22": "JL", "23": "HL", "31": "SH",
    "32": "JS", "33": "ZJ", "34": "AH", "35": "FJ", "36": "JX", "37": "SD", "41": "HA", "42": "HB", "43": "HN",
    "44": "GD", "45": "GX", "46": "HI", "50": "CQ", "51": "SC", "52": "GZ", "53": "YN", "54": "XZ", "61": "SN",
    "62": "GS", "63": "QH", "64": "NX", "65": "XJ", "71": "TW", "81": "HK", "82": "MO",
}  # fmt: skip
# Guizhou's nine prefectures, as TIDAS abbreviates them.
_PREFECTURES: Final = {
    "5201": "CN-GZ-KWE", "5202": "CN-GZ-LPS", "5203": "CN-GZ-ZNY", "5204": "CN-GZ-ASS", "5205": "CN-GZ-BJD",
    "5206": "CN-GZ-TRD", "5223": "CN-GZ-QXZ", "5226": "CN-GZ-QND", "5227": "CN-GZ-QNZ",
}  # fmt: skip
_PROVINCE_OF: Final = {letters: digits for digits, letters in _PROVINCES.items()}
_PREFECTURE_OF: Final = {theirs: f"CN-{digits}00" for digits, theirs in _PREFECTURES.items()}
_GRID: Final = "CN-region-"
_DIVISION: Final = 9


def geography_of(place: str) -> Geography:
    """Return where a factor stands for: ``CN-520000`` is CN-GZ, ``CN-region-South`` the grid South in CN."""
    if place.startswith(_GRID):
        return Geography(location="CN", grid=place.removeprefix(_GRID))
    digits = place.removeprefix("CN-")
    if len(place) == _DIVISION and digits.isdigit() and digits[:2] in _PROVINCES:
        province = f"CN-{_PROVINCES[digits[:2]]}"
        if digits.endswith("0000"):
            return Geography(location=province)
        return Geography(location=province, prefecture=_PREFECTURES.get(digits[:4], ""), words=text_of(place))
    if place.isascii() and place.isupper() and len(place) <= 3:  # noqa: PLR2004 - CN, GLO, RER
        return Geography(location=place)
    return Geography(words=text_of(place))


def place_of(geography: Geography) -> str:
    """Return our code of a geography; the location as stated where we have none of our own."""
    if geography.grid:
        return f"{_GRID}{geography.grid}"
    if geography.prefecture in _PREFECTURE_OF:
        return _PREFECTURE_OF[geography.prefecture]
    letters = geography.location.removeprefix("CN-")
    if geography.location.startswith("CN-") and letters in _PROVINCE_OF:
        return f"CN-{_PROVINCE_OF[letters]}0000"
    return geography.location or "GLO"
