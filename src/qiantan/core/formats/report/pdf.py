"""The report as PDF, and single charts as pictures, set by typst; the same content and font give the same bytes."""

import json
from dataclasses import asdict
from importlib import resources
from typing import Any

import typst

from qiantan.core.formats.report.blocks import Bars, Flow, ReportContent
from qiantan.core.formats.report.fonts import Fonts, GlyphMissing

# Lowered digits stand in few Chinese fonts; the template lowers the digits of gases itself.
_PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_PICTURE_PPI = 220.0


def write_pdf(made: ReportContent, fonts: Fonts) -> bytes:
    """Return the report as PDF/A-2a on A4: tagged, searchable, fonts embedded.

    Raises GlyphMissing where the font cannot show a character: PDF/A forbids the empty boxes other PDFs hide.
    """
    try:
        pdf = _compiler("report.typ", made, fonts).compile(format="pdf", pdf_standards=["a-2a"])
    except typst.TypstError as error:
        if "could not be displayed" in error.message:
            raise GlyphMissing(fonts.family, error.message) from None
        raise
    assert isinstance(pdf, bytes)
    return pdf


def draw_picture(chart: Bars | Flow, fonts: Fonts) -> bytes:
    """Return one chart as PNG, 164 mm wide."""
    picture = _compiler("picture.typ", chart, fonts).compile(format="png", ppi=_PICTURE_PPI)
    assert isinstance(picture, bytes)
    return picture


def _compiler(template: str, content: ReportContent | Bars | Flow, fonts: Fonts) -> Any:
    folder = resources.files(__package__)
    return typst.Compiler(
        input=(folder / "look.typ").read_bytes() + b"\n" + (folder / template).read_bytes(),
        font_paths=fonts.collection,
        ignore_system_fonts=True,
        sys_inputs={
            "content": json.dumps(asdict(content), ensure_ascii=False).translate(_PLAIN),
            "family": fonts.family,
        },
    )
