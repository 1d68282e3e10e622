"""One spelling for every way a unit is typed: widths, superscripts, dots, spaces, powers of ten, capital letters."""

import re
import unicodedata
from typing import Final

_SUPERSCRIPTS: Final = str.maketrans({char: f"^{digit}" for digit, char in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")})
_DOTS: Final = str.maketrans(dict.fromkeys("•∙⋅・‧×*⸱ᐧ", "·"))
_POWERS: Final = {"2": "百", "3": "千", "4": "万", "5": "十万", "6": "百万", "7": "千万", "8": "亿"}

_SUBSTITUTES: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\s+", ""),
        (r"\*\*", "^"),
        (r"10\^([2-8])(?!\d)[·x]?", lambda found: _POWERS[found[1]]),
        (r"(?<![\d.A-Za-z])1(0{2,8})(?!\d)[·x]?", lambda found: _POWERS[str(len(found[1]))]),
        (r"(?<=[mM])\^([23])", r"\1"),
        (r"(?i)CO2-?e(q)?(?![a-z])", "CO2e"),
        (r"(?i)AE-?min", "min"),
        (r"(?i)cell-?day|槽·?[日天]", "槽日"),
        (r"(?i)(?<![a-z])t[.-]km(?![a-z])", "t·km"),
        (r"吨[-.·]?(公里|千米)", "吨公里"),
        (r"(?:标准状态|标态|标况)(立方米|m3)", "标准立方米"),
        (r"(?:立方米|m3)\((?:标准状态|标态|标况|标)\)", "标准立方米"),
        (r"(?<=.)每(?=.)", "/"),
    )
)


def spelled(text: str) -> str:
    """Return a unit in half-width letters, without spaces, with ``·`` as the sign of a product.

    ``ＭＷｈ`` is "MWh", ``m³`` is "m3", ``t * km`` is "t·km", ``10⁴ Nm³`` is "万Nm3".
    """
    plain = unicodedata.normalize("NFKC", text.translate(_SUPERSCRIPTS))
    for pattern, replacement in _SUBSTITUTES:
        plain = pattern.sub(replacement, plain)
        if pattern.pattern == r"\*\*":
            plain = plain.translate(_DOTS)
    return plain
