"""Figures as people type them: full-width digits, thousands separators, a number word, a unit behind.

A figure is cleaned to plain decimal text that keeps the digits typed; infinity and not-a-number do not exist here.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Final

LONGEST_FIGURE: Final = 40
_SPACES: Final = "\u00a0\u2009\u202f\u3000"
_FIGURE: Final = re.compile(
    r"\s*(?P<sign>[-+]?)\s*"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+(?!\d| \d)|\d+)?"
    r"(?P<part>\.\d+|\.)?"
    r"(?P<power>[eE][-+]?\d{1,2}(?![A-Za-z\d]))?"
    r"(?P<unit>.*)",
    re.DOTALL,
)
_MINUS: Final = str.maketrans({"−": "-", "﹣": "-", "'": ",", "’": ","} | dict.fromkeys(_SPACES, " "))


class FigureError(ValueError):
    """A text is not a figure; worded in Chinese (`zh`) and English (`en`)."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.zh = zh
        self.en = en


def split_figure(text: str) -> tuple[str, str]:
    """Return a typed figure as plain decimal text, and whatever stands behind it as typed, usually a unit.

    ``１，２３４．５ 吨`` gives ("1234.5", "吨"); ``1.2 万kWh`` gives ("1.2", "万kWh"). Raises FigureError.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_MINUS)).translate(_MINUS)
    found = _FIGURE.fullmatch(plain)
    if len(plain) > 2 * LONGEST_FIGURE or not found or not _digits(found) or not _clean_behind(found["unit"]):
        raise _not_a_figure(text)
    figure = _without_exponent(found["sign"].strip("+") + _digits(found), found["power"] or "")
    if len(figure) > LONGEST_FIGURE:
        raise _not_a_figure(text)
    return figure, found["unit"].strip()


def clean_figure(text: str) -> str:
    """Return a typed figure without a unit as plain decimal text: ``1,234.50`` is "1234.50". Raises FigureError."""
    figure, rest = split_figure(text)
    if rest:
        raise _not_a_figure(text)
    return figure


def _digits(found: re.Match[str]) -> str:
    whole, part = re.sub("[, ]", "", found["whole"] or ""), (found["part"] or "").removesuffix(".")
    return (whole or "0") + part if whole or part else ""


def _clean_behind(rest: str) -> bool:
    """A second number behind the first ("1.2.3", "3-5 t", "1,23") makes the reading doubtful; 10^4 and 1000 do not."""
    return not re.match(r"[\d.,]|\s*[-~～—]\s*\d|\s+\d+(?![\d^A-Za-z\u4e00-\u9fff])", rest)


def _without_exponent(digits: str, power: str) -> str:
    whole, dot, part = digits.partition(".")
    sign = "-" if whole.startswith("-") else ""
    plain = sign + (whole.removeprefix("-").lstrip("0") or "0") + dot + part
    return format(Decimal(plain + power), "f") if power else plain


def _not_a_figure(text: str) -> FigureError:
    shown = text[:LONGEST_FIGURE]
    return FigureError(
        f"“{shown}”不是可以读取的数值，请填写例如 1234.5 或 1,234.5。",
        f"“{shown}” is not a figure; write for instance 1234.5 or 1,234.5.",
    )
