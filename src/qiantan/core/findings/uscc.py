"""The unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, the last one a check character."""

from qiantan.core.findings.finding import Text

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
EXAMPLE = "91350100M000100Y43"


def check_character(first_seventeen: str) -> str:
    """Return the check character of the first 17 characters (GB 32100-2015 §5: weights 3^i mod 31)."""
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(first_seventeen))
    return ALPHABET[-total % 31]


def uscc_fault(text: str) -> Text | None:
    """Say what is wrong with a code; nothing when it is right. Lower-case letters are wrong: normalise before."""
    if len(text) != LENGTH:
        return Text(
            f"统一社会信用代码应为18位，现为{len(text)}位。",
            f"A unified social credit code has 18 characters; this one has {len(text)}.",
        )
    strange = sorted({character for character in text if character not in ALPHABET})
    if strange:
        return Text(
            f"统一社会信用代码只用数字和除I、O、S、V、Z外的大写字母，含有：{'、'.join(strange)}。",
            f"A unified social credit code uses digits and capital letters except I, O, S, V, Z; found: {' '.join(strange)}.",
        )
    expected = check_character(text[:-1])
    if text[-1] != expected:
        return Text(
            f"统一社会信用代码的校验位不符：末位为{text[-1]}，按前17位应为{expected}，请核对是否抄错。",
            f"The check character does not fit: it is {text[-1]}, the first 17 characters want {expected}. "
            "Please compare with the licence.",
        )
    return None
