"""The code of a Chinese green-electricity certificate (绿证).

A code has 32 characters: 17 of the project file (project, energy and technology type, approval date, place, sequence,
check character) and 15 of the certificate (production date, sequence, volume class, trade class). One certificate stands
for 1000 kWh. Source: published explanations of the coding rule; widths of the single parts and the rule of the check
character were not found in a text we could read, so neither is guessed: length and characters are checked, and that
no code is used twice.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

KWH_PER_CERTIFICATE: Final = 1000.0
LENGTH: Final = 32
PROJECT_LENGTH: Final = 17
_BETWEEN: Final = re.compile(r"[\s,;、]+")
_CODE: Final = re.compile(rf"[0-9A-Z]{{{LENGTH}}}")


class GreenCertificate(NamedTuple):
    """A certificate code in its two parts."""

    project: str
    certificate: str

    @property
    def code(self) -> str:
        """The whole code."""
        return self.project + self.certificate


class CertificateCodeError(ValueError):
    """A text is not a certificate code; worded in Chinese (`zh`) and English (`en`)."""

    def __init__(self, text: str) -> None:
        self.zh = f"绿证编码应为 32 位数字和大写字母，“{text[:40]}”有 {len(text)} 位或含其他字符。"
        self.en = f"A certificate code has 32 digits and capital letters; “{text[:40]}” has {len(text)} or others."
        super().__init__(f"{self.zh} {self.en}")


def parse_certificate(text: str) -> GreenCertificate:
    """Return a code typed in any width and case, spaces and hyphens inside allowed. Raises CertificateCodeError."""
    code = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not _CODE.fullmatch(code):
        raise CertificateCodeError(code)
    return GreenCertificate(code[:PROJECT_LENGTH], code[PROJECT_LENGTH:])


def split_codes(text: str) -> tuple[str, ...]:
    """Return the single codes of a cell that holds several, separated by commas, semicolons or spaces."""
    return tuple(code for code in _BETWEEN.split(unicodedata.normalize("NFKC", text).strip()) if code)


def repeated(certificates: Iterable[GreenCertificate]) -> tuple[GreenCertificate, ...]:
    """Return every certificate that occurs more than once, in the order of its second use."""
    seen: set[GreenCertificate] = set()
    twice: dict[GreenCertificate, None] = {}
    for certificate in certificates:
        if certificate in seen:
            twice[certificate] = None
        seen.add(certificate)
    return tuple(twice)
